"""Decisions of coordinators: what each says of a discrepancy or a dispute, and what it does to a chain."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.custody.chain import Movement
from shared.custody.details import DecisionDetail, SuppliedDetail, detail_of
from shared.custody.events import CUSTODY_KINDS, Fact, Kind
from shared.custody.standing import TimedFact


class Resolution(StrEnum):
    """What a coordinator can decide.

    Of a discrepancy: accepted as it is, attributed to the claims that stand, supplied with the missing
    movement, or voided claims. Of a dispute: rejected, attributed (well founded and put right elsewhere) or
    voided (well founded: facts taken back).
    """

    ACCEPTED = "accepted"
    ATTRIBUTED = "attributed"
    SUPPLIED = "supplied"
    VOIDED = "voided"
    REJECTED = "rejected"


_RESOLUTIONS = frozenset(each.value for each in Resolution)
_STARTS = frozenset({Kind.PICKUP, Kind.HANDOVER_TAKEN})
_ENDS = frozenset({Kind.DROP, Kind.HANDOVER_GIVEN})


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `about` names the discrepancy by its key or the dispute by its fact.

    `event_ids` are the facts it upholds or takes back, `seen_ids` those it was made on.
    """

    id: str
    about: str
    resolution: Resolution
    because: str
    by: str
    at_ms: int
    event_ids: frozenset[str] = frozenset()
    seen_ids: frozenset[str] = frozenset()
    supplied: Movement | None = None

    def covers(self, event_ids: Iterable[str]) -> bool:
        """Whether it was made on all these facts: one that came later asks for another decision."""
        return self.seen_ids.issuperset(event_ids)


def decision_of(fact: Fact, at_ms: int) -> Decision | None:
    """The decision a fact holds; None where it is none, or one only a newer program understands."""
    if fact.kind is not Kind.DECISION or fact.ref is None:
        return None
    detail = detail_of(fact, DecisionDetail)
    if detail.resolution not in _RESOLUTIONS:
        return None
    supplied = None if detail.supplied is None else _supplied(fact.id, detail.supplied)
    return Decision(
        id=fact.id,
        about=fact.ref,
        resolution=Resolution(detail.resolution),
        because=detail.because,
        by=fact.actor,
        at_ms=at_ms,
        event_ids=frozenset(detail.events),
        seen_ids=frozenset(detail.seen),
        supplied=supplied,
    )


def decisions_that_count(facts: Iterable[TimedFact]) -> tuple[Decision, ...]:
    """The latest decision of each subject that no coordinator took back, in the order they were made."""
    listed = sorted(facts, key=lambda each: (each.at_ms, each.fact.id))
    undone = {each.fact.ref for each in listed if each.fact.kind is Kind.VOID and each.by_coordinator}
    latest: dict[str, Decision] = {}
    for each in listed:
        decision = decision_of(each.fact, each.at_ms) if each.fact.id not in undone else None
        if decision is not None:
            latest.pop(decision.about, None)
            latest[decision.about] = decision
    return tuple(latest.values())


def endorsed_ids(decisions: Iterable[Decision]) -> frozenset[str]:
    """Facts that decisions let stand, such as an amendment by somebody else."""
    return frozenset(
        event_id
        for each in decisions
        if each.resolution is Resolution.ATTRIBUTED
        for event_id in each.event_ids
    )


def decided_movements(movements: Sequence[Movement], decisions: Sequence[Decision]) -> list[Movement]:
    """The movements of a crate with those supplied, without those set aside, whoever told them."""
    told = [*movements, *supplied_movements(decisions)]
    aside = set_aside_ids(told, decisions)
    return [each for each in told if each.event_id not in aside]


def supplied_movements(decisions: Iterable[Decision]) -> list[Movement]:
    """The movements that coordinators put in."""
    return [each.supplied for each in decisions if each.supplied is not None]


def set_aside_ids(movements: Sequence[Movement], decisions: Iterable[Decision]) -> frozenset[str]:
    """The facts that decisions take out of a crate's chain.

    Who is decided against loses the whole claim, from where he took the crate to where he left it, also
    where one end comes later. Of two records of one person only the one decided against goes.
    """
    by_id = {each.event_id: each for each in movements}
    aside: set[str] = set()
    for each in decisions:
        if each.resolution in (Resolution.VOIDED, Resolution.SUPPLIED):
            aside |= each.event_ids
        elif each.resolution is Resolution.ATTRIBUTED:
            upheld = {by_id[id_].actor_id for id_ in each.event_ids if id_ in by_id}
            for lost in (by_id[id_] for id_ in each.seen_ids - each.event_ids if id_ in by_id):
                aside.add(lost.event_id)
                if lost.actor_id not in upheld:
                    aside |= _claim_of(lost, movements)
            aside -= each.event_ids
    return frozenset(aside)


def settles(decisions: Collection[Decision], key: str, event_ids: Iterable[str]) -> bool:
    """Whether a discrepancy that is still found was decided on the very facts that show it."""
    return any(each.about == key and each.covers(event_ids) for each in decisions)


def _claim_of(end: Movement, movements: Iterable[Movement]) -> set[str]:
    """Both ends of the custody that a movement begins or ends."""
    own = sorted(
        (each for each in movements if each.actor_id == end.actor_id and each.kind in CUSTODY_KINDS),
        key=lambda each: (each.at_ms, each.event_id),
    )
    at = own.index(end)
    if end.kind in _STARTS:
        following = own[at + 1 :]
        return {each.event_id for each in following[:1] if each.kind in _ENDS}
    before = own[max(0, at - 1) : at]
    return {each.event_id for each in before if each.kind in _STARTS}


def _supplied(decision_id: str, detail: SuppliedDetail) -> Movement | None:
    """The movement as the crate's fold reads it, under the decision's own id."""
    if detail.kind not in {kind.value for kind in CUSTODY_KINDS}:
        return None
    return Movement(
        event_id=decision_id,
        kind=Kind(detail.kind),
        actor_id=detail.person,
        at_ms=detail.at_ms,
        place_id=detail.place,
        round_id=detail.round,
        ref=detail.answers,
        other_id=detail.giver,
    )
