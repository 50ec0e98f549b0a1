"""Deciding a discrepancy: checked, recorded as a fact naming it, and computed again, all or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from shared.custody.decisions import Decision, Resolution
from shared.custody.events import Kind
from shared.custody.resolutions import OFFERED
from shared.ids import derived_id
from sync_server.accounts.people import find_person
from sync_server.custody.decision_queries import decisions_on, standing_decisions
from sync_server.custody.findings import KINDS_OF_FACTS
from sync_server.custody.log_queries import accepted_bodies
from sync_server.custody.own_log import OwnFact, OwnPen, record_own
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.network.queries import places_by_id
from sync_server.reconciliation.items import ItemStatus, WorkItem
from sync_server.reconciliation.queries import work_item
from sync_server.reconciliation.service import stand_by_decision
from sync_server.upkeep.after_planning import follow_decision
from sync_server.upkeep.proposals import Proposal, missing_movement

BECAUSE_MAX = 400


class DecisionFault(StrEnum):
    """What of a decision lacks or cannot be."""

    NO_REASON = "no-reason"
    REASON_TOO_LONG = "reason-too-long"
    NOT_OFFERED = "not-offered"
    WHICH_CLAIM = "which-claim"
    WHO = "who"
    WHERE = "where"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Supplied:
    """What the coordinator says of the missing movement."""

    person_id: str | None = None
    place_id: str | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision as somebody asks for it: of what, on which facts, how, why.

    `fact_id` comes with the form: the same form sent again is the same decision.
    """

    item_id: int
    fact_id: str
    by: str
    because: str
    seen_ids: frozenset[str]
    resolution: Resolution | None
    event_ids: tuple[str, ...] = ()
    supplied: Supplied = Supplied()


@dataclass(frozen=True, slots=True)
class Decided:
    """It is recorded; `is_new` is false where this very form had been sent before."""

    item: WorkItem
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class DecidedMeanwhile:
    """Nothing was done: somebody else decided, or the facts settled it; None where it was the facts."""

    item: WorkItem
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class FactsMoved:
    """Nothing was done: other facts show the discrepancy now than those that were looked at."""

    item: WorkItem


@dataclass(frozen=True, slots=True)
class CannotBe:
    """Nothing was done: what lacks."""

    item: WorkItem
    fault: DecisionFault


Outcome = Decided | DecidedMeanwhile | FactsMoved | CannotBe


def decide(
    session: Session, wanted: Wanted, now_ms: int, random_bytes: Callable[[int], bytes]
) -> Outcome | None:
    """Decides an open item; None where there is no such item.

    Raises: OwnFactUnreadable.
    """
    feed = lock_feed(session)
    item = work_item(session, wanted.item_id)
    if item is None:
        return None
    if wanted.fact_id in accepted_bodies(session.connection(), [wanted.fact_id]):
        return Decided(item, is_new=False)
    if item.status is not ItemStatus.OPEN:
        standing = standing_decisions(session.connection(), [item.key]).get(item.key)
        return DecidedMeanwhile(item, standing)
    if wanted.seen_ids != frozenset(item.event_ids):
        return FactsMoved(item)
    proposal = missing_movement(session, item, now_ms)
    fault = _fault(session, item, wanted, proposal, now_ms)
    if fault is not None or wanted.resolution is None:
        return CannotBe(item, fault or DecisionFault.NOT_OFFERED)
    fact = _fact(item, wanted, wanted.resolution, proposal)
    _record(session, feed, item, fact, OwnPen(now_ms, random_bytes))
    return Decided(item)


@dataclass(frozen=True, slots=True)
class Undoing:
    """Who takes a decision back, why, and under which id: the same form sent again is the same act."""

    item_id: int
    fact_id: str
    by: str
    because: str
    decision_id: str


def undo(session: Session, undoing: Undoing, now_ms: int, random_bytes: Callable[[int], bytes]) -> bool:
    """Takes a decision back by another fact; both stay. False where it does not count any more."""
    feed = lock_feed(session)
    item = work_item(session, undoing.item_id)
    if item is None:
        return False
    made = decisions_on(session.connection(), [item.key]).get(item.key, [])
    standing = {each.decision.id: each for each in made if each.undone_by is None}
    found = standing.get(undoing.decision_id)
    if found is None:
        return False
    data = {"because": undoing.because} if undoing.because else {}
    fact = OwnFact(undoing.fact_id, Kind.VOID, undoing.by, undoing.decision_id, (), data)
    _record(session, feed, item, fact, OwnPen(now_ms, random_bytes))
    return True


def _record(session: Session, feed: LockedFeed, item: WorkItem, fact: OwnFact, pen: OwnPen) -> None:
    """The fact, then what it says of its item, then what follows for its crates and their lines."""
    taken = record_own(session, feed, [fact], pen)
    stand_by_decision(session, item, pen.now_ms)
    follow_decision(session, feed, taken.touched_crates, pen.now_ms)


