"""All SQL of settlements: what is closed, statement numbers, and what may hold a closing up."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlmodel import Session

from shared.commission.line_values import NETWORK, POOL
from sync_server.accounts.devices import DeviceStatus
from sync_server.accounts.tables import Device, Person
from sync_server.custody.tables import CrateState, LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.network.tables import Place
from sync_server.settlement.tables import Settlement, Statement

_SETTLEMENT = table_of(Settlement)
_STATEMENT = table_of(Statement)
_DEVICE = table_of(Device)
_PERSON = table_of(Person)
_PLACE = table_of(Place)
_STATE = table_of(CrateState)
_HEAD = table_of(LogHead)
_ENTRY = table_of(LogEntry)
_HELD_SINCE = (
    select(func.count())
    .where(_ENTRY.c.log_pk == _HEAD.c.pk, _ENTRY.c.seq > _HEAD.c.whole_seq)
    .correlate(_HEAD)
    .scalar_subquery()
)
_MISSING = _HEAD.c.seq - _HEAD.c.whole_seq - _HELD_SINCE


@dataclass(frozen=True, slots=True)
class SettlementTerms:
    """What a settlement was closed on: up to which feed number, by whom, in spite of what."""

    period: str
    feed_seq: int
    formula: str
    closed_ms: int
    closed_by: str
    silent_reason: str | None
    early_reason: str | None


@dataclass(frozen=True, slots=True)
class ClosedPeriod(SettlementTerms):
    """A settlement as it was written."""

    id: int
    sha256: str
    file_name: str
    format: int


@dataclass(frozen=True, slots=True)
class StatementNumber:
    """The statement of one person in one settlement: amounts before VAT, VAT, mandate at the closing."""

    person_id: str
    year: int
    number: int
    earned_cents: int
    owed_cents: int
    earned_vat_cents: int = 0
    owed_vat_cents: int = 0
    mandate_dated: str | None = None
    mandate_reference: str | None = None

    @property
    def label(self) -> str:
        """The number as printed, `2026-0007`."""
        return f"{self.year}-{self.number:04d}"

    @property
    def net_cents(self) -> int:
        """What the person receives, or pays when negative, VAT included."""
        return self.earned_cents + self.earned_vat_cents - self.owed_cents - self.owed_vat_cents


_NUMBER_COLUMNS = tuple(each.name for each in fields(StatementNumber))


def last_closed_period(session: Session) -> str | None:
    """The latest closed period."""
    return session.connection().execute(select(func.max(_SETTLEMENT.c.period))).scalar()


def closed_period(session: Session, period: str) -> ClosedPeriod | None:
    """The settlement of a period, None while it is open."""
    statement = select(_SETTLEMENT).where(_SETTLEMENT.c.period == period)
    row = session.connection().execute(statement).mappings().first()
    return None if row is None else ClosedPeriod(**row)


def closed_periods(session: Session) -> list[ClosedPeriod]:
    """All settlements, the latest first."""
    rows = session.connection().execute(select(_SETTLEMENT).order_by(_SETTLEMENT.c.period.desc()))
    return [ClosedPeriod(**row) for row in rows.mappings()]


def insert_settlement(session: Session, values: dict[str, Any]) -> ClosedPeriod:
    """Writes a settlement."""
    session.connection().execute(insert(_SETTLEMENT), [values])
    statement = select(_SETTLEMENT).where(_SETTLEMENT.c.period == values["period"])
    return ClosedPeriod(**session.connection().execute(statement).mappings().one())


def last_statement_number(session: Session, year: int) -> int:
    """The last number given in a year, 0 before the first. The feed must be locked."""
    statement = select(func.max(_STATEMENT.c.number)).where(_STATEMENT.c.year == year)
    return session.connection().execute(statement).scalar() or 0


def insert_statements(session: Session, settlement_id: int, numbers: Sequence[StatementNumber]) -> None:
    """Writes the statements of a settlement."""
    rows = [{"settlement_id": settlement_id, **asdict(each)} for each in numbers]
    if rows:
        session.connection().execute(insert(_STATEMENT), rows)


def statements_of(session: Session, settlement_id: int) -> list[StatementNumber]:
    """The statements of a settlement, in the order of their numbers."""
    statement = (
        select(*(_STATEMENT.c[name] for name in _NUMBER_COLUMNS))
        .where(_STATEMENT.c.settlement_id == settlement_id)
        .order_by(_STATEMENT.c.year, _STATEMENT.c.number)
    )
    return [StatementNumber(*row) for row in session.connection().execute(statement)]


def statement_of(session: Session, settlement_id: int, person_id: str) -> StatementNumber | None:
    """One person's statement in a settlement, None where the settlement does not concern him."""
    own = (_STATEMENT.c.settlement_id == settlement_id) & (_STATEMENT.c.person_id == person_id)
    statement = select(*(_STATEMENT.c[name] for name in _NUMBER_COLUMNS)).where(own)
    row = session.connection().execute(statement).first()
    return None if row is None else StatementNumber(*row)


def names_of_people_and_places(session: Session) -> dict[str, str]:
    """Everybody's and every place's name, by id; and what the network and the pool are called."""
    names = {NETWORK: "le réseau", POOL: "la caisse commune"}
    for table in (_PLACE, _PERSON):
        rows = session.connection().execute(select(table.c.id, table.c.name))
        names.update((row[0], row[1]) for row in rows)
    return names


def devices_seen_between(session: Session, from_ms: int, before_ms: int) -> list[tuple[str, str, str, int]]:
    """Active phones last heard within the stretch: (device, person, person's name, last heard in ms)."""
    statement = (
        select(_DEVICE.c.id, _DEVICE.c.person_id, _PERSON.c.name, _DEVICE.c.last_seen_ms)
        .join(_PERSON, _PERSON.c.id == _DEVICE.c.person_id)
        .where(_DEVICE.c.status == DeviceStatus.ACTIVE.value)
        .where(_DEVICE.c.last_seen_ms >= from_ms, _DEVICE.c.last_seen_ms < before_ms)
        .order_by(_DEVICE.c.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.connection().execute(statement)]


def crates_not_projected(session: Session) -> tuple[str, ...]:
    """Crates whose last projection failed, in code order."""
    # The index of the few is used only where its own words are repeated.
    failed = text("dirty <> 0")
    statement = select(_STATE.c.crate_code).where(failed).order_by(_STATE.c.crate_code)
    return tuple(session.connection().execute(statement).scalars())


def logs_with_a_gap(session: Session) -> list[tuple[str, str, int]]:
    """Logs that hold fewer entries than their head says: (log, device, how many are missing).

    Only what came since the log was last found whole is counted.
    """
    statement = (
        select(_HEAD.c.log_id, _HEAD.c.device_id, _MISSING).where(_MISSING != 0).order_by(_HEAD.c.log_id)
    )
    return [(row[0], row[1], row[2]) for row in session.connection().execute(statement)]


def note_whole_logs(session: Session) -> None:
    """Keeps how far each log is whole, so that the next look begins there."""
    whole = update(_HEAD).where(_HEAD.c.seq != _HEAD.c.whole_seq, _MISSING == 0)
    session.connection().execute(whole.values(whole_seq=_HEAD.c.seq))
