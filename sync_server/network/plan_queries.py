"""SQL of planned rounds: their stops, the moves of crates in them, and what is left to plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many, in_chunks, insert_many, rows_in
from sync_server.network.queries import CONSIGNMENT, CRATE, MOVE
from sync_server.network.status import ConsignmentStatus, CrateStatus, RoundStatus
from sync_server.network.tables import CrateMove, Round, RoundStop

ROUND = table_of(Round)
STOP = table_of(RoundStop)
_IS_REPLACED = exists().where(CRATE.c.code == MOVE.c.crate_code, CRATE.c.status == CrateStatus.REPLACED)
_COUNTS = {
    end: select(MOVE.c.round_id, MOVE.c[end], func.count())
    .where(~_IS_REPLACED)
    .group_by(MOVE.c.round_id, MOVE.c[end])
    for end in ("from_place_id", "to_place_id")
}
_STOPS = select(STOP.c.round_id, STOP.c.n, STOP.c.place_id, STOP.c.planned_at).order_by(
    STOP.c.round_id, STOP.c.n
)


@dataclass(frozen=True, slots=True)
class KnownRound:
    """A round as it stands."""

    id: str
    date: str
    title: str
    kind: str
    helper_person_id: str
    status: str


@dataclass(frozen=True, slots=True)
class KnownStop:
    """A stop with how many crates are planned to be taken and left there."""

    n: int
    place_id: str
    planned_at: str | None
    pickups: int
    drops: int


@dataclass(frozen=True, slots=True)
class CrateToCarry:
    """An active crate of a day, from its farm to its place."""

    code: str
    producer_id: str
    farm_place_id: str
    place_id: str


@dataclass(frozen=True, slots=True)
class StepInRound:
    """One planned move of a crate as a row to write."""

    round_id: str
    crate_code: str
    step: int
    from_place_id: str
    to_place_id: str


def rounds_of_day(session: Session, date: str) -> list[KnownRound]:
    """All rounds of a day, by id."""
    return _rounds(session, select(*_ROUND_COLUMNS).where(ROUND.c.date == date))


def rounds_by_id(session: Session, round_ids: Iterable[str]) -> list[KnownRound]:
    """The known rounds among `round_ids`, by id."""
    return [
        found
        for chunk in in_chunks(sorted(set(round_ids)))
        for found in _rounds(session, select(*_ROUND_COLUMNS).where(ROUND.c.id.in_(chunk)))
    ]


def stops_by_round(session: Session, round_ids: Iterable[str]) -> dict[str, list[KnownStop]]:
    """The stops of each round in order, with the crates planned there."""
    ids = sorted(set(round_ids))
    taken = _move_counts(session, ids, "from_place_id")
    left = _move_counts(session, ids, "to_place_id")
    found: dict[str, list[KnownStop]] = {}
    for round_id, n, place_id, planned_at in rows_in(session.connection(), _STOPS, STOP.c.round_id, ids):
        at = (round_id, place_id)
        stop = KnownStop(n, place_id, planned_at, taken.get(at, 0), left.get(at, 0))
        found.setdefault(round_id, []).append(stop)
    return found


def crates_to_carry(session: Session, date: str, farms: Mapping[str, str]) -> list[CrateToCarry]:
    """The crates ordered for a day, by code; `farms` gives each producer's farm.

    Also those that bound labels replace: they stand for what is to be carried. Bound ones follow them.
    """
    statement = (
        select(CRATE.c.code, CONSIGNMENT.c.producer_id, CONSIGNMENT.c.place_id)
        .join(CONSIGNMENT, CONSIGNMENT.c.pk == CRATE.c.consignment_pk)
        .where(CONSIGNMENT.c.date == date, CONSIGNMENT.c.status == ConsignmentStatus.ACTIVE)
        .where(CRATE.c.status != CrateStatus.UNNEEDED, CRATE.c.bound_by.is_(None))
        .order_by(CRATE.c.code)
    )
    return [
        CrateToCarry(code, producer_id, farms[producer_id], place_id)
        for code, producer_id, place_id in session.connection().execute(statement)
    ]


def steps_of_rounds(session: Session, round_ids: Iterable[str]) -> list[StepInRound]:
    """The planned moves of these rounds, by crate and step; a bound crate's follow from its fellows'."""
    columns = tuple(MOVE.c[name] for name in StepInRound.__slots__)
    is_bound = exists().where(CRATE.c.code == MOVE.c.crate_code, CRATE.c.bound_by.is_not(None))
    return [
        StepInRound(*row)
        for chunk in in_chunks(sorted(set(round_ids)))
        for row in session.connection().execute(
            select(*columns)
            .where(MOVE.c.round_id.in_(chunk), ~is_bound)
            .order_by(MOVE.c.crate_code, MOVE.c.step)
        )
    ]


def steps_in_planned_rounds(session: Session, codes: Iterable[str]) -> list[StepInRound]:
    """The moves of these crates in rounds that nobody has started, by crate and step."""
    columns = tuple(MOVE.c[name] for name in StepInRound.__slots__)
    planned = select(*columns).join(ROUND, ROUND.c.id == MOVE.c.round_id)
    return [
        StepInRound(*row)
        for chunk in in_chunks(list(codes))
        for row in session.connection().execute(
            planned.where(MOVE.c.crate_code.in_(chunk), ROUND.c.status == RoundStatus.PLANNED).order_by(
                MOVE.c.crate_code, MOVE.c.step
            )
        )
    ]


def rounds_by_consignment(session: Session, consignment_pks: Iterable[int]) -> dict[int, list[str]]:
    """The rounds in which crates of each consignment are planned, by id."""
    pairs = (
        select(CRATE.c.consignment_pk, MOVE.c.round_id)
        .join(MOVE, MOVE.c.crate_code == CRATE.c.code)
        .distinct()
        .order_by(CRATE.c.consignment_pk, MOVE.c.round_id)
    )
    found: dict[int, list[str]] = {}
    for chunk in in_chunks(sorted(set(consignment_pks))):
        for pk, round_id in session.connection().execute(pairs.where(CRATE.c.consignment_pk.in_(chunk))):
            found.setdefault(pk, []).append(round_id)
    return found


def insert_steps(session: Session, steps: Sequence[StepInRound]) -> None:
    """Writes planned moves."""
    columns = tuple(StepInRound.__slots__)
    rows = [tuple(getattr(step, name) for name in columns) for step in steps]
    insert_many(session.connection(), CrateMove, columns, rows)


def delete_steps(session: Session, steps: Sequence[StepInRound]) -> None:
    """Takes planned moves out again."""
    rows = [(step.round_id, step.crate_code) for step in steps]
    delete_many(session.connection(), CrateMove, ("round_id", "crate_code"), rows)


def insert_rounds(
    session: Session, rounds: Sequence[KnownRound], stops: Sequence[tuple[str, int, str, str | None]]
) -> None:
    """Writes rounds and their stops, each (round, n, place, planned time)."""
    if rounds:
        columns = tuple(KnownRound.__slots__)
        written = [{name: getattr(one, name) for name in columns} for one in rounds]
        session.connection().execute(insert(ROUND), written)
    insert_many(session.connection(), RoundStop, ("round_id", "n", "place_id", "planned_at"), list(stops))


def delete_rounds(session: Session, round_ids: Iterable[str]) -> None:
    """Takes rounds away with their stops and moves."""
    for chunk in in_chunks(sorted(set(round_ids))):
        for table, column in ((MOVE, MOVE.c.round_id), (STOP, STOP.c.round_id), (ROUND, ROUND.c.id)):
            session.connection().execute(delete(table).where(column.in_(chunk)))


_ROUND_COLUMNS = tuple(ROUND.c[name] for name in KnownRound.__slots__)


def _rounds(session: Session, statement: Select[Any]) -> list[KnownRound]:
    return [KnownRound(*row) for row in session.connection().execute(statement.order_by(ROUND.c.id))]


def _move_counts(session: Session, round_ids: Sequence[str], end: str) -> dict[tuple[str, str], int]:
    found = rows_in(session.connection(), _COUNTS[end], MOVE.c.round_id, round_ids)
    return {(round_id, place_id): count for round_id, place_id, count in found}
