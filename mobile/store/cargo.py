"""What a round carries: each crate with whose it is, from where to where it goes, and where it is now."""

from dataclasses import dataclass

from mobile.store.database import Store
from mobile.store.names import Names
from mobile.store.overlay import CrateSight, sights_of_round
from mobile.store.reference import MoveWire
from mobile.store.stops import TaskState, act_state
from shared.custody.chain import CarriedBy
from shared.custody.events import Kind
from shared.custody.rules import Act
from shared.network import TemperatureClass

_TAKING = (Kind.PICKUP, Kind.HANDOVER_TAKEN)


@dataclass(frozen=True, slots=True)
class CargoCrate:
    """One crate of a round. Names are empty where this phone was never told of the crate.

    `from_id` and `to_id` are the ends of its carriage in this round: planned, else as recorded here.
    """

    code: str
    consignment_id: str | None
    producer_id: str | None
    producer_name: str
    dest_id: str | None
    dest_name: str
    label: str
    cls: TemperatureClass | None
    rank: int
    of: int
    from_id: str | None
    from_name: str
    to_id: str | None
    to_name: str
    is_planned: bool
    is_aboard: bool
    is_due: bool
    taken_ms: int | None


def cargo_of_round(store: Store, round_id: str) -> tuple[CargoCrate, ...]:
    """Every crate planned in the round or handled in it, by producer, consignment and rank."""
    author = store.enrolment
    person_id = author.person_id if author else ""
    with store.reading() as connection:
        sights = sights_of_round(connection, round_id)
        names = Names(connection)
        crates = [_crate(names, sight, round_id, person_id) for sight in sights.values()]
    return tuple(
        sorted(crates, key=lambda one: (one.producer_name, one.consignment_id or "", one.rank, one.code))
    )


def _crate(names: Names, sight: CrateSight, round_id: str, person_id: str) -> CargoCrate:
    index, move = _move_in(sight, round_id)
    consignment = names.consignment(sight.crate.cons) if sight.crate else None
    taken = _last_taken(sight, round_id)
    from_id = move.from_ if move else taken[0] if taken else None
    to_id = move.to if move else _left_at(sight, round_id)
    is_aboard = isinstance(sight.holder, CarriedBy) and sight.holder.person_id == person_id
    known_ms = sight.crate.since_ms if sight.crate else None
    return CargoCrate(
        code=sight.code,
        consignment_id=sight.crate.cons if sight.crate else None,
        producer_id=consignment.producer if consignment else None,
        producer_name=names.person(consignment.producer) if consignment else "",
        dest_id=consignment.place if consignment else None,
        dest_name=names.place(consignment.place) if consignment else "",
        label=(consignment.label or "") if consignment else "",
        cls=consignment.temperature_class if consignment else None,
        rank=sight.crate.rank if sight.crate else 1,
        of=sight.crate.of if sight.crate else 1,
        from_id=from_id,
        from_name=names.place(from_id) if from_id else "",
        to_id=to_id,
        to_name=names.place(to_id) if to_id else "",
        is_planned=move is not None,
        is_aboard=is_aboard,
        is_due=move is not None and act_state(sight, index, Act.PICKUP).state is TaskState.TODO,
        taken_ms=taken[1] if taken else known_ms if is_aboard else None,
    )


def _move_in(sight: CrateSight, round_id: str) -> tuple[int, MoveWire | None]:
    for index, move in enumerate(sight.crate.moves if sight.crate else ()):
        if move.round == round_id:
            return index, move
    return 0, None


def _last_taken(sight: CrateSight, round_id: str) -> tuple[str | None, int] | None:
    for own in reversed(sight.own):
        if own.kind in _TAKING and own.round_id == round_id and not own.is_voided:
            return own.place_id, own.at_ms
    return None


def _left_at(sight: CrateSight, round_id: str) -> str | None:
    for own in reversed(sight.own):
        if own.kind is Kind.DROP and own.round_id == round_id and not own.is_voided:
            return own.place_id
    return None
