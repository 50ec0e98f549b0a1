"""The tariff book in the database: reading it, and adding a voted version."""

import json
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlmodel import Session

from shared.commission.local_time import period_of
from shared.commission.tariff import Tariff, TariffBook
from shared.commission.tariff_form import TariffRefused, clash_with, read_tariff, tariff_to_json
from shared.errors import RelaisError
from sync_server.commission import tables
from sync_server.db.base import table_of
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import EVERYONE, RowPut, put_rows

_TARIFF = table_of(tables.Tariff)
_LINE = table_of(tables.CommissionLine)


class TariffUnreadable(RelaisError):
    """A version stored earlier does not read any more: nothing may be computed without it."""

    code = "tariff-unreadable"


@dataclass(frozen=True, slots=True)
class TariffInClosedPeriod:
    """The version would begin in a period that is closed, and silently move settled money."""

    last_closed_period: str


def load_tariffs(session: Session) -> TariffBook:
    """All versions.

    Raises: TariffUnreadable.
    """
    found = session.connection().execute(select(_TARIFF.c.version, _TARIFF.c.body))
    return TariffBook(tuple(_stored_tariff(version, body) for version, body in found))


def add_tariff(
    session: Session, feed: LockedFeed, text: str | bytes, now_ms: int
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
        "body": json.dumps(tariff_to_json(tariff), ensure_ascii=False, sort_keys=True),
        "added_ms": now_ms,
    }
    session.connection().execute(insert(_TARIFF), [row])
    put_rows(session, feed, [RowPut("tariff", tariff.version, tariff_to_json(tariff), (EVERYONE,))])
    return tariff


def last_closed_period(session: Session) -> str | None:
    """The latest period whose closing published lines."""
    return session.connection().execute(select(func.max(_LINE.c.settled_in))).scalar()


def _stored_tariff(version: str, body: str) -> Tariff:
    tariff = read_tariff(body)
    if isinstance(tariff, TariffRefused):
        raise TariffUnreadable(version=version, faults=tariff.faults)
    return tariff
