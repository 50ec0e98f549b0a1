"""Page « Étiquettes », blank ones: fresh codes are written down first, then printed as often as need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from shared.ids import RANDOM_BYTES_OF_UUID7, uuid7
from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.label_parts import (
    TABS,
    LabelVisit,
    SheetAsked,
    SheetShown,
    SheetsPaper,
    label_host,
    sheet_shown,
    sheets_answer,
)
from sync_server.console.paper_wait import Papers
from sync_server.console.visit import PageMissing, Visit, page, see_other, writing_with
from sync_server.labels.queries import Batch, batches, codes_of_batch, find_batch
from sync_server.labels.service import BLANKS_AT_ONCE, BlankOrder, issue_blanks
from sync_server.log import log_event
from sync_server.papers.labels import Placed, blank_label, by_sheet

BATCHES_SHOWN = 50
PATH = "/console/etiquettes/vierges"
NOTE_MAX = 120
router = APIRouter()
_UUID = r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in the list."""

    id: str
    issued_words: str
    by: str
    note: str
    labels: int
    bound: int
    first_code: str


@dataclass(frozen=True, slots=True)
class BlanksContext:
    """The form, the batches given out, and the sheet of the one that is looked at."""

    tabs: Sequence[tuple[str, str, str]]
    tab: str
    form_id: str
    count: str
    note: str
    fault: str
    most: int
    batches: list[BatchRow]
    chosen: str
    sheet: SheetShown | None
    download: str


@router.get("/etiquettes/vierges")
def show_blanks(
    visit: LabelVisit, asked: Annotated[SheetAsked, Query()], lot: Annotated[str, Query(max_length=40)] = ""
) -> HTMLResponse:
    """The batches given out so far; `lot` is the one to print."""
    return page(visit, "etiquettes", "label_blanks.html", _context(visit, asked, lot))


@router.post("/etiquettes/vierges")
def issue(
    visit: Annotated[Visit, writing_with(Right.PRINT_LABELS)],
    form_id: Annotated[str, Form(pattern=_UUID)],
    combien: Annotated[str, Form(max_length=12)] = "",
    note: Annotated[str, Form(max_length=400)] = "",
    planche: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Gives codes out and writes down to whom; the same form sent twice gives the same codes."""
    count = int(combien) if combien.strip().isascii() and combien.strip().isdecimal() else 0
    asked = SheetAsked(planche=planche)
    fault = ""
    if not 1 <= count <= BLANKS_AT_ONCE:
        fault = f"Donnez un nombre d'étiquettes de 1 à {french.whole(BLANKS_AT_ONCE)}."
    elif len(note.strip()) > NOTE_MAX:
        fault = f"La note a {len(note.strip())} caractères ; {NOTE_MAX} au plus."
    if fault:
        context = _context(visit, asked, "", form_id=form_id, count=combien, note=note, fault=fault)
        return page(visit, "etiquettes", "label_blanks.html", context, 422)
    order = BlankOrder(form_id, count, note.strip(), visit.visitor.coordinator_id, visit.now_ms)
    batch = issue_blanks(visit.session, order, visit.random_bytes)
    log_event("blank-labels-issued", batch=batch.id, labels=batch.label_count, by=batch.issued_by)
    return see_other(f"{PATH}?lot={batch.id}&planche={asked.form.key}&fait=etiquettes-vierges")


@router.get("/etiquettes/vierges/{batch_id}")
def download_blanks(
    visit: LabelVisit, papers: Papers, batch_id: str, asked: Annotated[SheetAsked, Query()]
) -> Response:
    """The sheets of a batch, the same codes each time."""
    batch = find_batch(visit.session, batch_id)
    if batch is None:
        raise PageMissing
    if asked.fault:
        return page(visit, "etiquettes", "label_blanks.html", _context(visit, asked, batch_id), 422)
    day = french.local_day(batch.issued_ms).isoformat()
    paper = SheetsPaper(
        title="Étiquettes vierges",
        back=f"{PATH}?lot={batch.id}&planche={asked.form.key}",
        # The date of the batch, so that the paper is the same whenever it is printed.
        made_ms=batch.issued_ms,
        file_parts=("etiquettes-vierges", day, batch.id[:8]),
    )
    return sheets_answer(visit, papers, _placed(visit, asked, batch_id), asked.form, paper)


def _context(
    visit: Visit,
    asked: SheetAsked,
    chosen: str,
    *,
    form_id: str = "",
    count: str = "",
    note: str = "",
    fault: str = "",
) -> BlanksContext:
    held = batches(visit.session, BATCHES_SHOWN)
    batch = find_batch(visit.session, chosen) if chosen else None
    sheet = None
    if batch is not None:
        placed = _placed(visit, asked, batch.id)
        sheet = sheet_shown(asked, placed, PATH, [("lot", batch.id)])
    names = coordinator_names(visit.session)
    return BlanksContext(
        tabs=TABS,
        tab="vierges",
        form_id=form_id or uuid7(visit.now_ms, visit.random_bytes(RANDOM_BYTES_OF_UUID7)),
        count=count or str(asked.form.labels_per_page if not asked.form.is_roll else 50),
        note=note,
        fault=fault,
        most=BLANKS_AT_ONCE,
        batches=[_row(each, names) for each in held],
        chosen=batch.id if batch else "",
        sheet=sheet,
        download=f"{PATH}/{batch.id}?planche={asked.form.key}&depuis={asked.first}" if batch else "",
    )


def _row(batch: Batch, names: dict[str, str]) -> BatchRow:
    return BatchRow(
        id=batch.id,
        issued_words=french.day_and_clock(batch.issued_ms),
        by=names.get(batch.issued_by, batch.issued_by),
        note=batch.note,
        labels=batch.label_count,
        bound=batch.bound_count,
        first_code=batch.first_code,
    )


def _placed(visit: Visit, asked: SheetAsked, batch_id: str) -> Placed:
    host = label_host(visit)
    labels = [blank_label(host, code) for code in codes_of_batch(visit.session, batch_id)]
    return by_sheet([labels], asked.form, asked.first, new_sheets=False)
