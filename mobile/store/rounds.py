"""The rounds of this phone: their stops, how far each has come, which crates are in hand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pydantic import Field
from sqlalchemy import Connection

from mobile.store.database import Store
from mobile.store.overlay import CrateSight, destination_taken_on, sights_of_round
from mobile.store.reference import PlaceRow, Wire, has_row, read_wire
from mobile.store.statements import run
from mobile.store.stops import TaskState, act_state, handed_over_state
from mobile.store.unplanned import all_rounds, any_place, round_content
from shared.custody.chain import CarriedBy
from shared.custody.events import Kind
from shared.custody.rules import Act
from shared.network import PlaceRole

_MARKS = (
    "SELECT f.round_id, f.kind, f.place_id, f.wall_ms FROM logged_fact f"
    " LEFT JOIN voided_fact v ON v.fact_id = f.id"
    " WHERE f.kind NOT IN ('pickup', 'drop') AND f.kind IN ('round_started', 'round_closed', 'stop_arrived')"
    " AND f.round_id IS NOT NULL AND v.fact_id IS NULL{} ORDER BY f.seq"
)


class RoundStatus(StrEnum):
    """How far a round is, own facts laid over what the server knows."""

    PLANNED = "planned"
    STARTED = "started"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Crates done, left out with a reason, and in all."""

    done: int
    excepted: int
    total: int

    @property
    def remaining(self) -> int:
        """Crates still due."""
        return self.total - self.done - self.excepted


@dataclass(frozen=True, slots=True)
class StopProgress:
    """One stop of a round; an unplanned one was made by arriving there."""

    n: int
    place_id: str
    place_name: str
    role: PlaceRole | None
    area: str | None
    planned_at: str | None
    pickups: Progress
    drops: Progress
    arrived_ms: int | None
    is_planned: bool

    @property
    def is_done(self) -> bool:
        """Nothing is due here any more; a stop with no crate is done once one has been there."""
        if self.pickups.total + self.drops.total == 0:
            return self.arrived_ms is not None
        return self.pickups.remaining == 0 and self.drops.remaining == 0


@dataclass(frozen=True, slots=True)
class RoundHead:
    """A round by name and status: what a list of rounds shows, without reading a single crate."""

    round_id: str
    title: str
    date: date
    helper_id: str | None
    status: RoundStatus
    stop_count: int


@dataclass(frozen=True, slots=True)
class RoundSummary(RoundHead):
    """A round at a glance; `next_stop` is the first where something is due."""

    pickups: Progress
    drops: Progress
    next_stop: StopProgress | None
    is_planned: bool = True


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round with its stops in order, and the crates now in the helper's hands."""

    summary: RoundSummary
    stops: tuple[StopProgress, ...]
    carried: tuple[str, ...]


class _StopWire(Wire):
    n: int
    place: str
    planned_at: str | None = None


class _RoundWire(Wire):
    day: date = Field(alias="date")
    title: str = ""
    helper: str | None = None
    status: RoundStatus = RoundStatus.PLANNED
    stops: tuple[_StopWire, ...] = ()


@dataclass(frozen=True, slots=True)
class _OwnMarks:
    status: RoundStatus | None
    arrivals: dict[str, int]


_NO_MARKS = _OwnMarks(None, {})


def rounds_today(store: Store, today: date) -> tuple[RoundHead, ...]:
    """The rounds of that date, and those of other days that were started and not closed."""
    return tuple(
        head
        for head in reversed(rounds_known(store))
        if head.date == today or head.status is RoundStatus.STARTED
    )


def rounds_known(store: Store) -> tuple[RoundHead, ...]:
    """Every round this phone was sent or began without a plan, the newest first."""
    with store.reading() as connection:
        marks = _own_marks(connection)
        heads = [_head(key, content, marks.get(key, _NO_MARKS)) for key, content in all_rounds(connection)]
    known = [head for head in heads if head is not None]
    return tuple(sorted(known, key=lambda head: (head.date, head.round_id), reverse=True))


def round_plan(store: Store, round_id: str) -> RoundPlan | None:
    """One round; None where it is not known here."""
    with store.reading() as connection:
        return _plan(connection, round_id, round_content(connection, round_id))


def _head(round_id: str, content: str, marks: _OwnMarks) -> RoundHead | None:
    wire = read_wire(content, _RoundWire)
    if wire is None:
        return None
    places = {stop.place for stop in wire.stops}
    stop_count = len(wire.stops) + sum(place_id not in places for place_id in marks.arrivals)
    return RoundHead(round_id, wire.title, wire.day, wire.helper, _status(wire, marks), stop_count)


def _status(wire: _RoundWire, marks: _OwnMarks) -> RoundStatus:
    return max(wire.status, marks.status or wire.status, key=list(RoundStatus).index)


