"""Deciding discrepancies: one by one, many harmless ones with one reason, and taking a decision back."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response
from pydantic import BaseModel, Field

from shared.custody.decisions import Resolution
from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.decision_words import author_words
from sync_server.console.discrepancies import list_page
from sync_server.console.discrepancy import Asked, discrepancy_page
from sync_server.console.discrepancy_choices import FAULT_WORDS, Typed, proposed_at, read_choice
from sync_server.console.discrepancy_queue import KIND_MAX, TEXT_MAX, Queue, next_turn
from sync_server.console.visit import PageMissing, RowNumber, Visit, see_other, writing_with
from sync_server.log import log_event
from sync_server.reconciliation.items import WorkItem
from sync_server.reconciliation.queries import count_open, work_item
from sync_server.upkeep.deciding import (
    CannotBe,
    Decided,
    DecidedMeanwhile,
    FactsMoved,
    Outcome,
    Supplied,
    Undoing,
    Wanted,
    accept_all,
    decide,
    undo,
)
from sync_server.upkeep.proposals import missing_movement

AT_ONCE_MAX = 200
router = APIRouter()
Writing = Annotated[Visit, writing_with(Right.DECIDE)]
_UUID = r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"
FactId = Annotated[str, Form(pattern=_UUID)]
Short = Annotated[str, Field(max_length=64)]
# A little more than a reason may have: what is too long is said in words, not lost.
Because = Annotated[str, Form(max_length=2_000)]

_MOVED = "Les constats ont changé pendant que vous lisiez : relisez-les, puis décidez."
_SETTLED = "Rien n'a été fait : les faits reçus entre-temps ont réglé cet écart."
_NONE_CHOSEN = "Cochez au moins un écart, et dites pourquoi en quelques mots."


class DecisionFields(BaseModel):
    """The form of a decision, as a browser sends it."""

    fact: Annotated[str, Field(pattern=_UUID)]
    seen: Annotated[str, Field(max_length=2_000)] = ""
    choice: Annotated[str, Field(max_length=400)] = ""
    because: Annotated[str, Field(max_length=2_000)] = ""
    person: Short = ""
    place: Short = ""
    at: Short = ""
    genre: Annotated[str, Field(max_length=KIND_MAX)] = ""
    q: Annotated[str, Field(max_length=TEXT_MAX)] = ""

    @property
    def queue(self) -> Queue:
        """The queue the person works through."""
        return Queue(self.genre, self.q)

    @property
    def typed(self) -> Typed:
        """What the person put in, to be shown again."""
        return Typed(self.choice, self.because, self.person, self.place, self.at)


@router.post("/ecarts/accepter")
def accept_many(
    visit: Writing,
    because: Because = "",
    fact: FactId = "",
    item: Annotated[list[int], Form(max_length=AT_ONCE_MAX)] = [],  # noqa: B006
) -> Response:
    """Leaves the chosen harmless discrepancies as they are, with one reason."""
    if not item or not because.strip():
        return list_page(visit, fault=_NONE_CHOSEN, because=because, status=422)
    count = accept_all(
        visit.session, item, fact, visit.visitor.coordinator_id, because, visit.now_ms, visit.random_bytes
    )
    log_event("discrepancies-accepted", count=count, by=visit.visitor.coordinator_id)
    return see_other("/console/ecarts?fait=ecarts-acceptes")


@router.post("/ecarts/{item_id}/decider")
def decide_item(visit: Writing, item_id: RowNumber, form: Annotated[DecisionFields, Form()]) -> Response:
    """Decides one, then shows the next open one; what cannot be is said where the person stands."""
    item = work_item(visit.session, item_id)
    if item is None:
        raise PageMissing
    typed = form.typed
    resolution, event_ids = read_choice(typed.choice)
    wanted = Wanted(
        item_id=item_id,
        fact_id=form.fact,
        by=visit.visitor.coordinator_id,
        because=typed.because,
        seen_ids=frozenset(form.seen.split()),
        resolution=resolution,
        event_ids=event_ids,
        supplied=_supplied(visit, item, resolution, typed),
    )
    outcome = decide(visit.session, wanted, visit.now_ms, visit.random_bytes)
    return _answer(visit, outcome, typed, form.queue)


@router.post("/ecarts/{item_id}/annuler")
def undo_decision(
    visit: Writing,
    item_id: RowNumber,
    fact: FactId,
    decision: Annotated[str, Form(max_length=64)],
    because: Annotated[str, Form(max_length=400)] = "",
    genre: Annotated[str, Form(max_length=KIND_MAX)] = "",
    q: Annotated[str, Form(max_length=TEXT_MAX)] = "",
) -> Response:
    """Takes a decision back; both stay in the log."""
    if work_item(visit.session, item_id) is None:
        raise PageMissing
    by = visit.visitor.coordinator_id
    undoing = Undoing(item_id, fact, by, because.strip(), decision)
    is_undone = undo(visit.session, undoing, visit.now_ms, visit.random_bytes)
    if is_undone:
        log_event("decision-undone", item=item_id, by=by)
    done = "ecart-annule" if is_undone else "ecart-annule-deja"
    return see_other(Queue(genre, q).address_of(item_id, fait=done))


def _supplied(visit: Visit, item: WorkItem, resolution: Resolution | None, typed: Typed) -> Supplied:
    """An instant left as it was proposed is that very instant, which a field shows to the minute."""
    proposal = missing_movement(visit.session, item, visit.now_ms)
    if resolution is not Resolution.SUPPLIED or proposal is None:
        return Supplied()
    is_as_proposed = typed.at == proposed_at(proposal)
    at_ms = proposal.at_ms if is_as_proposed else french.instant_of_field(typed.at)
    return Supplied(typed.person or None, typed.place or None, at_ms)


def _answer(visit: Visit, outcome: Outcome | None, typed: Typed, queue: Queue) -> Response:
    match outcome:
        case None:
            raise PageMissing
        case Decided(item, is_new):
            if is_new:
                log_event("discrepancy-decided", item=item.id, by=visit.visitor.coordinator_id)
            return _to_the_next(visit, item, queue)
        case DecidedMeanwhile(item, decision):
            clash = _SETTLED
            if decision is not None:
                author = author_words(decision, coordinator_names(visit.session))
                clash = f"Rien n'a été fait : cet écart a été tranché entre-temps par {author}."
            return discrepancy_page(visit, item.id, Asked(clash=clash, queue=queue), status=409)
        case FactsMoved(item):
            return discrepancy_page(visit, item.id, Asked(typed, clash=_MOVED, queue=queue), status=409)
        case CannotBe(item, fault):
            return discrepancy_page(visit, item.id, Asked(typed, FAULT_WORDS[fault], queue=queue), status=422)


def _to_the_next(visit: Visit, item: WorkItem, queue: Queue) -> Response:
    """The item that follows in the queue; once it is done the list, of the others where it was filtered."""
    shown = next_turn(visit.session, queue, item)
    if shown is not None:
        return see_other(queue.address_of(shown, fait="ecart-decide", apres=item.id))
    is_done = count_open(visit.session) == 0
    return see_other(f"/console/ecarts?fait={'ecart-dernier' if is_done else 'ecart-filtre-fini'}")
