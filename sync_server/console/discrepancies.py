"""Page « Écarts »: the queue of discrepancies, or what was settled before, filtered and in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.custody.discrepancies import DiscrepancyKind
from shared.ids import uuid7
from sync_server.accounts.rights import Right
from sync_server.console.discrepancy_choices import ID_BYTES
from sync_server.console.discrepancy_queue import (
    ITEMS_READ_MAX,
    WHOLE_QUEUE,
    KindAsked,
    Queue,
    TextAsked,
    speaking_of,
)
from sync_server.console.discrepancy_words import (
    GapShown,
    gaps_shown,
    title_of,
)
from sync_server.console.listing import PAGE_ROWS, Listing, in_order, read_order
from sync_server.console.visit import Visit, page, reading_with
from sync_server.reconciliation.item_list import latest_items
from sync_server.reconciliation.items import ItemStatus

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_DISCREPANCIES)]

_STATES = {"ouverts": ItemStatus.OPEN, "regles": ItemStatus.RESOLVED, "tous": None}
_STATE_WORDS = [("ouverts", "Ouverts"), ("regles", "Réglés"), ("tous", "Tous")]
_KEYS: dict[str, Callable[[GapShown], Any]] = {
    # As they are worked: what blocks first, then the oldest.
    "file": lambda gap: (not gap.is_blocking, gap.opened_ms, gap.id),
    "genre": lambda gap: gap.title,
    "lieu": lambda gap: gap.place_name.casefold(),
    "tournee": lambda gap: gap.round_title.casefold(),
    "ouvert": lambda gap: (gap.opened_ms, gap.id),
    "etat": lambda gap: gap.status.word,
}


@dataclass(frozen=True, slots=True)
class DiscrepanciesContext:
    """The discrepancies a filter leaves, a page at a time, and the filter."""

    states: list[tuple[str, str]]
    state: str
    kinds: list[tuple[str, str]]
    queue: Queue
    listing: Listing
    rows: list[GapShown]
    first_id: int
    total: int
    pages: int
    is_filtered: bool
    fact_id: str
    fault: str
    because: str


@router.get("/ecarts")
def list_discrepancies(
    visit: Reading,
    etat: Annotated[str, Query(max_length=20)] = "ouverts",
    genre: KindAsked = "",
    q: TextAsked = "",
    tri: Annotated[str, Query(max_length=20)] = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
) -> HTMLResponse:
    """The queue, or what was settled before."""
    return list_page(visit, Shown(etat, Queue(genre, q), tri, page_no))


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the list is asked for."""

    state: str = "ouverts"
    queue: Queue = WHOLE_QUEUE
    order: str = ""
    page_no: int = 1


def list_page(
    visit: Visit, shown: Shown | None = None, fault: str = "", because: str = "", status: int = 200
) -> HTMLResponse:
    """The list, with what is wrong in the form that leaves many as they are."""
    asked = shown or Shown()
    state = asked.state if asked.state in _STATES else "ouverts"
    queue, page_no = asked.queue, asked.page_no
    items = latest_items(visit.session, _STATES[state], ITEMS_READ_MAX)
    of_kind = [item for item in items if not queue.kind or item.kind.value == queue.kind]
    found = speaking_of(gaps_shown(visit.session, of_kind), queue.text)
    listing = Listing(
        "/console/ecarts",
        read_order(asked.order, list(_KEYS), "file" if state == "ouverts" else "-ouvert"),
        {"etat": state, "genre": queue.kind, "q": queue.text},
        page_no,
    )
    ordered = in_order(found, listing, _KEYS)
    context = DiscrepanciesContext(
        states=_STATE_WORDS,
        state=state,
        kinds=sorted(((kind.value, title_of(kind)) for kind in DiscrepancyKind), key=lambda pair: pair[1]),
        queue=queue,
        listing=listing,
        rows=ordered[(page_no - 1) * PAGE_ROWS : page_no * PAGE_ROWS],
        first_id=min(found, key=_KEYS["file"]).id if found else 0,
        total=len(ordered),
        pages=-(-len(ordered) // PAGE_ROWS),
        is_filtered=queue.is_filtered or state != "ouverts",
        fact_id=uuid7(visit.now_ms, visit.random_bytes(ID_BYTES)),
        fault=fault,
        because=because,
    )
    return page(visit, "ecarts", "discrepancies.html", context, status)
