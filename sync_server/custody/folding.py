"""One crate's events folded: who holds it, its legs in the order they were made, and what is odd."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.commission.local_time import local_date, period_of
from shared.commission.stages import StagedLeg, Verdicts, stage_legs_of_chain
from shared.custody.bound_labels import LabelReading
from shared.custody.chain import AtPlace, CarriedBy, CrateChain, Movement, NotSeen, fold_chain
from shared.custody.compartments import Stay
from shared.custody.decisions import (
    Decision,
    decided_movements,
    decisions_that_count,
    endorsed_ids,
    settles,
)
from shared.custody.discrepancies import Discrepancy, discrepancies_of_crate
from shared.custody.events import CUSTODY_KINDS, SERVER_DEVICE, Kind
from shared.custody.standing import TimedFact, movement_of, movements_of_crate, standing_facts
from sync_server.custody.compartments import stays_of
from sync_server.custody.crate_queries import StoredEvent, StoredFact
from sync_server.custody.plans import Ground

# What says something of other facts: the crate must then be read in full.
_AMENDMENTS = frozenset({Kind.VOID, Kind.CORRECTION, Kind.DECISION})
_NAMES_ANOTHER = frozenset({Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN})
_TOLD_IN_FULL = _NAMES_ANOTHER | {Kind.BIND}


@dataclass(frozen=True, slots=True)
class FoldedCrate:
    """What follows from the events of one crate."""

    code: str
    state: tuple[Any, ...]
    legs: tuple[tuple[Any, ...], ...]
    discrepancies: tuple[Discrepancy, ...]
    ignored_ids: tuple[str, ...]
    stays: tuple[Stay, ...] = ()


def pks_to_read(events: Mapping[str, Sequence[StoredEvent]]) -> set[int]:
    """The events whose bodies the fold needs: handovers, binds, all of a crate with facts about facts."""
    wanted: set[int] = set()
    for each in events.values():
        if any(event.kind in _AMENDMENTS for event in each):
            wanted |= {event.pk for event in each}
        else:
            wanted |= {event.pk for event in each if event.kind in _TOLD_IN_FULL}
    return wanted


def fold_crate(
    code: str,
    events: Sequence[StoredEvent],
    facts: Mapping[int, StoredFact],
    ground: Ground,
    label: LabelReading | None = None,
) -> FoldedCrate:
    """Folds the events of one crate. `facts` holds those of `pks_to_read`, `label` what its binds come to."""
    read = _read(code, events, facts)
    chain = fold_chain(read.movements)
    plan = ground.plan_of(code)
    found = tuple(discrepancies_of_crate(code, chain, plan)) if events or plan is not None else ()
    if label is not None and label.odd is not None:
        found = (*found, label.odd)
    pk_of = {event.id: event.pk for event in events}
    legs = _leg_rows(code, chain, pk_of, ground, _verdicts(chain, found, read.decisions, label))
    stays = stays_of(code, chain, ((event.id, event.compartment) for event in events))
    return FoldedCrate(code, _state_row(chain), legs, found, read.ignored_ids, stays)


@dataclass(frozen=True, slots=True)
class _Read:
    """The movements of a crate, amendments that do not count, and what coordinators decided of it."""

    movements: list[Movement]
    ignored_ids: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


def _read(code: str, events: Sequence[StoredEvent], facts: Mapping[int, StoredFact]) -> _Read:
    if any(event.kind in _AMENDMENTS for event in events):
        timed = [_timed(facts[event.pk], event) for event in events if event.pk in facts]
        decisions = decisions_that_count(timed)
        standing = standing_facts(timed, endorsed_ids(decisions))
        movements = decided_movements(movements_of_crate(code, standing.facts), decisions)
        return _Read(movements, standing.ignored_ids, decisions)
    return _Read([_movement(event, facts) for event in events if event.kind in CUSTODY_KINDS])


def _verdicts(
    chain: CrateChain,
    found: Collection[Discrepancy],
    decisions: Collection[Decision],
    label: LabelReading | None,
) -> Verdicts:
    """What withholds legs or upholds them: a claim that stands pays, unless another question is open."""
    blocked = {
        event_id
        for each in found
        if each.is_blocking and not settles(decisions, each.key, each.event_ids)
        for event_id in each.event_ids
    }
    if label is not None and label.odd is not None:
        # Whose crate it is is open from the second claim on; what was carried before was the first's.
        blocked |= {leg.end_event_id for leg in chain.legs if leg.ended_ms >= label.contested_from_ms}
    stands = endorsed_ids(decisions)
    upheld = {
        leg.end_event_id
        for leg in chain.legs
        for ends in ({leg.start_event_id, leg.end_event_id},)
        if ends & stands and not ends & blocked
    }
    return Verdicts(blocked, upheld)


def _timed(stored: StoredFact, event: StoredEvent) -> TimedFact:
    return TimedFact(stored.fact, event.effective_ms, by_coordinator=event.device == SERVER_DEVICE)


def _movement(event: StoredEvent, facts: Mapping[int, StoredFact]) -> Movement:
    """The fast way to the same movement: only handovers say more than the columns hold."""
    if event.kind in _NAMES_ANOTHER:
        return movement_of(_timed(facts[event.pk], event))
    return Movement(
        event.id,
        event.kind,
        event.actor,
        event.effective_ms,
        event.place_id,
        event.round_id,
        event.ref,
    )


def _state_row(chain: CrateChain) -> tuple[Any, ...]:
    match chain.holder:
        case AtPlace(place_id=place_id, since_ms=since_ms, event_id=event_id):
            return ("place", place_id, since_ms, event_id, 0)
        case CarriedBy(person_id=person_id, since_ms=since_ms, event_id=event_id):
            return ("person", person_id, since_ms, event_id, 0)
        case NotSeen():
            return ("not_seen", None, None, None, 0)


def _leg_rows(
    code: str,
    chain: CrateChain,
    pk_of: Mapping[str, int],
    ground: Ground,
    verdicts: Verdicts,
) -> tuple[tuple[Any, ...], ...]:
    planned = ground.crates.get(code)
    if planned is None or not chain.legs:
        # A crate the network does not know belongs to no consignment: nobody can owe anything for it.
        return ()
    crate = planned.crate
    staged = stage_legs_of_chain(chain, ground.roles, planned.farm_id, crate.place_id, verdicts)
    return tuple(_leg_row(code, crate.consignment_pk, each, pk_of, ground.distance_m) for each in staged)


def _leg_row(
    code: str,
    consignment_pk: int,
    staged: StagedLeg,
    pk_of: Mapping[str, int],
    distance_between: Callable[[str | None, str | None], int | None],
) -> tuple[Any, ...]:
    leg = staged.leg
    day = local_date(leg.ended_ms)
    return (
        code,
        consignment_pk,
        None if staged.stage is None else staged.stage.value,
        staged.stage_index,
        leg.carrier_id,
        leg.order,
        leg.round_id,
        staged.from_place_id,
        staged.to_place_id,
        distance_between(staged.from_place_id, staged.to_place_id),
        None if leg.start_event_id is None else pk_of[leg.start_event_id],
        pk_of[leg.end_event_id],
        leg.started_ms,
        leg.ended_ms,
        day.isoformat(),
        period_of(day),
        int(staged.proven),
        None if staged.withheld_reason is None else staged.withheld_reason.value,
    )
