"""Rounds as a coordinator looks at them: days that have any, rounds of a day, stops of a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.network.status import ConsignmentStatus, RoundStatus
from sync_server.network.tables import Consignment, Place, Round, RoundStop

_ROUND = table_of(Round)
_STOP = table_of(RoundStop)
_PERSON = table_of(Person)
_PLACE = table_of(Place)
_CONSIGNMENT = table_of(Consignment)


@dataclass(frozen=True, slots=True)
class ListedRound:
    """A round with its helper's name and how many stops it has."""

    id: str
    date: str
    title: str
    kind: str
    status: str
    helper_id: str
    helper_name: str | None
    stop_count: int


@dataclass(frozen=True, slots=True)
class ListedStop:
    """A stop with its place; `planned_at` is local "HH:MM"."""

    n: int
    place_id: str
    place_name: str
    role: str
    planned_at: str | None


def round_days(session: Session) -> list[str]:
    """Every day that has a round, the latest first."""
    statement = select(_ROUND.c.date).distinct().order_by(_ROUND.c.date.desc())
    return list(session.connection().execute(statement).scalars())


def rounds_a_day(session: Session) -> list[tuple[str, int]]:
    """Every day that has a round, the latest first, and how many it has."""
    statement = select(_ROUND.c.date, func.count()).group_by(_ROUND.c.date).order_by(_ROUND.c.date.desc())
    return [(day, count) for day, count in session.connection().execute(statement)]


def latest_days(counted: Sequence[tuple[str, int]], days: int, rounds: int, before: str) -> list[str]:
    """The latest of these days, before one where that is given: so many at most, and whole days only.

    Together they have no more than so many rounds, but for a single day that has more.
    """
    found: list[str] = []
    for day, count in counted:
        if before and day >= before:
            continue
        rounds -= count
        if found and (rounds < 0 or len(found) == days):
            break
        found.append(day)
    return found


def days_with_goods(session: Session, limit: int) -> list[str]:
    """The latest days for which there are goods to carry, the latest first."""
    statement = (
        select(_CONSIGNMENT.c.date)
        .where(_CONSIGNMENT.c.status == ConsignmentStatus.ACTIVE.value)
        .distinct()
        .order_by(_CONSIGNMENT.c.date.desc())
        .limit(limit)
    )
    return list(session.connection().execute(statement).scalars())


def last_day_begun(session: Session) -> str | None:
    """The latest day on which a round has begun."""
    begun = select(func.max(_ROUND.c.date)).where(_ROUND.c.status != RoundStatus.PLANNED.value)
    return session.connection().execute(begun).scalar()


def rounds_on(session: Session, days: Sequence[str]) -> list[ListedRound]:
    """The rounds of these days, by day and id."""
    return _listed(session, _ROUND.c.date.in_(days))


def find_round(session: Session, round_id: str) -> ListedRound | None:
    """The round with this id."""
    found = _listed(session, _ROUND.c.id == round_id)
    return found[0] if found else None


def round_titles(session: Session, round_ids: Sequence[str]) -> dict[str, str]:
    """The titles of these rounds, by id."""
    titles: dict[str, str] = {}
    for chunk in in_chunks(round_ids):
        statement = select(_ROUND.c.id, _ROUND.c.title).where(_ROUND.c.id.in_(chunk))
        titles |= {round_id: title for round_id, title in session.connection().execute(statement)}
    return titles


def round_days_by_id(session: Session, round_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The title and the ISO day of these rounds, by id."""
    found: dict[str, tuple[str, str]] = {}
    for chunk in in_chunks(round_ids):
        statement = select(_ROUND.c.id, _ROUND.c.title, _ROUND.c.date).where(_ROUND.c.id.in_(chunk))
        found |= {row[0]: (row[1], row[2]) for row in session.connection().execute(statement)}
    return found


def stops_of_round(session: Session, round_id: str) -> list[ListedStop]:
    """The stops of a round in their order."""
    statement = (
        select(_STOP.c.n, _STOP.c.place_id, _PLACE.c.name, _PLACE.c.role, _STOP.c.planned_at)
        .join(_PLACE, _PLACE.c.id == _STOP.c.place_id)
        .where(_STOP.c.round_id == round_id)
        .order_by(_STOP.c.n)
    )
    return [ListedStop(*row) for row in session.connection().execute(statement)]


def _listed(session: Session, condition: ColumnElement[bool]) -> list[ListedRound]:
    stop_count = (
        select(func.count()).where(_STOP.c.round_id == _ROUND.c.id).correlate(_ROUND).scalar_subquery()
    )
    statement = (
        select(
            _ROUND.c.id,
            _ROUND.c.date,
            _ROUND.c.title,
            _ROUND.c.kind,
            _ROUND.c.status,
            _ROUND.c.helper_person_id,
            _PERSON.c.name,
            stop_count,
        )
        .outerjoin(_PERSON, _PERSON.c.id == _ROUND.c.helper_person_id)
        .where(condition)
        .order_by(_ROUND.c.date, _ROUND.c.id)
    )
    return [ListedRound(*row) for row in session.connection().execute(statement)]
