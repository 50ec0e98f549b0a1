"""`import-orders`: orders in, looked at first or taken at once."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shared.words.format import format_amount, format_count
from shared.words.language import Language
from sync_server.cli.command import OPERATOR, AsJson, answer, open_runtime, refuse
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.imports.as_json import confirmed_to_json, preview_to_json, refused_to_json
from sync_server.imports.confirm import Confirmation, Confirmed, Outcome, confirm
from sync_server.imports.decode import MAX_FILE_BYTES
from sync_server.imports.faults import FileRefused
from sync_server.imports.figures import read_day
from sync_server.imports.prepare import Asking, Prepared, prepare
from sync_server.imports.preview import Preview, ScopeState
from sync_server.imports.texts import question_sentence, refusal_sentence, reject_sentence
from sync_server.upkeep.after_planning import follow_consignments

FR = Language.FRENCH
# More lines than that are for the JSON answer or the console.
MOST_LINES_SAID = 20


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("import-orders")(import_orders)


def import_orders(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Export de commandes au format CSV.")],
    *,
    pickup_date: Annotated[
        str, typer.Option("--pickup-date", metavar="JOUR", help="Jour du fichier ou de son seul cycle.")
    ] = "",
    cycle: Annotated[
        list[str], typer.Option("--cycle", metavar="NOM=JOUR", help="Jour de distribution d'un cycle nommé.")
    ] = [],  # noqa: B006  Typer reads the default and never changes it
    place: Annotated[
        str, typer.Option("--place", metavar="POINT", help="Point d'un fichier qui ne le dit pas.")
    ] = "",
    whole_cycle: Annotated[
        bool,
        typer.Option("--whole-cycle", help="Le fichier contient tout le cycle : vide les points absents."),
    ] = False,
    accept_rejects: Annotated[
        bool, typer.Option("--accept-rejects", help="Importe les autres lignes, sans celles rejetées.")
    ] = False,
    only_look: Annotated[
        bool, typer.Option("--preview", help="Montre ce qui changerait, sans rien écrire.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Importe des commandes. Le même fichier deux fois ne change rien."""
    asking = Asking(
        file.name,
        _read_file(file, as_json=as_json),
        {name.strip(): _day(day, as_json=as_json) for name, _, day in (one.rpartition("=") for one in cycle)},
        _day(pickup_date, as_json=as_json) if pickup_date else None,
        whole_cycle,
        place.strip() or None,
    )
    runtime = open_runtime()
    if only_look:
        prepared, confirmed = _look(runtime, asking), None
    else:
        prepared, confirmed = take_orders(runtime, asking, are_rejects_accepted=accept_rejects)
    runtime.database.close()
    _say(prepared, confirmed, as_json=as_json)


def _look(runtime: Runtime, asking: Asking) -> Prepared | FileRefused:
    with read(runtime.database) as session:
        return prepare(session, asking)


def take_orders(
    runtime: Runtime, asking: Asking, *, by: str = OPERATOR, are_rejects_accepted: bool = False
) -> tuple[Prepared | FileRefused, Confirmed | None]:
    """Reads, compares and confirms in one transaction, then brings the commissions shown up to date."""
    confirmation = Confirmation(by, runtime.now_ms(), are_rejects_accepted)
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        prepared = prepare(session, asking)
        if isinstance(prepared, FileRefused):
            return prepared, None
        confirmed = confirm(session, feed, prepared, confirmation, runtime.random_bytes)
        if confirmed.consignments is not None:
            follow_consignments(session, feed, confirmed.consignments.changed_pks, runtime.now_ms())
    return prepared, confirmed


def _read_file(file: Path, *, as_json: bool) -> bytes:
    try:
        with file.open("rb") as opened:
            # One byte more than allowed is enough to refuse a file of any size.
            return opened.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise refuse("file-unreadable", f"Impossible de lire {file}.", as_json=as_json) from None


def _day(text: str, *, as_json: bool) -> date:
    day = read_day(text)
    if not isinstance(day, date):
        raise refuse("day-wrong", f"« {text} » n'est pas un jour (JJ/MM/AAAA).", as_json=as_json)
    return day


def _say(prepared: Prepared | FileRefused, confirmed: Confirmed | None, *, as_json: bool) -> None:
    if isinstance(prepared, FileRefused):
        answer(refused_to_json(prepared), refusal_sentence(prepared), as_json=as_json)
        raise typer.Exit(1)
    preview = prepared.preview
    said = {"status": "preview"} if confirmed is None else confirmed_to_json(confirmed)
    is_blocked = confirmed is not None and confirmed.outcome in (Outcome.ASKED, Outcome.REJECTED)
    error = {"error": f"import-{said['status']}"} if is_blocked else {}
    answer(
        error | said | preview_to_json(preview),
        "\n".join([*_figures(preview), *_obstacles(preview), _ending(confirmed)]),
        as_json=as_json,
    )
    if is_blocked:
        raise typer.Exit(1)


def _figures(preview: Preview) -> list[str]:
    changed = [change for change in preview.by_producer if change.difference_cents]
    absent = sum(scope.state is ScopeState.ABSENT for scope in preview.scopes)
    said = [
        f"{preview.file_name} : {format_count(preview.order_count, 'commande', 'commandes', FR)}, "
        f"{format_count(preview.line_count, 'ligne', 'lignes', FR)}, "
        f"{format_amount(preview.amount_ttc_cents, FR)}, pour le {', '.join(preview.days) or '—'}.",
        f"{format_count(len(preview.by_producer), 'producteur', 'producteurs', FR)}, dont changés : "
        f"{len(changed)} ; {format_count(len(preview.by_place), 'point', 'points', FR)}.",
    ]
    if preview.total_row_count:
        said.append(f"Lignes de titre ou de total, non comptées : {preview.total_row_count}.")
    if absent:
        said.append(f"Points de ce cycle importés avant, absents de ce fichier et gardés : {absent}.")
    said += [
        f"Attention : « {overlap.scope_key} » a aussi des commandes pour {overlap.place_id} le {overlap.day}."
        for overlap in preview.overlaps[:MOST_LINES_SAID]
    ]
    return said


def _obstacles(preview: Preview) -> Iterable[str]:
    said = [question_sentence(question) for question in preview.questions]
    said += [reject_sentence(reject) for reject in preview.rejects]
    yield from said[:MOST_LINES_SAID]
    if preview.questions and not preview.line_count:
        yield "Aucune ligne n'est comprise : le réseau est-il importé (import-network) ?"
    if len(said) > MOST_LINES_SAID:
        yield f"… et {len(said) - MOST_LINES_SAID} autres (--json les dit toutes)."


def _ending(confirmed: Confirmed | None) -> str:
    if confirmed is None:
        return "Aperçu : rien n'a été écrit."
    consignments = confirmed.consignments
    match confirmed.outcome:
        case Outcome.ASKED:
            return "Rien n'a été importé : répondez d'abord (map-name, --pickup-date, --cycle ou --place)."
        case Outcome.REJECTED:
            return "Rien n'a été importé : corrigez le fichier, ou --accept-rejects sans --whole-cycle."
        case Outcome.UNCHANGED:
            return "Déjà importé : rien ne change."
        case Outcome.IMPORTED if consignments is not None:
            return (
                f"Importé. Lots nouveaux : {consignments.added}, changés : {consignments.changed}, "
                f"annulés : {consignments.cancelled}. Caisses de plus : {consignments.crates_added}, "
                f"de trop : {consignments.crates_unneeded}."
            )
        case Outcome.IMPORTED:
            return "Importé."
