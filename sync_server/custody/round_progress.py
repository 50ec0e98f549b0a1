"""How far rounds are: planned crates picked up and dropped, and when each round was last heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select, text
from sqlmodel import Session

from shared.custody.events import Kind
from sync_server.custody.tables import CrateState, Event, Leg
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in
from sync_server.network.tables import Crate, CrateMove

_MOVE = table_of(CrateMove)
_LEG = table_of(Leg)
_STATE = table_of(CrateState)
_EVENT = table_of(Event)
_CRATE = table_of(Crate)
# Nobody waits for a crate in whose place a bound one was carried. Read once, by the index of these few, which
# is used only where its own words are repeated.
_IS_AWAITED = _MOVE.c.crate_code.not_in(select(_CRATE.c.code).where(text("crate.status = 'replaced'")))
_SAME_LEG = (_LEG.c.crate_code == _MOVE.c.crate_code) & (_LEG.c.round_id == _MOVE.c.round_id)
_IS_LEFT = _SAME_LEG & (_LEG.c.from_place_id == _MOVE.c.from_place_id)
_IS_REACHED = _SAME_LEG & (_LEG.c.to_place_id == _MOVE.c.to_place_id)
# A crate still carried has no leg yet: its state says who took it, the fact behind says in which round.
_CARRIED = (
    select(_STATE.c.since_ms)
    .join(_EVENT, _EVENT.c.id == _STATE.c.event_id)
    .where(_STATE.c.crate_code == _MOVE.c.crate_code, _STATE.c.holder_kind == "person")
    .where(_EVENT.c.round_id == _MOVE.c.round_id)
    .correlate(_MOVE)
)
_IS_TAKEN = or_(
    exists().where(_IS_LEFT, _LEG.c.started_ms.is_not(None)).correlate(_MOVE),
    _CARRIED.where(_STATE.c.since_ms.is_not(None)).exists(),
)
_COUNTS = (
    select(
        _MOVE.c.round_id,
        func.count(),
        func.sum(case((_IS_TAKEN, 1), else_=0)),
        func.sum(case((exists().where(_IS_REACHED).correlate(_MOVE), 1), else_=0)),
    )
    .where(_IS_AWAITED)
    .group_by(_MOVE.c.round_id)
)


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """Planned crates of a round, those picked up, those dropped where they were to be."""

    expected: int = 0
    picked: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class MoveProgress:
    """One planned move of a crate; None where the pickup or drop is not known."""

    round_id: str
    crate_code: str
    from_place_id: str
    to_place_id: str
    picked_ms: int | None
    dropped_ms: int | None


def counts_of_rounds(session: Session, round_ids: Sequence[str]) -> dict[str, RoundCounts]:
    """The counts of each of these rounds that has planned crates."""
    return {
        row[0]: RoundCounts(*map(int, row[1:]))
        for row in rows_in(session.connection(), _COUNTS, _MOVE.c.round_id, round_ids)
    }


def moves_of_round(session: Session, round_id: str) -> list[MoveProgress]:
    """Every planned move of a round, by crate code."""
    statement = _moves((round_id,)).order_by(_MOVE.c.crate_code)
    return [MoveProgress(*row) for row in session.connection().execute(statement)]


def last_heard(session: Session, round_ids: Sequence[str]) -> dict[str, int]:
    """When the server last received a fact of each of these rounds, in ms."""
    statement = (
        select(_EVENT.c.round_id, func.max(_EVENT.c.received_ms))
        .where(_EVENT.c.round_id.in_(round_ids))
        .group_by(_EVENT.c.round_id)
    )
    return {round_id: at_ms for round_id, at_ms in session.connection().execute(statement)}


def arrivals_of_round(session: Session, round_id: str) -> dict[str, int]:
    """When the helper was first at each place of a round, as his facts say."""
    at_place = (Kind.STOP_ARRIVED.value, Kind.PICKUP.value, Kind.DROP.value)
    statement = (
        select(_EVENT.c.place_id, func.min(_EVENT.c.effective_ms))
        .where(_EVENT.c.round_id == round_id, _EVENT.c.kind.in_(at_place), _EVENT.c.place_id.is_not(None))
        .group_by(_EVENT.c.place_id)
    )
    return {place_id: at_ms for place_id, at_ms in session.connection().execute(statement)}


def _moves(round_ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    started = select(func.min(_LEG.c.started_ms)).where(_IS_LEFT)
    ended = select(func.min(_LEG.c.ended_ms)).where(_IS_REACHED)
    return select(
        _MOVE.c.round_id,
        _MOVE.c.crate_code,
        _MOVE.c.from_place_id,
        _MOVE.c.to_place_id,
        func.coalesce(started.correlate(_MOVE).scalar_subquery(), _CARRIED.scalar_subquery()).label(
            "picked_ms"
        ),
        ended.correlate(_MOVE).scalar_subquery().label("dropped_ms"),
    ).where(_MOVE.c.round_id.in_(round_ids), _IS_AWAITED)


def round_span_ms(session: Session, round_id: str | None) -> tuple[int, int] | None:
    """The first and the last instant anything was recorded in a round; None where nothing was."""
    if round_id is None:
        return None
    span = select(func.min(_EVENT.c.effective_ms), func.max(_EVENT.c.effective_ms)).where(
        _EVENT.c.round_id == round_id
    )
    first_ms, last_ms = session.connection().execute(span).one()
    return None if first_ms is None else (first_ms, last_ms)