def _plan(connection: Connection, round_id: str, content: str | None) -> RoundPlan | None:
    wire = read_wire(content, _RoundWire)
    if wire is None:
        return None
    marks = _own_marks(connection, round_id).get(round_id, _NO_MARKS)
    sights = sights_of_round(connection, round_id)
    acts = _acts_by_stop(round_id, sights.values())
    stops = _stops(connection, wire, marks, acts)
    summary = RoundSummary(
        round_id=round_id,
        title=wire.title,
        date=wire.day,
        helper_id=wire.helper,
        status=_status(wire, marks),
        stop_count=len(stops),
        pickups=_sum(stop.pickups for stop in stops),
        drops=_sum(stop.drops for stop in stops),
        next_stop=next((stop for stop in stops if not stop.is_done), None),
        is_planned=has_row(connection, "round", round_id),
    )
    carried = tuple(code for code, sight in sorted(sights.items()) if _is_carried_by(sight, wire.helper))
    return RoundPlan(summary, tuple(stops), carried)


def _is_carried_by(sight: CrateSight, person_id: str | None) -> bool:
    return isinstance(sight.holder, CarriedBy) and sight.holder.person_id == person_id


def _own_marks(connection: Connection, round_id: str | None = None) -> dict[str, _OwnMarks]:
    """By round, or of one alone: no pickup and no drop is read for it."""
    asked = ("", ()) if round_id is None else (" AND f.round_id = ?", (round_id,))
    rows = run(connection, _MARKS.format(asked[0]), asked[1])
    found: dict[str, _OwnMarks] = {}
    for of_round, kind, place_id, wall_ms in rows:
        marks = found.setdefault(of_round, _OwnMarks(None, {}))
        match kind:
            case Kind.STOP_ARRIVED:
                marks.arrivals.setdefault(place_id, wall_ms)
            case Kind.ROUND_CLOSED:
                found[of_round] = replace(marks, status=RoundStatus.CLOSED)
            case _:
                found[of_round] = replace(marks, status=RoundStatus.STARTED)
    return found


def _acts_by_stop(round_id: str, sights: Iterable[CrateSight]) -> dict[tuple[str, Act], list[TaskState]]:
    acts: dict[tuple[str, Act], list[TaskState]] = {}
    for sight in sights:
        for index, move in enumerate(sight.crate.moves if sight.crate else []):
            if move.round != round_id:
                continue
            for act, place_id in ((Act.PICKUP, move.from_), (Act.DROP, move.to)):
                acts.setdefault((place_id, act), []).append(act_state(sight, index, act).state)
        destination_id = destination_taken_on(sight)
        is_planned = sight.crate is not None and any(move.round == round_id for move in sight.crate.moves)
        if destination_id is not None and not is_planned:
            handed = handed_over_state(sight, destination_id)
            acts.setdefault((destination_id, Act.DROP), []).append(handed.state)
    return acts


def _stops(
    connection: Connection, wire: _RoundWire, marks: _OwnMarks, acts: dict[tuple[str, Act], list[TaskState]]
) -> list[StopProgress]:
    planned = sorted(wire.stops, key=lambda stop: stop.n)
    last_n = planned[-1].n if planned else 0
    unplanned = [place_id for place_id in marks.arrivals if all(stop.place != place_id for stop in planned)]
    rows = [(stop.n, stop.place, stop.planned_at, True) for stop in planned]
    rows += [(last_n + 1 + at, place_id, None, False) for at, place_id in enumerate(unplanned)]
    return [
        _stop(n, place_id, planned_at, is_planned, any_place(connection, place_id), marks, acts)
        for n, place_id, planned_at, is_planned in rows
    ]


def _stop(
    n: int,
    place_id: str,
    planned_at: str | None,
    is_planned: bool,  # noqa: FBT001 - a field of the value built
    place: PlaceRow | None,
    marks: _OwnMarks,
    acts: dict[tuple[str, Act], list[TaskState]],
) -> StopProgress:
    return StopProgress(
        n=n,
        place_id=place_id,
        place_name=place.name if place else place_id,
        role=place.role if place else None,
        area=place.area if place else None,
        planned_at=planned_at,
        pickups=_progress(acts.get((place_id, Act.PICKUP), [])),
        drops=_progress(acts.get((place_id, Act.DROP), [])),
        arrived_ms=marks.arrivals.get(place_id),
        is_planned=is_planned,
    )


def _progress(states: list[TaskState]) -> Progress:
    return Progress(states.count(TaskState.DONE), states.count(TaskState.EXCEPTED), len(states))


def _sum(parts: Iterable[Progress]) -> Progress:
    found = list(parts)
    return Progress(
        sum(part.done for part in found),
        sum(part.excepted for part in found),
        sum(part.total for part in found),
    )
