"""Pages « Imports »: the list, a file's preview with its questions, confirming it, and a confirmed import."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.console.import_differences import closed_sentences
from sync_server.console.import_effect import ClosedPeriodMoved, closed_among, moved_by_import
from sync_server.console.import_words import (
    PROFILE_WORDS,
    preview_context,
)
from sync_server.console.pending_imports import PendingImport, PendingImports
from sync_server.console.visit import (
    Visit,
    page,
    reading_with,
    see_other,
    writing_with,
)
from sync_server.db.feed import lock_feed
from sync_server.imports.aliases import confirm_alias
from sync_server.imports.confirm import Confirmation, Outcome, confirm
from sync_server.imports.faults import FileRefused
from sync_server.imports.figures import read_day
from sync_server.imports.import_list import ListedImport, latest_imports
from sync_server.imports.interpret import Asked
from sync_server.imports.naming import AliasKind
from sync_server.imports.prepare import Asking, Prepared, is_place_of_orders, prepare
from sync_server.imports.template_file import TEMPLATE_FILE_NAME, template_file
from sync_server.imports.texts import refusal_sentence
from sync_server.imports.undo import undone_imports
from sync_server.log import log_event
from sync_server.upkeep.after_planning import follow_consignments

IMPORTS_SHOWN = 100
ID_BYTES = 16
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.IMPORT)]
Writing = Annotated[Visit, writing_with(Right.IMPORT)]

_GONE = (
    "Ce fichier n'est plus en mémoire : il n'y reste qu'une demi-heure, ou le serveur a redémarré. Cette "
    "demande n'a rien changé. Déposez-le à nouveau."
)
_STALE = (
    "Entre-temps, quelqu'un a importé ou changé quelque chose : voici les différences d'à présent. "
    "Relisez-les, puis importez."
)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A confirmed import in the list."""

    id: int
    name: str
    profile_word: str
    imported_ms: int
    by: str
    orders: int
    lines: int
    rejects: int
    amount_cents: int
    is_undone: bool


@dataclass(frozen=True, slots=True)
class ImportsContext:
    """The imports done, and the form as it was left."""

    fault: str
    done: list[ImportRow]


def _pending(request: Request) -> PendingImports:
    pending: PendingImports = request.app.state.pending_imports
    return pending


Pending = Annotated[PendingImports, Depends(_pending)]


@router.get("/imports")
def list_imports(visit: Reading) -> HTMLResponse:
    """The imports done and the form for the next."""
    return _list_page(visit)


