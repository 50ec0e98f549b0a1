"""Pages « Imports »: the list, a file's preview with its questions, confirming it, and a confirmed import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.import_words import (
    PROFILE_WORDS,
    PreviewContext,
    preview_context,
)
from sync_server.console.pending_imports import PendingImport, PendingImports
from sync_server.console.visit import (
    PageMissing,
    RowNumber,
    Visit,
    page,
    reading_with,
    see_other,
    writing_with,
)
from sync_server.db.feed import lock_feed
from sync_server.imports.confirm import Confirmation, Outcome, confirm, confirm_alias
from sync_server.imports.faults import FileRefused
from sync_server.imports.figures import read_day
from sync_server.imports.import_list import ListedImport, find_import, latest_imports, rejects_of_import
from sync_server.imports.interpret import Asked
from sync_server.imports.naming import AliasKind
from sync_server.imports.prepare import Asking, Prepared, is_place_of_orders, prepare
from sync_server.imports.template_file import TEMPLATE_FILE_NAME, template_file
from sync_server.imports.texts import refusal_sentence
from sync_server.log import log_event
from sync_server.upkeep.after_planning import follow_consignments

IMPORTS_SHOWN = 100
ID_BYTES = 16
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.IMPORT)]
Writing = Annotated[Visit, writing_with(Right.IMPORT)]

_GONE = "Ce fichier n'est plus en mémoire : il n'y reste qu'une demi-heure. Déposez-le à nouveau."


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


@dataclass(frozen=True, slots=True)
class ImportsContext:
    """The imports done, and the form as it was left."""

    fault: str
    done: list[ImportRow]


@dataclass(frozen=True, slots=True)
class ImportContext:
    """One confirmed import."""

    name: str
    lead: str
    facts: list[tuple[str, str]]
    rejects: list[str]


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
) -> Response:
    """Imports the file as previewed; a second press finds everything in place and changes nothing."""
    feed = lock_feed(visit.session)
    prepared = _prepared(visit, pending, file_id, is_whole_cycle=whole == "oui")
    if prepared is None:
        return _list_page(visit, _GONE, status=410)
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


@router.get("/imports/{import_id}")
def show_import(visit: Reading, import_id: RowNumber) -> HTMLResponse:
    """A confirmed import and the lines it left out."""
    listed = find_import(visit.session, import_id)
    if listed is None:
        raise PageMissing
    by = coordinator_names(visit.session).get(listed.imported_by, listed.imported_by)
    context = ImportContext(
        name=listed.name,
        lead=f"Importé {french.day_and_clock(listed.imported_at_ms)} par {by}.",
        facts=[
            ("Modèle", PROFILE_WORDS.get(listed.profile, listed.profile)),
            ("Commandes", french.whole(listed.order_count)),
            ("Lignes", french.whole(listed.line_count)),
            ("Montant TTC", french.euros(listed.amount_ttc_cents)),
            ("Lignes laissées de côté", french.whole(listed.reject_count)),
            ("Empreinte SHA-256", listed.sha256),
        ],
        rejects=rejects_of_import(visit.session, import_id),
    )
    return page(visit, "imports", "import.html", context)


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
    is_known = confirm_alias(visit.session, of_what, text, target, _confirmation(visit))
    return "" if is_known else f"Choisissez à quoi correspond « {text} »."


def _list_page(visit: Visit, fault: str = "", status: int = 200) -> HTMLResponse:
    names = coordinator_names(visit.session)
    done = [_row(each, names) for each in latest_imports(visit.session, IMPORTS_SHOWN)]
    return page(visit, "imports", "imports.html", ImportsContext(fault, done), status)


def _row(listed: ListedImport, names: Mapping[str, str]) -> ImportRow:
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
    )


def _preview_page(
    visit: Visit, pending: PendingImports, file_id: str, fault: str = "", status: int = 200
) -> HTMLResponse:
    prepared = _prepared(visit, pending, file_id)
    if prepared is None:
        return _list_page(visit, _GONE, status=410)
    context: PreviewContext = preview_context(visit.session, file_id, prepared, fault)
    return page(visit, "imports", "import_preview.html", context, status)


def _prepared(
    visit: Visit, pending: PendingImports, file_id: str, *, is_whole_cycle: bool = False
) -> Prepared | None:
    kept = pending.get(file_id, visit.visitor.coordinator_id, visit.now_ms)
    if kept is None:
        return None
    asking = Asking(kept.name, kept.raw, kept.day_by_cycle, kept.day, is_whole_cycle, kept.place_id)
    prepared = prepare(visit.session, asking)
    return None if isinstance(prepared, FileRefused) else prepared


def _confirmation(visit: Visit, *, are_rejects_accepted: bool = False) -> Confirmation:
    return Confirmation(visit.visitor.coordinator_id, visit.now_ms, are_rejects_accepted)
