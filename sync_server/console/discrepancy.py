"""Page of one discrepancy: its claims side by side, its crates' chains, its place in the queue."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.ids import uuid7
from sync_server.accounts.rights import Right
from sync_server.console.chips import DISCREPANCY_STATUS, Chip
from sync_server.console.crate_words import (
    ChainStep,
    step_of,
)
from sync_server.console.decision_words import DecisionShown, decisions_shown
from sync_server.console.discrepancy_choices import ID_BYTES, DecisionForm, Typed, decision_form
from sync_server.console.discrepancy_claims import Claim, claims_of
from sync_server.console.discrepancy_queue import (
    WHOLE_QUEUE,
    JustDecided,
    KindAsked,
    Queue,
    TextAsked,
    Turn,
    just_decided,
    turn_of,
)
from sync_server.console.discrepancy_words import (
    EXPLAINED,
    resolution_words,
    title_of,
)
from sync_server.console.names import Names, read_names
from sync_server.console.stakes import StakesShown, stakes_shown
from sync_server.console.visit import ROW_NUMBER_MAX, PageMissing, RowNumber, Visit, page, reading_with
from sync_server.custody.crate_story import ToldFact, facts_by_id, facts_of_crate
from sync_server.network.crate_search import crates_by_codes
from sync_server.reconciliation.items import ItemStatus, WorkItem
from sync_server.reconciliation.queries import work_item
from sync_server.upkeep.proposals import missing_movement

CHAINS_SHOWN = 2
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_DISCREPANCIES)]


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
        claims=claims_of(visit.session, item, told, names),
        crates=_chains(visit, chains, names),
        more_crates=list(item.crates[CHAINS_SHOWN:]),
        queue=asked.queue,
        turn=turn_of(visit.session, asked.queue, item),
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
