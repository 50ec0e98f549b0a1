"""`erase-evidence` and `show-evidence`: photos, signatures, positions go in time, are seen for a reason."""

from pathlib import Path
from typing import Annotated

import typer

from shared.custody.evidence import REFERENCE_PREFIX, is_name
from shared.words.format import format_count
from shared.words.language import Language
from sync_server.accounts.coordinators import find_coordinator
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.checkpoint import empty_write_ahead_log
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin
from sync_server.evidence.erased_list import append_erased, erased_names
from sync_server.evidence.erasure import Erased, erase_old_evidence, erase_piece
from sync_server.evidence.showing import NotShown, show_piece
from sync_server.log import log_event

FR = Language.FRENCH
OPERATOR = "cli"
_NOT_SHOWN = {
    NotShown.NOT_HELD: "Le serveur n'a pas cette preuve : jamais arrivée, effacée, ou inconnue.",
    NotShown.NOT_IN_QUESTION: "Rien n'est en question sur cette preuve : personne n'a à la voir.",
}
CAME_BACK = "came back with a restored backup"


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("erase-evidence")(erase)
    app.command("show-evidence")(show)


def erase(
    *,
    piece: Annotated[
        str, typer.Option("--piece", metavar="SHA256", help="Effacer cette preuve tout de suite.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Pourquoi, pour le registre.")] = "",
    as_json: AsJson = False,
) -> None:
    """Efface les preuves de plus de deux mois (douze en cas de doute) ; « serve » le fait chaque jour.

    Les mouvements, les écarts et les sommes restent ce qu'ils sont.
    """
    if piece:
        _erase_one(piece.removeprefix(REFERENCE_PREFIX), reason, as_json=as_json)
        return
    runtime = open_runtime()
    erased = erase_evidence_due(runtime)
    runtime.database.close()
    gone = format_count(len(erased.names), "preuve effacée", "preuves effacées", FR)
    kept = format_count(erased.kept_in_question, "gardée car en question", "gardées car en question", FR)
    answer(
        {"erased": len(erased.names), "kept_in_question": erased.kept_in_question},
        f"{gone}, {kept}.",
        as_json=as_json,
    )


def show(
    piece: Annotated[str, typer.Argument(metavar="SHA256", help="Comme un mouvement la nomme.")],
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Où l'écrire ; il ne doit pas exister.")],
    *,
    login: Annotated[str, typer.Option("--login", help="Qui la regarde.")],
    reason: Annotated[str, typer.Option("--reason", help="Pourquoi, pour le registre.")],
    as_json: AsJson = False,
) -> None:
    """Montre une preuve à un coordinateur, si un écart ouvert ou une contestation porte sur elle."""
    name = piece.removeprefix(REFERENCE_PREFIX)
    if not reason.strip():
        raise refuse("no-reason", "Dites pourquoi avec --reason : le registre le garde.", as_json=as_json)
    if file.exists():
        raise refuse("file-exists", f"Il y a déjà un fichier {file}.", as_json=as_json)
    runtime = open_runtime()
    with begin(runtime.database) as session:
        viewer = find_coordinator(session, login)
        if viewer is None:
            raise refuse("coordinator-unknown", f"Personne n'a l'identifiant {login}.", as_json=as_json)
        shown = show_piece(session, name, viewer.id, reason.strip(), runtime.now_ms())
        if isinstance(shown, NotShown):
            raise refuse(shown.value, _NOT_SHOWN[shown], as_json=as_json)
    runtime.database.close()
    # After the commit: what is seen without a trace is worse than a trace of what was not seen.
    file.touch(mode=0o600)
    file.write_bytes(shown)
    log_event("evidence_shown", coordinator=viewer.id)
    answer({"file": str(file), "bytes": len(shown)}, f"Preuve écrite dans {file}.", as_json=as_json)


def erase_evidence_due(runtime: Runtime) -> Erased:
    """Erases what is old enough, and again what a restored backup brought back, from SQLite's log too."""
    now_ms = runtime.now_ms()
    listed = erased_names(runtime.settings.data_dir)
    with begin(runtime.database) as session:
        again = [name for name in listed if erase_piece(session, name, OPERATOR, CAME_BACK, now_ms)]
        erased = erase_old_evidence(session, now_ms)
    if erased.names or again:
        empty_write_ahead_log(runtime.database)
        log_event("evidence_erased", count=len(erased.names) + len(again))
    return Erased((*again, *erased.names), erased.kept_in_question)


def _erase_one(name: str, reason: str, *, as_json: bool) -> None:
    if not is_name(name):
        raise refuse("not-a-name", "Une preuve se nomme par 64 chiffres hexadécimaux.", as_json=as_json)
    if not reason.strip():
        raise refuse("no-reason", "Dites pourquoi avec --reason : le registre le garde.", as_json=as_json)
    runtime = open_runtime()
    with begin(runtime.database) as session:
        is_erased = erase_piece(session, name, OPERATOR, reason.strip(), runtime.now_ms())
        if is_erased:
            # Before the commit: a server that dies now finds it listed and erases it at its next start.
            append_erased(runtime.settings.data_dir, name)
    empty_write_ahead_log(runtime.database)
    runtime.database.close()
    if not is_erased:
        sentence = "Aucun mouvement ne nomme cette preuve, ou elle est déjà effacée."
        raise refuse("evidence-unknown", sentence, as_json=as_json)
    log_event("evidence_erased", count=1)
    answer({"erased": 1, "piece": name}, "Preuve effacée.", as_json=as_json)
