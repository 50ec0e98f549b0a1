"""What a producer or a relay keeper sees of goods: his own, or those awaited at the places he keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, func, select
from sqlmodel import Session

from sync_server.accounts.tables import Person
from sync_server.custody.tables import CrateState
from sync_server.db.base import table_of
from sync_server.network.status import ConsignmentStatus, CrateStatus
from sync_server.network.tables import Consignment, Crate, Place

_LOT = table_of(Consignment)
_CRATE = table_of(Crate)
_STATE = table_of(CrateState)
_PLACE = table_of(Place)
_PERSON = table_of(Person)
_ARRIVED = and_(_STATE.c.holder_kind == "place", _STATE.c.holder_id == _LOT.c.place_id)


@dataclass(frozen=True, slots=True)
class DayOfGoods:
    """One distribution day: lots, their crates, those that reached their place, what was ordered."""

    date: str
    lots: int
    crates: int
    arrived: int
    turnover_ttc_cents: int


@dataclass(frozen=True, slots=True)
class LotOfDay:
    """One lot of a producer on a day."""

    id: str
    place_name: str
    cls: str
    turnover_ttc_cents: int


@dataclass(frozen=True, slots=True)
class CrateThere:
    """A crate and who holds it; `holder_kind` is None where nobody has seen it yet."""

    code: str
    rank: int
    of: int
    consignment_id: str
    producer_name: str
    place_id: str
    place_name: str
    cls: str
    holder_kind: str | None
    holder_id: str | None
    since_ms: int | None

    @property
    def has_arrived(self) -> bool:
        """Whether it stands where it was to go."""
        return self.holder_kind == "place" and self.holder_id == self.place_id


@dataclass(frozen=True, slots=True)
class DayAtRelay:
    """One distribution day at the places somebody keeps."""

    date: str
    crates: int
    arrived: int


def days_of_producer(session: Session, producer_id: str, limit: int) -> list[DayOfGoods]:
    """The latest days this producer has goods for, the latest first."""
    own = _mine(_LOT.c.producer_id == producer_id)
    lots = (
        select(_LOT.c.date, func.count(), func.sum(_LOT.c.turnover_ttc_cents))
        .where(own)
        .group_by(_LOT.c.date)
        .order_by(_LOT.c.date.desc())
        .limit(limit)
    )
    connection = session.connection()
    crates = {date: (count, arrived) for date, count, arrived in connection.execute(_counts(own))}
    return [
        DayOfGoods(date, count, *crates.get(date, (0, 0)), int(cents))
        for date, count, cents in connection.execute(lots)
    ]


def lots_of_producer(session: Session, producer_id: str, date: str) -> list[LotOfDay]:
    """The lots of a producer on a day, by place."""
    statement = (
        select(_LOT.c.id, _PLACE.c.name, _LOT.c.cls, _LOT.c.turnover_ttc_cents)
        .join(_PLACE, _PLACE.c.id == _LOT.c.place_id)
        .where(_mine(_LOT.c.producer_id == producer_id), _LOT.c.date == date)
        .order_by(_PLACE.c.name, _LOT.c.id)
    )
    return [LotOfDay(*row) for row in session.connection().execute(statement)]


def crates_of_producer(session: Session, producer_id: str, date: str) -> list[CrateThere]:
    """The crates of a producer on a day, lot by lot."""
    return _crates(session, and_(_LOT.c.producer_id == producer_id, _LOT.c.date == date))


def days_at_relay(session: Session, keeper_id: str, limit: int) -> list[DayAtRelay]:
    """The latest days goods go to the places this person keeps, the latest first."""
    statement = _counts(_mine(_PLACE.c.keeper_person_id == keeper_id)).order_by(_LOT.c.date.desc())
    return [DayAtRelay(*row) for row in session.connection().execute(statement.limit(limit))]


def crates_at_relay(session: Session, keeper_id: str, date: str) -> list[CrateThere]:
    """The crates of a day for the places this person keeps, by place and producer."""
    return _crates(session, and_(_PLACE.c.keeper_person_id == keeper_id, _LOT.c.date == date))


def places_kept_by(session: Session, keeper_id: str) -> list[str]:
    """The names of the places this person keeps."""
    statement = select(_PLACE.c.name).where(_PLACE.c.keeper_person_id == keeper_id).order_by(_PLACE.c.name)
    return list(session.connection().execute(statement).scalars())


def producer_of_crate(session: Session, code: str) -> str | None:
    """Whose goods a crate holds."""
    statement = (
        select(_LOT.c.producer_id)
        .join(_CRATE, _CRATE.c.consignment_pk == _LOT.c.pk)
        .where(_CRATE.c.code == code)
    )
    return session.connection().execute(statement).scalar()


def _mine(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(whose, _LOT.c.status == ConsignmentStatus.ACTIVE.value)


def _counts(whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """(day, crates, crates that arrived)."""
    arrived = func.sum(cast(func.coalesce(_ARRIVED, False), Integer))
    return (
        _joined(select(_LOT.c.date, func.count(), arrived))
        .where(whose, _CRATE.c.status == CrateStatus.ACTIVE.value)
        .group_by(_LOT.c.date)
    )


def _crates(session: Session, whose: ColumnElement[bool]) -> list[CrateThere]:
    columns = (
        _CRATE.c.code, _CRATE.c.rank, _LOT.c.crate_total, _LOT.c.id, _PERSON.c.name, _LOT.c.place_id,
        _PLACE.c.name, _LOT.c.cls, _STATE.c.holder_kind, _STATE.c.holder_id, _STATE.c.since_ms,
    )  # fmt: skip
    statement = (
        _joined(select(*columns))
        .where(_mine(whose), _CRATE.c.status == CrateStatus.ACTIVE.value)
        .order_by(_PLACE.c.name, _PERSON.c.name, _LOT.c.id, _CRATE.c.rank)
    )
    rows: Sequence[Any] = session.connection().execute(statement).all()
    return [CrateThere(*row) for row in rows]


def _joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.select_from(_LOT)
        .join(_CRATE, _CRATE.c.consignment_pk == _LOT.c.pk)
        .join(_PLACE, _PLACE.c.id == _LOT.c.place_id)
        .join(_PERSON, _PERSON.c.id == _LOT.c.producer_id)
        .outerjoin(_STATE, _STATE.c.crate_code == _CRATE.c.code)
    )
