"""The chain of a crate: the fold of its movements in total order into its holder and its legs."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class Movement:
    """One valid custody event as one crate sees it; `other_id` is the person named on the other side."""

    event_id: str
    kind: Kind
    actor_id: str
    at_ms: int
    place_id: str | None = None
    round_id: str | None = None
    ref: str | None = None
    other_id: str | None = None


@dataclass(frozen=True, slots=True)
class NotSeen:
    """No movement of this crate is known yet."""


@dataclass(frozen=True, slots=True)
class AtPlace:
    """The crate was left at a place."""

    place_id: str
    since_ms: int
    event_id: str


@dataclass(frozen=True, slots=True)
class CarriedBy:
    """A person has the crate."""

    person_id: str
    since_ms: int
    event_id: str


Holder = NotSeen | AtPlace | CarriedBy


class Oddity(StrEnum):
    """What is wrong within one crate's chain."""

    DOUBLE_CLAIM = "double_claim"
    DOUBLE_DROP = "double_drop"
    DROP_WITHOUT_PICKUP = "drop_without_pickup"
    HANDOVER_OPEN = "handover_open"
    HANDOVER_ONE_SIDED = "handover_one_sided"
    MOVED_WITHOUT_RECORD = "moved_without_record"


BLOCKING_ODDITIES = frozenset({Oddity.DOUBLE_CLAIM, Oddity.DOUBLE_DROP, Oddity.HANDOVER_ONE_SIDED})


@dataclass(frozen=True, slots=True)
class OddMovement:
    """An oddity and the events that make it."""

    oddity: Oddity
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """Custody by one carrier from where he took the crate to where he left it.

    `start_event_id` is None where no pickup or taken handover is known: such a leg is unproven.
    `run` numbers the legs joined by handovers (one stage), `order` the carriers within a run.
    `from_place_id` and `to_place_id` are None at a handover on the road.
    """

    carrier_id: str
    round_id: str | None
    from_place_id: str | None
    to_place_id: str | None
    start_event_id: str | None
    end_event_id: str
    started_ms: int | None
    ended_ms: int
    run: int
    order: int
    contested: bool = False

    @property
    def is_proven(self) -> bool:
        """Both ends recorded and nobody else's claim against it."""
        return self.start_event_id is not None and not self.contested


@dataclass(frozen=True, slots=True)
class CrateChain:
    """Where a crate is, its legs in order, and what is odd about it."""

    holder: Holder
    legs: tuple[Leg, ...]
    oddities: tuple[OddMovement, ...]


@dataclass(slots=True)
class _OpenLeg:
    movement: Movement
    run: int
    order: int


@dataclass(slots=True)
class _Fold:
    """The state of the fold; `given` holds handovers offered and not yet taken.

    `answered` and `answered_unnamed` hold what was taken before it was given: two phones, two clocks.
    """

    holder: Holder = field(default_factory=NotSeen)
    open_legs: dict[str, _OpenLeg] = field(default_factory=dict[str, _OpenLeg])
    legs: list[Leg] = field(default_factory=list[Leg])
    oddities: list[OddMovement] = field(default_factory=list[OddMovement])
    given: dict[str, Movement] = field(default_factory=dict[str, Movement])
    answered: set[str] = field(default_factory=set[str])
    answered_unnamed: list[Movement] = field(default_factory=list[Movement])
    contested: set[str] = field(default_factory=set[str])
    runs: int = 0


def fold_chain(movements: Iterable[Movement]) -> CrateChain:
    """The chain of one crate from its movements, in any order of arrival."""
    fold = _Fold()
    for movement in sorted(movements, key=lambda each: (each.at_ms, each.event_id)):
        match movement.kind:
            case Kind.PICKUP:
                _fold_pickup(fold, movement)
            case Kind.DROP:
                _fold_drop(fold, movement)
            case Kind.HANDOVER_GIVEN:
                _fold_handover_given(fold, movement)
            case Kind.HANDOVER_TAKEN:
                _fold_handover_taken(fold, movement)
            case _:
                pass
    for given in fold.given.values():
        fold.oddities.append(OddMovement(Oddity.HANDOVER_OPEN, (given.event_id,)))
    return CrateChain(fold.holder, tuple(_with_contested(fold)), _without_echoes(fold.oddities))


def _fold_pickup(fold: _Fold, movement: Movement) -> None:
    match fold.holder:
        case CarriedBy(person_id=person_id) if person_id == movement.actor_id:
            return
        case CarriedBy(event_id=event_id):
            _contest(fold, Oddity.DOUBLE_CLAIM, event_id, movement.event_id)
        case AtPlace(place_id=place_id, event_id=event_id) if place_id != movement.place_id:
            _note(fold, Oddity.MOVED_WITHOUT_RECORD, event_id, movement.event_id)
        case _:
            pass
    fold.runs += 1
    fold.open_legs[movement.actor_id] = _OpenLeg(movement, fold.runs, 0)
    fold.holder = CarriedBy(movement.actor_id, movement.at_ms, movement.event_id)


