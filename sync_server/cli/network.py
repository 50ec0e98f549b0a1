"""`import-network`: places, producers, helpers, compartments and links from a folder of CSV files."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from shared.commission.local_time import local_date
from sync_server.cli.command import AsJson, answer, open_runtime
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.network.doors import door_seal
from sync_server.network.folder import FolderFault, read_folder
from sync_server.network.network_import import NetworkTaken, take_door_codes, take_network
from sync_server.upkeep.after_planning import follow_places

DEMO_NETWORK = Path(__file__).parent.parent / "demo_network"
MOST_FAULTS_SAID = 20

_REASONS = {
    "file_missing": "le fichier manque",
    "not_utf8_or_too_large": "le fichier n'est pas en UTF-8, ou dépasse 5 Mo",
    "column_missing": "la colonne manque",
    "cell_count": "plus de cellules que d'en-têtes (virgule dans un nom ou un nombre)",
    "value_wrong": "valeur refusée",
    "unknown_id": "identifiant inconnu",
    "repeated_id": "identifiant déjà pris",
}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("import-network")(import_network)


def import_network(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DOSSIER",
            help="producers.csv et relay_points.csv ; au choix deliveries, roles, compartments, helpers, "
            "cooperative. Sans dossier : le réseau de démonstration.",
        ),
    ] = DEMO_NETWORK,
    *,
    as_json: AsJson = False,
) -> None:
    """Importe un réseau. Le même dossier deux fois ne change rien ; ce qui n'y est pas reste."""
    read = read_folder(folder)
    if isinstance(read, tuple):
        answer(_faults_to_json(read), _faults_text(read), as_json=as_json)
        raise typer.Exit(1)
    runtime = open_runtime()
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        now_ms = runtime.now_ms()
        taken = take_network(session, feed, read, local_date(now_ms))
        follow_places(session, feed, taken.changed_place_ids, now_ms)
        seal = door_seal(runtime.settings.data_dir, runtime.random_bytes)
        take_door_codes(session, feed, read, seal)
    runtime.database.close()
    answer({"status": "imported", **asdict(taken)}, _text(taken), as_json=as_json)


def _text(taken: NetworkTaken) -> str:
    lines = [
        f"{taken.producers} producteurs dont {taken.helpers} aidants, {taken.places} lieux dont {taken.hubs} "
        f"plateformes et {taken.lockers} consignes, {taken.links} livraisons connues.",
        f"{taken.rows_changed} fiches changent." if taken.rows_changed else "Déjà importé : rien ne change.",
    ]
    if taken.kept_edits:
        lines.append(
            f"Champs corrigés à la console et gardés tels quels, malgré les fichiers : {taken.kept_edits}."
        )
    if not taken.hubs or not taken.helpers:
        lines.append(
            "Sans plateforme (roles.csv) ou sans aidant (helpers.csv), plan-rounds fait livrer chaque "
            "ferme elle-même."
        )
    return "\n".join(lines)


def _faults_to_json(faults: tuple[FolderFault, ...]) -> dict[str, Any]:
    return {"error": "network-refused", "status": "refused", "faults": [asdict(fault) for fault in faults]}


def _faults_text(faults: tuple[FolderFault, ...]) -> str:
    said = [_fault_text(fault) for fault in faults[:MOST_FAULTS_SAID]]
    more = [f"… et {len(faults) - MOST_FAULTS_SAID} autres."] if len(faults) > MOST_FAULTS_SAID else []
    return "\n".join([*said, *more, "Rien n'a été importé."])


def _fault_text(fault: FolderFault) -> str:
    row = f", ligne {fault.row_no}" if fault.row_no else ""
    column = f", colonne « {fault.column} »" if fault.column else ""
    found = f" (« {fault.found[:60]} »)" if fault.found else ""
    return f"{fault.file}{row}{column} : {_REASONS[fault.reason]}{found}."
