"""Page of a confirmed import: what it held, what it left out, and taking it back."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.import_words import PROFILE_WORDS
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
from sync_server.imports.confirm import Confirmation
from sync_server.imports.import_list import find_import, rejects_of_import
from sync_server.imports.undo import UndoOutcome, later_import, undo_import, undo_record
from sync_server.log import log_event
from sync_server.upkeep.after_planning import follow_consignments

REASON_MAX_CHARACTERS = 400
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.IMPORT)]
Writing = Annotated[Visit, writing_with(Right.IMPORT)]


@dataclass(frozen=True, slots=True)
class ImportContext:
    """One confirmed import; `later` is the import to take back before this one."""

    id: int
    name: str
    lead: str
    facts: list[tuple[str, str]]
    rejects: list[str]
    undone: str
    later: int | None
    fault: str
    because: str


@router.get("/imports/{import_id}")
def show_import(visit: Reading, import_id: RowNumber) -> HTMLResponse:
    """A confirmed import and the lines it left out."""
    return _import_page(visit, import_id)


@router.post("/imports/{import_id}/annuler")
def undo(
    visit: Writing,
    import_id: RowNumber,
    because: Annotated[str, Form(max_length=REASON_MAX_CHARACTERS)] = "",
) -> Response:
    """Puts back what the import had replaced; pressed twice it is done once."""
    reason = " ".join(because.split())
    if not reason:
        return _import_page(
            visit, import_id, "Dites pourquoi : qui lira la liste doit comprendre.", status=422
        )
    feed = lock_feed(visit.session)
    confirmation = Confirmation(visit.visitor.coordinator_id, visit.now_ms)
    undone = undo_import(visit.session, feed, import_id, reason, confirmation, visit.random_bytes)
    match undone.outcome:
        case UndoOutcome.MISSING:
            raise PageMissing
        case UndoOutcome.SUPERSEDED:
            fault = "Un import plus récent l'a remplacé : annulez d'abord celui-là."
            return _import_page(visit, import_id, fault, reason, 409)
        case UndoOutcome.ALREADY:
            return see_other(f"/console/imports/{import_id}?fait=import-deja-annule")
        case UndoOutcome.UNDONE:
            if undone.consignments is not None:
                follow_consignments(visit.session, feed, undone.consignments.changed_pks, visit.now_ms)
            log_event("orders-undone", file=import_id, by=visit.visitor.coordinator_id)
            return see_other(f"/console/imports/{import_id}?fait=import-annule")


def _import_page(
    visit: Visit, import_id: int, fault: str = "", because: str = "", status: int = 200
) -> HTMLResponse:
    listed = find_import(visit.session, import_id)
    if listed is None:
        raise PageMissing
    by = coordinator_names(visit.session).get(listed.imported_by, listed.imported_by)
    context = ImportContext(
        id=import_id,
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
        undone=_undone(visit, import_id),
        later=later_import(visit.session, import_id),
        fault=fault,
        because=because,
    )
    return page(visit, "imports", "import.html", context, status)


def _undone(visit: Visit, import_id: int) -> str:
    record = undo_record(visit.session, import_id)
    if record is None:
        return ""
    by = coordinator_names(visit.session).get(record.undone_by, record.undone_by)
    return f"Annulé {french.day_and_clock(record.undone_at_ms)} par {by} : « {record.because} »."