def _fold_drop(fold: _Fold, movement: Movement) -> None:
    if _repeats_last_drop(fold, movement):
        return
    opened = fold.open_legs.pop(movement.actor_id, None)
    match fold.holder:
        case CarriedBy(person_id=person_id, event_id=event_id) if person_id != movement.actor_id:
            _contest(fold, _claim_against_carrier(fold, person_id), event_id, movement.event_id)
        case AtPlace(event_id=event_id):
            _contest(fold, Oddity.DOUBLE_DROP, event_id, movement.event_id)
        case NotSeen():
            _note(fold, Oddity.DROP_WITHOUT_PICKUP, movement.event_id)
        case _:
            pass
    if opened is None:
        fold.runs += 1
    _close_leg(fold, movement.actor_id, opened, movement, movement.place_id)
    fold.holder = AtPlace(movement.place_id or "", movement.at_ms, movement.event_id)


def _fold_handover_given(fold: _Fold, movement: Movement) -> None:
    unnamed = next((taken for taken in fold.answered_unnamed if _answers(taken, movement)), None)
    if unnamed is not None:
        fold.answered_unnamed.remove(unnamed)
    elif movement.event_id not in fold.answered:
        fold.given[movement.event_id] = movement


def _offer_taken(fold: _Fold, taken: Movement) -> Movement | None:
    """The offer a taking answers, no longer open: the one it names, else one of the giver it names."""
    if taken.ref is not None:
        fold.answered.add(taken.ref)
        return fold.given.pop(taken.ref, None)
    given = next((given for given in fold.given.values() if _answers(taken, given)), None)
    if given is None:
        fold.answered_unnamed.append(taken)
        return None
    return fold.given.pop(given.event_id)


def _answers(taken: Movement, given: Movement) -> bool:
    """Whether two halves that name people, and not each other, are the same handover."""
    return taken.other_id == given.actor_id and given.other_id in (None, taken.actor_id)


def _fold_handover_taken(fold: _Fold, movement: Movement) -> None:
    given = _offer_taken(fold, movement)
    giver_id = given.actor_id if given else movement.other_id
    run, order = fold.runs + 1, 0
    match fold.holder:
        case CarriedBy(person_id=person_id) if person_id == movement.actor_id:
            return
        case CarriedBy(person_id=person_id, event_id=event_id):
            if giver_id not in (None, person_id):
                _contest(fold, Oddity.DOUBLE_CLAIM, event_id, movement.event_id)
            else:
                opened = fold.open_legs.pop(person_id, None)
                if opened is not None:
                    run, order = opened.run, opened.order + 1
                _close_leg(fold, person_id, opened, movement, None)
        case _:
            _note(fold, Oddity.HANDOVER_ONE_SIDED, movement.event_id)
    fold.runs = max(fold.runs, run)
    fold.open_legs[movement.actor_id] = _OpenLeg(movement, run, order)
    fold.holder = CarriedBy(movement.actor_id, movement.at_ms, movement.event_id)


def _repeats_last_drop(fold: _Fold, movement: Movement) -> bool:
    """The same person dropping again where the crate already is says nothing new."""
    if not isinstance(fold.holder, AtPlace) or not fold.legs or movement.actor_id in fold.open_legs:
        return False
    last = fold.legs[-1]
    return last.carrier_id == movement.actor_id and fold.holder.place_id == movement.place_id


def _claim_against_carrier(fold: _Fold, carrier_id: str) -> Oddity:
    offered = any(given.actor_id == carrier_id for given in fold.given.values())
    return Oddity.HANDOVER_ONE_SIDED if offered else Oddity.DOUBLE_CLAIM


def _close_leg(
    fold: _Fold, carrier_id: str, opened: _OpenLeg | None, end: Movement, to_place_id: str | None
) -> None:
    start = opened.movement if opened else None
    fold.legs.append(
        Leg(
            carrier_id=carrier_id,
            round_id=end.round_id if end.actor_id == carrier_id else (start.round_id if start else None),
            from_place_id=start.place_id if start and start.kind is Kind.PICKUP else None,
            to_place_id=to_place_id,
            start_event_id=start.event_id if start else None,
            end_event_id=end.event_id,
            started_ms=start.at_ms if start else None,
            ended_ms=end.at_ms,
            run=opened.run if opened else fold.runs,
            order=opened.order if opened else 0,
        )
    )


def _contest(fold: _Fold, oddity: Oddity, *event_ids: str) -> None:
    fold.contested.update(event_ids)
    _note(fold, oddity, *event_ids)


def _note(fold: _Fold, oddity: Oddity, *event_ids: str) -> None:
    fold.oddities.append(OddMovement(oddity, event_ids))


def _with_contested(fold: _Fold) -> Iterable[Leg]:
    for leg in fold.legs:
        is_contested = leg.start_event_id in fold.contested or leg.end_event_id in fold.contested
        yield replace(leg, contested=True) if is_contested else leg


def _without_echoes(oddities: list[OddMovement]) -> tuple[OddMovement, ...]:
    """A drop without pickup that is also one of two drops is told once, as the double drop."""
    doubled = {id_ for odd in oddities if odd.oddity is Oddity.DOUBLE_DROP for id_ in odd.event_ids}
    return tuple(
        odd
        for odd in oddities
        if not (odd.oddity is Oddity.DROP_WITHOUT_PICKUP and odd.event_ids[0] in doubled)
    )
