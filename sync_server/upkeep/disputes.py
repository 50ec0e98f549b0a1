"""Deciding a dispute: a fact naming it, the line moves again, and its beneficiary's phone is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from shared.commission.line_values import CommissionLine
from shared.custody.decisions import Decision, Resolution
from shared.custody.events import Kind
from sync_server.commission import queries
from sync_server.commission.compute import compute_exactly, stays_in_consignment
from sync_server.commission.disputed_rows import tell_of_disputes
from sync_server.commission.grouped import sum_of_line
from sync_server.commission.settled import settled_lines
from sync_server.commission.tariffs import load_tariffs
from sync_server.custody.decision_queries import decisions_on
from sync_server.custody.dispute_queries import Dispute, all_disputes
from sync_server.custody.log_queries import accepted_bodies
from sync_server.custody.own_log import OwnFact, OwnPen, record_own
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.upkeep.after_planning import follow_decision
from sync_server.upkeep.deciding import BECAUSE_MAX, DecisionFault, Undoing

OFFERED_ON_DISPUTES = (Resolution.REJECTED, Resolution.VOIDED, Resolution.ATTRIBUTED)
EVENTS_MAX = 200
_CONSIGNMENT = 3


@dataclass(frozen=True, slots=True)
class DisputeWanted:
    """A decision as somebody asks for it; `event_ids` are the facts of the line it takes back."""

    dispute_id: str
    fact_id: str
    by: str
    because: str
    resolution: Resolution | None
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeDecided:
    """It is recorded, now or by the same form before."""

    dispute: Dispute


@dataclass(frozen=True, slots=True)
class DisputeSettled:
    """Nothing was done: decided meanwhile, or withdrawn by who disputed (None)."""

    dispute: Dispute
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class DisputeCannotBe:
    """Nothing was done: what lacks."""

    dispute: Dispute
    fault: DecisionFault


DisputeOutcome = DisputeDecided | DisputeSettled | DisputeCannotBe


def find_dispute(session: Session, dispute_id: str) -> Dispute | None:
    """One dispute as it stands."""
    return next((each for each in all_disputes(session.connection()) if each.id == dispute_id), None)


def disputed_line(session: Session, dispute: Dispute) -> CommissionLine | None:
    """The due line as the facts now make it, else as it was last settled; None where there is none."""
    if dispute.identity is None:
        return None
    consignment_id = dispute.identity[_CONSIGNMENT]
    pks = None
    if consignment_id is not None and stays_in_consignment(load_tariffs(session)):
        pks = queries.consignment_pks(session, [consignment_id])
    computation = compute_exactly(session, pks)
    for line in (*computation.lines, *computation.withheld):
        if (*sum_of_line(line).identity[:-1], None) == dispute.identity:
            return line
    settled = [each.line for each in settled_lines(session, [consignment_id])]
    return next((line for line in reversed(settled) if sum_of_line(line).identity == dispute.identity), None)


def decide_dispute(
    session: Session, wanted: DisputeWanted, now_ms: int, random_bytes: Callable[[int], bytes]
) -> DisputeOutcome | None:
    """Decides an open dispute; None where nobody disputed under this id.

    Raises: OwnFactUnreadable.
    """
    feed = lock_feed(session)
    dispute = find_dispute(session, wanted.dispute_id)
    if dispute is None:
        return None
    if wanted.fact_id in accepted_bodies(session.connection(), [wanted.fact_id]):
        return DisputeDecided(dispute)
    if not dispute.is_open:
        return DisputeSettled(dispute, dispute.decision)
    line = disputed_line(session, dispute)
    fault = _fault(wanted, line)
    if fault is not None or wanted.resolution is None:
        return DisputeCannotBe(dispute, fault or DecisionFault.NOT_OFFERED)
    _record(session, feed, dispute, _fact(wanted, wanted.resolution, line), OwnPen(now_ms, random_bytes))
    return DisputeDecided(dispute)


def undo_dispute_decision(
    session: Session, dispute_id: str, undoing: Undoing, now_ms: int, random_bytes: Callable[[int], bytes]
) -> bool:
    """Takes the decision back: the line is frozen again. False where it does not count any more."""
    feed = lock_feed(session)
    dispute = find_dispute(session, dispute_id)
    made = decisions_on(session.connection(), [dispute_id]).get(dispute_id, [])
    standing = {each.decision.id for each in made if each.undone_by is None}
    if dispute is None or undoing.decision_id not in standing:
        return False
    data = {"because": undoing.because} if undoing.because else {}
    fact = OwnFact(undoing.fact_id, Kind.VOID, undoing.by, undoing.decision_id, (), data)
    _record(session, feed, dispute, fact, OwnPen(now_ms, random_bytes))
    return True


def _record(session: Session, feed: LockedFeed, dispute: Dispute, fact: OwnFact, pen: OwnPen) -> None:
    taken = record_own(session, feed, [fact], pen)
    follow_decision(session, feed, taken.touched_crates, pen.now_ms)
    tell_of_disputes(session, feed, [dispute.line_key])


def _fault(wanted: DisputeWanted, line: CommissionLine | None) -> DecisionFault | None:
    if not wanted.because.strip():
        return DecisionFault.NO_REASON
    if len(wanted.because) > BECAUSE_MAX:
        return DecisionFault.REASON_TOO_LONG
    if wanted.resolution not in OFFERED_ON_DISPUTES:
        return DecisionFault.NOT_OFFERED
    if wanted.resolution is Resolution.VOIDED:
        named = frozenset(wanted.event_ids)
        known = frozenset(() if line is None else line.event_ids)
        return None if named and named <= known and len(named) <= EVENTS_MAX else DecisionFault.WHICH_CLAIM
    return None


def _fact(wanted: DisputeWanted, resolution: Resolution, line: CommissionLine | None) -> OwnFact:
    """Only a decision that takes facts back bears on crates: those of the line."""
    takes_back = resolution is Resolution.VOIDED and line is not None
    data: dict[str, Any] = {"resolution": resolution.value, "because": wanted.because.strip()}
    data |= {"events": list(wanted.event_ids) if takes_back else [], "seen": [wanted.dispute_id]}
    crates = line.crates if takes_back and line is not None else ()
    return OwnFact(wanted.fact_id, Kind.DECISION, wanted.by, wanted.dispute_id, crates, data)