@router.get("/imports/modele.csv")
def download_template(_visit: Reading) -> Response:
    """The generic template, as a spreadsheet opens it."""
    headers = {"Content-Disposition": f'attachment; filename="{TEMPLATE_FILE_NAME}"'}
    return Response(template_file(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/imports/apercu")
def upload(visit: Reading, pending: Pending, file: Annotated[UploadFile, File()]) -> Response:
    """Reads a file and shows what it would change; nothing is written."""
    raw = file.file.read()
    prepared = prepare(visit.session, Asking(file.filename or "", raw))
    if isinstance(prepared, FileRefused):
        return _list_page(visit, refusal_sentence(prepared), status=422)
    kept = PendingImport(
        visit.random_bytes(ID_BYTES).hex(),
        visit.visitor.coordinator_id,
        prepared.preview.file_name,
        raw,
        visit.now_ms,
    )
    pending.put(kept)
    return see_other(f"/console/imports/apercu/{kept.id}")


@router.get("/imports/apercu/{file_id}")
def show_preview(visit: Reading, pending: Pending, file_id: str) -> HTMLResponse:
    """What importing the file would change, and the questions it raises."""
    return _preview_page(visit, pending, file_id)


@router.post("/imports/apercu/{file_id}/noms")
def answer_name(
    visit: Writing,
    pending: Pending,
    file_id: str,
    kind: Annotated[Asked, Form()],
    text: Annotated[str, Form(max_length=300)] = "",
    target: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Remembers which of ours a shop's name is; or, for this file, a day or its place."""
    kept = pending.get(file_id, visit.visitor.coordinator_id, visit.now_ms)
    if kept is None:
        return _list_page(visit, _GONE, status=410)
    fault = _answer(visit, pending, kept, kind, text, target)
    if fault:
        return _preview_page(visit, pending, file_id, fault, 422)
    return see_other(f"/console/imports/apercu/{file_id}#questions")


@router.post("/imports/apercu/{file_id}/confirmer")
def confirm_import(
    visit: Writing,
    pending: Pending,
    file_id: str,
    rejects: Annotated[str, Form(max_length=10)] = "",
    whole: Annotated[str, Form(max_length=10)] = "",
    seen: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Imports the file as previewed; a second press finds everything in place and changes nothing."""
    feed = lock_feed(visit.session)
    prepared = _prepared(visit, pending, file_id, is_whole_cycle=whole == "oui")
    if prepared is None:
        return _list_page(visit, _GONE, status=410)
    is_stale = seen != prepared.fingerprint and not prepared.preview.is_unchanged
    if is_stale and not prepared.preview.questions:
        return _preview_page(visit, pending, file_id, _STALE, 409)
    confirmation = _confirmation(visit, are_rejects_accepted=rejects == "oui")
    confirmed = confirm(visit.session, feed, prepared, confirmation, visit.random_bytes)
    match confirmed.outcome:
        case Outcome.IMPORTED:
            if confirmed.consignments is not None:
                follow_consignments(visit.session, feed, confirmed.consignments.changed_pks, visit.now_ms)
            log_event("orders-imported", file=confirmed.import_id, by=visit.visitor.coordinator_id)
            return see_other(f"/console/imports/{confirmed.import_id}?fait=import-fait")
        case Outcome.UNCHANGED:
            return see_other("/console/imports?fait=import-identique")
        case Outcome.ASKED:
            return _preview_page(visit, pending, file_id, "Répondez d'abord aux questions.", 409)
        case Outcome.REJECTED:
            fault = "Dites que les lignes rejetées peuvent être laissées de côté, ou corrigez le fichier."
            return _preview_page(visit, pending, file_id, fault, 409)


def _answer(
    visit: Visit, pending: PendingImports, kept: PendingImport, kind: Asked, text: str, target: str
) -> str:
    """Takes one answer; why it cannot be taken, else nothing."""
    if kind in (Asked.PICKUP_DATE, Asked.FILE_DATE):
        day = read_day(target)
        if not isinstance(day, date):
            return "Écrivez le jour ainsi : 06/11/2026."
        if kind is Asked.PICKUP_DATE:
            pending.answer_cycle(kept, text, day)
        else:
            pending.answer_file(kept, day, None)
        return ""
    if kind is Asked.FILE_PLACE:
        if not is_place_of_orders(visit.session, target):
            return "Choisissez pour quel point sont ces commandes."
        pending.answer_file(kept, None, target)
        return ""
    of_what = AliasKind.PRODUCER if kind is Asked.PRODUCER else AliasKind.PLACE
    by = visit.visitor.coordinator_id
    is_known = confirm_alias(visit.session, of_what, text, target, by, visit.now_ms)
    return "" if is_known else f"Choisissez à quoi correspond « {text} »."


def _list_page(visit: Visit, fault: str = "", status: int = 200) -> HTMLResponse:
    names = coordinator_names(visit.session)
    undone = undone_imports(visit.session)
    done = [_row(each, names, undone) for each in latest_imports(visit.session, IMPORTS_SHOWN)]
    return page(visit, "imports", "imports.html", ImportsContext(fault, done), status)


def _row(listed: ListedImport, names: Mapping[str, str], undone: Collection[int]) -> ImportRow:
    return ImportRow(
        listed.id,
        listed.name,
        PROFILE_WORDS.get(listed.profile, listed.profile),
        listed.imported_at_ms,
        names.get(listed.imported_by, listed.imported_by),
        listed.order_count,
        listed.line_count,
        listed.reject_count,
        listed.amount_ttc_cents,
        listed.id in undone,
    )


def _preview_page(
    visit: Visit, pending: PendingImports, file_id: str, fault: str = "", status: int = 200
) -> HTMLResponse:
    prepared = _prepared(visit, pending, file_id)
    if prepared is None:
        return _list_page(visit, _GONE, status=410)
    closed = closed_among(visit.session, prepared.preview.touched_days)
    moved: list[ClosedPeriodMoved] | None = None
    # A form that was refused holds the write lock already: it names the periods without trying the import.
    if closed and not fault and not prepared.preview.questions:
        kept = pending.get(file_id, visit.visitor.coordinator_id, visit.now_ms)
        moved = None if kept is None else moved_by_import(visit.runtime, _asking(kept), closed)
    context = preview_context(visit.session, file_id, prepared, fault, closed_sentences(closed, moved))
    return page(visit, "imports", "import_preview.html", context, status)


def _prepared(
    visit: Visit, pending: PendingImports, file_id: str, *, is_whole_cycle: bool = False
) -> Prepared | None:
    kept = pending.get(file_id, visit.visitor.coordinator_id, visit.now_ms)
    if kept is None:
        return None
    prepared = prepare(visit.session, _asking(kept, is_whole_cycle=is_whole_cycle))
    return None if isinstance(prepared, FileRefused) else prepared


def _asking(kept: PendingImport, *, is_whole_cycle: bool = False) -> Asking:
    return Asking(kept.name, kept.raw, kept.day_by_cycle, kept.day, is_whole_cycle, kept.place_id)


def _confirmation(visit: Visit, *, are_rejects_accepted: bool = False) -> Confirmation:
    return Confirmation(visit.visitor.coordinator_id, visit.now_ms, are_rejects_accepted)
