"""Pages « Écarts »: the list, and one discrepancy with its claims side by side and its crates' chains."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.custody.discrepancies import DiscrepancyKind
from shared.ids import uuid7
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.chips import DISCREPANCY_STATUS, Chip
from sync_server.console.crate_words import (
    ChainStep,
    evidence_words,
    how_identified,
    how_sure,
    step_of,
    what_was_done,
)
from sync_server.console.decision_words import DecisionShown, decisions_shown
from sync_server.console.discrepancy_choices import ID_BYTES, DecisionForm, Typed, decision_form
from sync_server.console.discrepancy_queue import (
    ITEMS_READ_MAX,
    WHOLE_QUEUE,
    JustDecided,
    KindAsked,
    Queue,
    TextAsked,
    Turn,
    just_decided,
    speaking_of,
    turn_of,
)
from sync_server.console.discrepancy_words import (
    EXPLAINED,
    GapShown,
    gaps_shown,
    resolution_words,
    title_of,
)
from sync_server.console.listing import PAGE_ROWS, Listing, in_order, read_order
from sync_server.console.names import Names, read_names
from sync_server.console.stakes import StakesShown, stakes_shown
from sync_server.console.visit import ROW_NUMBER_MAX, PageMissing, RowNumber, Visit, page, reading_with
from sync_server.custody.crate_story import ToldFact, facts_by_id, facts_of_crate
from sync_server.network.crate_search import crates_by_codes
from sync_server.reconciliation.item_list import latest_items
from sync_server.reconciliation.items import ItemStatus, WorkItem
from sync_server.reconciliation.queries import work_item
from sync_server.upkeep.proposals import missing_movement

CHAINS_SHOWN = 2
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


@dataclass(frozen=True, slots=True)
class Claim:
    """What one record says, beside the others."""

    who: str
    says: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CrateChainShown:
    """The chain of a crate the discrepancy is about."""

    code: str
    words: str
    movements: list[ChainStep]


@dataclass(frozen=True, slots=True)
class DiscrepancyContext:
    """One discrepancy: its claims, the chains of its crates, its neighbours in the queue."""

    title: str
    explained: str
    status: Chip
    resolution: str
    item_id: int
    form: DecisionForm | None
    decisions: list[DecisionShown]
    undo_id: str
    clash: str
    just: JustDecided | None
    stakes: StakesShown | None
    claims: list[Claim]
    crates: list[CrateChainShown]
    more_crates: list[str]
    queue: Queue
    turn: Turn


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


@router.get("/ecarts/{item_id}")
def show_discrepancy(
    visit: Reading,
    item_id: RowNumber,
    apres: Annotated[int, Query(ge=0, le=ROW_NUMBER_MAX)] = 0,
    genre: KindAsked = "",
    q: TextAsked = "",
) -> HTMLResponse:
    """One discrepancy with everything needed to decide it."""
    return discrepancy_page(visit, item_id, Asked(queue=Queue(genre, q), after_id=apres))


@dataclass(frozen=True, slots=True)
class Asked:
    """How the form was left, what is wrong with it, what happened meanwhile; and within which queue."""

    typed: Typed = field(default_factory=Typed)
    fault: str = ""
    clash: str = ""
    queue: Queue = WHOLE_QUEUE
    after_id: int = 0


def discrepancy_page(
    visit: Visit, item_id: int, asked: Asked | None = None, status: int = 200
) -> HTMLResponse:
    """The page of an item, with what became of the form that was just sent.

    Raises: PageMissing.
    """
    item = work_item(visit.session, item_id)
    if item is None:
        raise PageMissing
    context = _context(visit, item, asked or Asked())
    return page(visit, "ecarts", "discrepancy.html", context, status)


def _context(visit: Visit, item: WorkItem, asked: Asked) -> DiscrepancyContext:
    told = facts_by_id(visit.session, item.event_ids)
    chains = {code: facts_of_crate(visit.session, code) for code in item.crates[:CHAINS_SHOWN]}
    all_told = [each for facts in (told, *chains.values()) for each in facts]
    names = read_names(visit.session, [item.round_id, *(each.fact.round_id for each in all_told)])
    form = None
    if item.status is ItemStatus.OPEN:
        proposal = missing_movement(visit.session, item, visit.now_ms)
        form = decision_form(visit, item, told, proposal, names, asked.typed, asked.fault)
    return DiscrepancyContext(
        title=title_of(item.kind),
        explained=EXPLAINED[item.kind],
        status=DISCREPANCY_STATUS[item.is_blocking, item.status.value],
        resolution=resolution_words(item),
        item_id=item.id,
        form=form,
        decisions=decisions_shown(visit, item.key, told, names),
        undo_id=uuid7(visit.now_ms, visit.random_bytes(ID_BYTES)),
        clash=asked.clash,
        just=just_decided(visit.session, asked.after_id),
        stakes=stakes_shown(visit, item, names),
        claims=[_claim(each, names) for each in told],
        crates=_chains(visit, chains, names),
        more_crates=list(item.crates[CHAINS_SHOWN:]),
        queue=asked.queue,
        turn=turn_of(visit.session, asked.queue, item),
    )


def _claim(told: ToldFact, names: Names) -> Claim:
    fact = told.fact
    facts = [
        ("Où", names.place(fact.place_id)),
        ("Quand", french.day_and_clock(told.at_ms)),
        ("Comment", how_identified(fact)),
        ("Preuves", evidence_words(fact)),
        ("Heure", how_sure(told)),
        ("Reçu", french.day_and_clock(told.received_ms)),
    ]
    who = names.person(fact.actor)
    round_title = names.round(fact.round_id)
    return Claim(
        who=f"{who}, tournée « {round_title} »" if round_title else who,
        says=what_was_done(fact, names),
        facts=[(word, value) for word, value in facts if value],
    )


def _chains(visit: Visit, chains: dict[str, list[ToldFact]], names: Names) -> list[CrateChainShown]:
    known = crates_by_codes(visit.session, list(chains))
    return [
        CrateChainShown(
            code,
            f"{known[code].producer_name} → {known[code].place_name}" if code in known else "lot inconnu",
            [step_of(each, names) for each in told],
        )
        for code, told in chains.items()
    ]
