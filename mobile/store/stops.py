"""What is to be taken and left at one stop of a round, crate by crate."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from mobile.store.bound import bound_crates
from mobile.store.database import Store
from mobile.store.names import Names
from mobile.store.overlay import (
    CrateSight,
    OwnMovement,
    destination_taken_on,
    progress_of_move,
    sights_of_crates,
)
from mobile.store.reference import ConsignmentWire, MoveWire, PlaceRow
from mobile.store.statements import run
from mobile.store.unplanned import any_place, knows_round
from shared.custody.allocation import CRATE_ML, content_of_crate_ml
from shared.custody.chain import AtPlace
from shared.custody.events import IncidentReason, Kind
from shared.custody.rules import Act
from shared.network import TemperatureClass

_ACT_KINDS = {Act.PICKUP: (Kind.PICKUP, Kind.HANDOVER_TAKEN), Act.DROP: (Kind.DROP,)}
_HANDLED_HERE = (
    "SELECT w.code, w.kind, w.fact_id, w.at_ms FROM own_movement w"
    " LEFT JOIN voided_fact v ON v.fact_id = w.fact_id"
    " WHERE w.round_id = ? AND w.place_id = ? AND v.fact_id IS NULL"
    " AND w.kind IN ('pickup', 'drop') ORDER BY w.seq DESC"
)
_REASONS = {reason.value: reason for reason in IncidentReason}


class TaskState(StrEnum):
    """Where a crate's act at a stop stands; an excepted crate was left out with a reason."""

    TODO = "todo"
    DONE = "done"
    EXCEPTED = "excepted"


@dataclass(frozen=True, slots=True)
class CrateTask:
    """One crate to take or leave; `event_id` and `at_ms` are of the fact that did or excepted it."""

    code: str
    consignment_id: str
    producer_name: str
    dest_name: str
    rank: int
    of: int
    cls: TemperatureClass | None
    label: str | None
    content_ml: int
    state: TaskState
    reason: IncidentReason | None
    event_id: str | None
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class StopPlan:
    """One stop: the place, and its crates in the order of their consignments."""

    round_id: str
    place: PlaceRow
    pickups: tuple[CrateTask, ...]
    drops: tuple[CrateTask, ...]


@dataclass(frozen=True, slots=True)
class ActState:
    """Where one crate's act stands, and the fact that says so."""

    state: TaskState
    reason: IncidentReason | None = None
    event_id: str | None = None
    at_ms: int | None = None


def stop_plan(store: Store, round_id: str, place_id: str) -> StopPlan | None:
    """What is to be done at a stop; None where the round or the place is not known here."""
    with store.reading() as connection:
        place = any_place(connection, place_id)
        if place is None or not knows_round(connection, round_id):
            return None
        planned = run(
            connection,
            "SELECT code, position, consignment_id, from_place_id FROM planned_move"
            " WHERE round_id = ? AND (from_place_id = ? OR to_place_id = ?)"
            " ORDER BY consignment_id, code",
            (round_id, place_id, place_id),
        ).fetchall()
        planned += [
            (code, position, crate.cons, move.from_)
            for code, crate in bound_crates(connection).items()
            for position, move in enumerate(crate.moves)
            if move.round == round_id and place_id in (move.from_, move.to)
        ]
        sights = sights_of_crates(connection, [row[0] for row in planned])
        names = Names(connection)
        tasks: dict[Act, list[CrateTask]] = {Act.PICKUP: [], Act.DROP: []}
        for code, position, consignment_id, from_place_id in planned:
            act = Act.PICKUP if from_place_id == place_id else Act.DROP
            tasks[act].append(_task(names, sights[code], position, consignment_id, act))
        planned_here = {row[0] for row in planned}
        for sight in _handed_over(connection, round_id, place_id):
            if sight.code not in planned_here:
                tasks[Act.DROP].append(_handed_task(names, sight, place_id))
        for act, found in _unplanned(connection, names, round_id, place_id, tasks).items():
            tasks[act] += found
    return StopPlan(round_id, place, _in_order(tasks[Act.PICKUP]), _in_order(tasks[Act.DROP]))


def handed_over_state(sight: CrateSight, place_id: str) -> ActState:
    """Where the drop of a crate stands that was taken over from somebody, and that nobody planned here."""
    dropped = next((o for o in reversed(sight.own) if o.kind is Kind.DROP and not o.is_voided), None)
    if isinstance(sight.holder, AtPlace) and dropped is not None and dropped.place_id == place_id:
        return ActState(TaskState.DONE, None, dropped.fact_id, dropped.at_ms)
    last = next((o for o in reversed(sight.own) if not o.is_voided), None)
    if last is not None and last.kind in (Kind.HANDOVER_GIVEN, Kind.INCIDENT):
        return ActState(TaskState.EXCEPTED, _REASONS.get(last.reason or ""), last.fact_id, last.at_ms)
    return ActState(TaskState.TODO)


def _unplanned(
    connection: Connection, names: Names, round_id: str, place_id: str, planned: dict[Act, list[CrateTask]]
) -> dict[Act, list[CrateTask]]:
    """What was taken or left here although nobody had planned it: done, by own facts alone."""
    found: dict[Act, list[CrateTask]] = {Act.PICKUP: [], Act.DROP: []}
    rows: list[Any] = run(connection, _HANDLED_HERE, (round_id, place_id)).fetchall()
    sights = sights_of_crates(connection, [row[0] for row in rows])
    listed = {act: {task.code for task in tasks} for act, tasks in planned.items()}
    for code, kind, fact_id, at_ms in rows:
        act = Act.DROP if kind == Kind.DROP else Act.PICKUP
        if code not in listed[act]:
            listed[act].add(code)
            sight = sights[code]
            done = ActState(TaskState.DONE, None, fact_id, at_ms)
            found[act].append(_told(names, sight, sight.crate.cons if sight.crate else "", done))
    return found