def _fault(
    session: Session, item: WorkItem, wanted: Wanted, proposal: Proposal | None, now_ms: int
) -> DecisionFault | None:
    if not wanted.because.strip():
        return DecisionFault.NO_REASON
    if len(wanted.because) > BECAUSE_MAX:
        return DecisionFault.REASON_TOO_LONG
    if wanted.resolution is None or wanted.resolution not in offered(item, proposal):
        return DecisionFault.NOT_OFFERED
    if wanted.resolution is Resolution.SUPPLIED and proposal is not None:
        return _fault_of_movement(session, wanted.supplied, proposal, now_ms)
    if wanted.resolution in (Resolution.ATTRIBUTED, Resolution.VOIDED):
        named = frozenset(wanted.event_ids)
        return None if named and named <= frozenset(item.event_ids) else DecisionFault.WHICH_CLAIM
    return None


def offered(item: WorkItem, proposal: Proposal | None) -> tuple[Resolution, ...]:
    """What can be decided of this very item, in the order of the table."""
    return tuple(
        each
        for each in OFFERED[item.kind]
        if (each is not Resolution.SUPPLIED or proposal is not None)
        and (each not in (Resolution.ATTRIBUTED, Resolution.VOIDED) or item.event_ids)
    )


def _fault_of_movement(
    session: Session, supplied: Supplied, proposal: Proposal, now_ms: int
) -> DecisionFault | None:
    person_id = proposal.person_id or supplied.person_id
    if person_id is None or find_person(session, person_id) is None:
        return DecisionFault.WHO
    if proposal.has_place and supplied.place_id not in places_by_id(session):
        return DecisionFault.WHERE
    at_ms = supplied.at_ms
    is_between = at_ms is not None and (
        (proposal.earliest_ms is None or proposal.earliest_ms < at_ms)
        and (proposal.latest_ms is None or at_ms < proposal.latest_ms)
        and 0 <= at_ms <= now_ms
    )
    return None if is_between else DecisionFault.WHEN


def _fact(item: WorkItem, wanted: Wanted, resolution: Resolution, proposal: Proposal | None) -> OwnFact:
    """Only a crate's own discrepancies name it: one of a fact bears on whatever crates the fact does."""
    event_ids = list(dict.fromkeys(wanted.event_ids))
    data: dict[str, Any] = {"resolution": resolution.value, "because": wanted.because.strip()}
    if resolution is Resolution.SUPPLIED and proposal is not None:
        event_ids = list(proposal.replaces)
        data["supplied"] = _movement(wanted.supplied, proposal)
    data |= {"seen": list(item.event_ids), "events": event_ids}
    crates = () if item.kind in KINDS_OF_FACTS else item.crates
    return OwnFact(wanted.fact_id, Kind.DECISION, wanted.by, item.key, crates, data)


def _movement(supplied: Supplied, proposal: Proposal) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kind": proposal.kind.value,
        "person": proposal.person_id or supplied.person_id,
        "at_ms": supplied.at_ms,
        "place": supplied.place_id if proposal.has_place else None,
        "round": proposal.round_id,
        "giver": proposal.giver_id,
        "answers": proposal.answers,
    }
    return {name: value for name, value in said.items() if value is not None}


def can_be_accepted(item: WorkItem) -> bool:
    """Whether an item is open and harmless: many such can be left as they are with one reason."""
    is_open = item.status is ItemStatus.OPEN
    return is_open and not item.is_blocking and Resolution.ACCEPTED in OFFERED[item.kind]


def accept_all(
    session: Session,
    item_ids: Sequence[int],
    form_id: str,
    by: str,
    because: str,
    now_ms: int,
    random_bytes: Callable[[int], bytes],
) -> int:
    """Leaves harmless items as they are, each by a fact of its own; how many were still open.

    A blocking one, or one decided meanwhile, is left alone. The facts' ids follow from the form's.

    Raises: OwnFactUnreadable.
    """
    feed = lock_feed(session)
    found = [work_item(session, item_id) for item_id in dict.fromkeys(item_ids)]
    wanted = [item for item in found if item is not None and can_be_accepted(item)]
    reason = because.strip()[:BECAUSE_MAX]
    if not wanted or not reason:
        return 0
    pen = OwnPen(now_ms, random_bytes)
    facts = [
        _fact(
            item,
            Wanted(item.id, derived_id(form_id, item.key), by, reason, frozenset(), Resolution.ACCEPTED),
            Resolution.ACCEPTED,
            None,
        )
        for item in wanted
    ]
    taken = record_own(session, feed, facts, pen)
    for item in wanted:
        stand_by_decision(session, item, now_ms)
    follow_decision(session, feed, taken.touched_crates, now_ms)
    return len(wanted)
