"""The counts a crate passes on its way, and between which two of them it is missing: pure, crate by crate."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.commission.legs import Stage
from shared.commission.stages import StagedLeg
from shared.custody.chain import AtPlace, CarriedBy, Holder, NotSeen


class Count(StrEnum):
    """What is counted, in the order in which a crate passes it."""

    ORDERED = "ordered"
    LABELLED = "labelled"
    PICKED = "picked"
    AT_HUB = "at_hub"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One planned move of a crate, and the helper of the round it is planned in."""

    round_id: str
    helper_id: str
    from_place_id: str
    to_place_id: str


@dataclass(frozen=True, slots=True)
class CrateOnItsWay:
    """A crate with a code: what was planned for it, and what standing records say.

    `held_from` and `held_round` are those of the record by which somebody has it now; `held_from` is None
    where he took it over from a person.
    """

    code: str
    producer_id: str
    place_id: str
    steps: tuple[PlannedStep, ...]
    legs: tuple[StagedLeg, ...]
    holder: Holder
    held_from: str | None = None
    held_round: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Who carried, or is to carry, from where to where; None where nobody or nowhere is known."""

    carrier_id: str | None = None
    round_id: str | None = None
    from_place_id: str | None = None
    to_place_id: str | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A crate confirmed at `after` and not at the next count; `before` confirms it again, or nothing does."""

    after: Count
    before: Count | None
    way: Way


@dataclass(frozen=True, slots=True)
class Trace:
    """The counts one crate is confirmed at, and where it lacks. A crate with a code is labelled."""

    code: str
    producer_id: str
    place_id: str
    picked: bool
    hub_expected: bool
    at_hub: bool
    dropped: bool
    lacks: tuple[Lacking, ...]


def trace_of(crate: CrateOnItsWay, hub_ids: Collection[str]) -> Trace:
    """Which counts standing records confirm, and to which way each gap belongs."""
    legs = sorted(crate.legs, key=lambda each: (each.leg.ended_ms, each.stage_index, each.leg.order))
    hubs = set(hub_ids) - {crate.place_id}
    taken = _taken_from(crate, legs)
    at_hub = any(each.to_place_id in hubs for each in legs) or not hubs.isdisjoint(taken)
    picked = any(place_id not in hubs and place_id != crate.place_id for place_id in taken)
    dropped = any(each.to_place_id == crate.place_id for each in legs)
    planned = any({step.from_place_id, step.to_place_id} & hubs for step in crate.steps)
    straight = any(_goes_straight(each, crate.place_id) for each in legs)
    hub_expected = at_hub or (planned and not straight)
    lacks = (
        *_skipped(crate, legs, hubs, (picked, hub_expected, at_hub, dropped)),
        *([] if dropped else [Lacking(_last(picked=picked, at_hub=at_hub), None, _standing(crate, legs))]),
    )
    return Trace(
        crate.code, crate.producer_id, crate.place_id, picked, hub_expected, at_hub, dropped, tuple(lacks)
    )


def _taken_from(crate: CrateOnItsWay, legs: Iterable[StagedLeg]) -> set[str | None]:
    """Where somebody recorded taking the crate; None where he took it from a person."""
    taken = {each.from_place_id for each in legs if each.leg.start_event_id and each.leg.order == 0}
    if isinstance(crate.holder, CarriedBy):
        taken.add(crate.held_from)
    return taken


def _goes_straight(each: StagedLeg, place_id: str) -> bool:
    is_recorded = each.leg.start_event_id is not None
    return each.stage is Stage.DIRECT and each.to_place_id == place_id and is_recorded


def _skipped(
    crate: CrateOnItsWay,
    legs: Sequence[StagedLeg],
    hubs: Collection[str],
    confirmed: tuple[bool, bool, bool, bool],
) -> Iterable[Lacking]:
    """Counts that lack although a later one is confirmed: the leg that arrived there passed them by."""
    picked, hub_expected, at_hub, dropped = confirmed
    to_hub = next((_way(each) for each in legs if each.to_place_id in hubs), None)
    to_point = next((_way(each) for each in legs if each.to_place_id == crate.place_id), Way())
    if not picked and at_hub:
        # Taken from the hub without having been left there: whoever was to bring it.
        yield Lacking(Count.LABELLED, Count.AT_HUB, to_hub or _first_step(crate))
    elif not picked and dropped:
        yield Lacking(Count.LABELLED, Count.DROPPED, to_point)
    elif picked and dropped and hub_expected and not at_hub:
        yield Lacking(Count.PICKED, Count.DROPPED, to_point)


def _last(*, picked: bool, at_hub: bool) -> Count:
    if at_hub:
        return Count.AT_HUB
    return Count.PICKED if picked else Count.LABELLED


def _standing(crate: CrateOnItsWay, legs: Sequence[StagedLeg]) -> Way:
    """Of a crate that did not arrive: who has it, who was to take it on, or who left it elsewhere."""
    match crate.holder:
        case CarriedBy(person_id=person_id):
            step = _step_from(crate, crate.held_from)
            to_place_id = step.to_place_id if step else None
            return Way(person_id, crate.held_round, crate.held_from, to_place_id)
        case AtPlace(place_id=place_id):
            step = _step_from(crate, place_id)
            left = [each for each in legs if each.to_place_id is not None]
            return _as_way(step) if step else (_way(left[-1]) if left else Way())
        case NotSeen():
            return _first_step(crate)


def _step_from(crate: CrateOnItsWay, place_id: str | None) -> PlannedStep | None:
    return next((step for step in crate.steps if step.from_place_id == place_id), None)


def _first_step(crate: CrateOnItsWay) -> Way:
    return _as_way(crate.steps[0]) if crate.steps else Way()


def _as_way(step: PlannedStep) -> Way:
    return Way(step.helper_id, step.round_id, step.from_place_id, step.to_place_id)


def _way(staged: StagedLeg) -> Way:
    return Way(staged.leg.carrier_id, staged.leg.round_id, staged.from_place_id, staged.to_place_id)