def act_state(sight: CrateSight, index: int, act: Act) -> ActState:
    """Where one act of a crate's move `index` stands: done where the crate tells, else excepted or due."""
    progress = progress_of_move(sight, index)
    move = sight.crate.moves[index] if sight.crate and index < len(sight.crate.moves) else None
    if progress.is_dropped if act is Act.DROP else progress.is_picked_up:
        return _done(sight, move, act)
    excepted = _last_exception(sight, move, act)
    if excepted is not None:
        reason = _REASONS.get(excepted.reason or "")
        return ActState(TaskState.EXCEPTED, reason, excepted.fact_id, excepted.at_ms)
    return ActState(TaskState.TODO)


def _done(sight: CrateSight, move: MoveWire | None, act: Act) -> ActState:
    place_id = None if move is None else move.to if act is Act.DROP else move.from_
    for own in reversed(sight.own):
        if not own.is_voided and own.kind in _ACT_KINDS[act] and own.place_id == place_id:
            return ActState(TaskState.DONE, None, own.fact_id, own.at_ms)
    crate = sight.crate
    return ActState(TaskState.DONE, None, crate.event if crate else None, crate.since_ms if crate else None)


def _last_exception(sight: CrateSight, move: MoveWire | None, act: Act) -> OwnMovement | None:
    """A crate left out at its pickup is not expected at its drop either; taken after all, it is due again."""
    if move is None:
        return None
    last: OwnMovement | None = None
    is_taken = False
    for own in sight.own:
        if own.is_voided or own.round_id != move.round:
            continue
        if own.kind in _ACT_KINDS[Act.PICKUP]:
            last, is_taken = None, True
        elif own.kind is Kind.HANDOVER_GIVEN and act is Act.DROP:
            last = own
        elif own.kind is Kind.SCAN_ODD and act is Act.DROP:
            # A receipt: what was not taken after all is still to be left here.
            last = own if own.reason else None
        elif own.kind is Kind.INCIDENT:
            left_out_at = {move.to} if is_taken else {move.from_, move.to}
            if own.place_id in (left_out_at if act is Act.DROP else {move.from_}):
                last = own
    return last


def _task(names: Names, sight: CrateSight, index: int, consignment_id: str, act: Act) -> CrateTask:
    return _told(names, sight, consignment_id, act_state(sight, index, act))


def _told(names: Names, sight: CrateSight, consignment_id: str, state: ActState) -> CrateTask:
    consignment = names.consignment(consignment_id)
    return CrateTask(
        code=sight.code,
        consignment_id=consignment_id,
        producer_name=names.person(consignment.producer) if consignment else "",
        dest_name=names.place(consignment.place) if consignment else "",
        rank=sight.crate.rank if sight.crate else 1,
        of=sight.crate.of if sight.crate else 1,
        cls=consignment.temperature_class if consignment else None,
        label=consignment.label if consignment else None,
        content_ml=_content_ml(consignment, sight),
        state=state.state,
        reason=state.reason,
        event_id=state.event_id,
        at_ms=state.at_ms,
    )


def _handed_over(connection: Connection, round_id: str, place_id: str) -> list[CrateSight]:
    """The crates taken over from somebody, in this round or before it began, that go to this place."""
    found = run(
        connection,
        "SELECT DISTINCT code FROM own_movement WHERE kind NOT IN ('pickup', 'drop') AND kind = ?"
        " AND (round_id = ? OR round_id IS NULL)",
        (Kind.HANDOVER_TAKEN.value, round_id),
    )
    sights = sights_of_crates(connection, [row[0] for row in found])
    return [sight for sight in sights.values() if destination_taken_on(sight) == place_id]


def _handed_task(names: Names, sight: CrateSight, place_id: str) -> CrateTask:
    """Its consignment may be unknown here: it came from a colleague's round."""
    consignment_id = sight.crate.cons if sight.crate else ""
    consignment = names.consignment(consignment_id) if consignment_id else None
    state = handed_over_state(sight, place_id)
    return CrateTask(
        code=sight.code,
        consignment_id=consignment_id,
        producer_name=names.person(consignment.producer) if consignment else "",
        dest_name=names.place(place_id),
        rank=sight.crate.rank if sight.crate else 1,
        of=sight.crate.of if sight.crate else 1,
        cls=consignment.temperature_class if consignment else None,
        label=consignment.label if consignment else None,
        content_ml=_content_ml(consignment, sight),
        state=state.state,
        reason=state.reason,
        event_id=state.event_id,
        at_ms=state.at_ms,
    )


def _content_ml(consignment: ConsignmentWire | None, sight: CrateSight) -> int:
    if consignment is None or sight.crate is None:
        return CRATE_ML
    return content_of_crate_ml(consignment.volume_ml, sight.crate.rank, sight.crate.of)


def _in_order(tasks: list[CrateTask]) -> tuple[CrateTask, ...]:
    return tuple(sorted(tasks, key=lambda task: (task.producer_name, task.consignment_id, task.rank)))
