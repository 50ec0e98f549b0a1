"""The tariff book in the database: reading it, adding a voted version, withdrawing one not begun."""

import json
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from shared.commission.local_time import local_date, period_of
from shared.commission.tariff import Tariff, TariffBook
from shared.commission.tariff_form import TariffRefused, clash_with, read_tariff, tariff_to_json
from shared.errors import RelaisError
from sync_server.commission import tables
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import EVERYONE, RowPut, drop_rows, put_rows

# Whoever may run commands on the machine answers for them under this name.
OPERATOR = "operator"
_TARIFF = table_of(tables.Tariff)
_ACT = table_of(tables.TariffAct)
_LINE = table_of(tables.CommissionLine)
_BODIES = select(_TARIFF.c.version, _TARIFF.c.body)


class TariffDeed(StrEnum):
    """What was done with a version."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"


class TariffUnreadable(RelaisError):
    """A version stored earlier does not read any more: nothing may be computed without it."""

    code = "tariff-unreadable"


@dataclass(frozen=True, slots=True)
class TariffInClosedPeriod:
    """The version would begin in a period that is closed, and silently move settled money."""

    last_closed_period: str


@dataclass(frozen=True, slots=True)
class TariffBegun:
    """The version has begun: money may follow from it, so it stays for ever."""

    tariff: Tariff


@dataclass(frozen=True, slots=True)
class RecordedDeed:
    """Who did what with a version, and when."""

    version: str
    what: TariffDeed
    by: str
    at_ms: int


def load_tariffs(session: Session) -> TariffBook:
    """All versions.

    Raises: TariffUnreadable.
    """
    found = rows_of(session.connection(), _BODIES)
    return TariffBook(tuple(_stored_tariff(version, body) for version, body in found))


def add_tariff(
    session: Session, feed: LockedFeed, text: str | bytes, now_ms: int, by: str = OPERATOR
) -> Tariff | TariffRefused | TariffInClosedPeriod:
    """Adds a version and sends it to the phones; the same one again changes nothing."""
    tariff = read_tariff(text)
    if isinstance(tariff, TariffRefused):
        return tariff
    book = load_tariffs(session)
    if book.version(tariff.version) == tariff:
        return tariff
    clash = clash_with(book, tariff)
    if clash is not None:
        return clash
    closed_period = last_closed_period(session)
    if closed_period is not None and period_of(tariff.valid_from) <= closed_period:
        return TariffInClosedPeriod(closed_period)
    row = {
        "version": tariff.version,
        "valid_from": tariff.valid_from.isoformat(),
        "body": _body(tariff),
        "added_ms": now_ms,
    }
    session.connection().execute(insert(_TARIFF), [row])
    _record(session, tariff, TariffDeed.ADDED, by, now_ms)
    put_rows(session, feed, [RowPut("tariff", tariff.version, tariff_to_json(tariff), (EVERYONE,))])
    return tariff


def withdraw_tariff(
    session: Session, feed: LockedFeed, version: str, now_ms: int, by: str
) -> Tariff | TariffBegun | None:
    """Takes back a version whose first day has not come; None where there is no such version any more."""
    tariff = load_tariffs(session).version(version)
    if tariff is None:
        return None
    if tariff.valid_from <= local_date(now_ms):
        return TariffBegun(tariff)
    session.connection().execute(delete(_TARIFF).where(_TARIFF.c.version == version))
    _record(session, tariff, TariffDeed.WITHDRAWN, by, now_ms)
    drop_rows(session, feed, [("tariff", version)])
    return tariff


def deeds(session: Session) -> list[RecordedDeed]:
    """What was done with the tariffs, the latest first. Versions older than this record have none."""
    columns = select(_ACT.c.version, _ACT.c.what, _ACT.c.by, _ACT.c.at_ms).order_by(_ACT.c.id.desc())
    rows = session.connection().execute(columns)
    return [RecordedDeed(version, TariffDeed(what), by, at_ms) for version, what, by, at_ms in rows]


def last_closed_period(session: Session) -> str | None:
    """The latest period whose closing published lines."""
    return session.connection().execute(select(func.max(_LINE.c.settled_in))).scalar()


def _stored_tariff(version: str, body: str) -> Tariff:
    tariff = read_tariff(body)
    if isinstance(tariff, TariffRefused):
        raise TariffUnreadable(version=version, faults=tariff.faults)
    return tariff


def _body(tariff: Tariff) -> str:
    return json.dumps(tariff_to_json(tariff), ensure_ascii=False, sort_keys=True)


def _record(session: Session, tariff: Tariff, what: TariffDeed, by: str, now_ms: int) -> None:
    row = {"version": tariff.version, "what": what.value, "body": _body(tariff), "by": by, "at_ms": now_ms}
    session.connection().execute(insert(_ACT), [row])
