"""Customers' withdrawals as keepers count them: recorded once, taken back by a later record."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, insert, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.reconciliation.matrix import Cell
from sync_server.reconciliation.tables import WithdrawalCount

_COUNT = table_of(WithdrawalCount)
CRATES_MAX = 10_000
SAID_BY_MAX = 200
ALL_FARMS = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """A count as somebody says it; `crates` None takes one back, `producer_id` "" is all farms together."""

    id: str
    day: str
    place_id: str
    producer_id: str
    crates: int | None
    said_by: str


class CountFault(StrEnum):
    """Why a count cannot be recorded."""

    NOBODY = "nobody"
    NUMBER = "number"
    NOTHING_EXPECTED = "nothing_expected"


@dataclass(frozen=True, slots=True)
class Counted:
    """A count that stands: how many, who said so, who wrote it down and when."""

    crates: int
    said_by: str
    coordinator_id: str
    recorded_ms: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is counted of a day: by farm and point, and by point for all farms together."""

    by_cell: Mapping[Cell, Counted]
    by_place: Mapping[str, Counted]

    def cells(self) -> dict[Cell, int]:
        """The counts by farm and point."""
        return {cell: counted.crates for cell, counted in self.by_cell.items()}


def record_count(
    session: Session, counting: Counting, expected: frozenset[Cell], coordinator_id: str, now_ms: int
) -> CountFault | None:
    """Writes a count down, once for a form; `expected` are the farms and points that have goods that day."""
    if not counting.said_by.strip() or len(counting.said_by) > SAID_BY_MAX:
        return CountFault.NOBODY
    if counting.crates is not None and not 0 <= counting.crates <= CRATES_MAX:
        return CountFault.NUMBER
    if not any(
        place_id == counting.place_id and counting.producer_id in (ALL_FARMS, producer_id)
        for producer_id, place_id in expected
    ):
        return CountFault.NOTHING_EXPECTED
    # One writer at a time: numbers follow each other, and a form sent twice finds its first sending.
    lock_feed(session)
    connection = session.connection()
    if connection.execute(select(_COUNT.c.id).where(_COUNT.c.id == counting.id)).first() is not None:
        return None
    last = connection.execute(select(func.max(_COUNT.c.n))).scalar() or 0
    row = {
        "id": counting.id,
        "date": counting.day,
        "place_id": counting.place_id,
        "producer_id": counting.producer_id,
        "crates": counting.crates,
        "said_by": counting.said_by.strip(),
        "coordinator_id": coordinator_id,
        "recorded_ms": now_ms,
        "n": last + 1,
    }
    connection.execute(insert(_COUNT), [row])
    return None


def withdrawn_on(session: Session, day: str) -> Withdrawn:
    """The counts that stand for a day: the latest of each farm and point, unless it takes one back."""
    latest: dict[Cell, Counted | None] = {}
    columns = (_COUNT.c.producer_id, _COUNT.c.place_id, _COUNT.c.crates, _COUNT.c.said_by)
    statement = (
        select(*columns, _COUNT.c.coordinator_id, _COUNT.c.recorded_ms)
        .where(_COUNT.c.date == day)
        .order_by(_COUNT.c.n)
    )
    for producer_id, place_id, crates, *who in session.connection().execute(statement):
        latest[producer_id, place_id] = None if crates is None else Counted(crates, *who)
    standing = {cell: counted for cell, counted in latest.items() if counted is not None}
    return Withdrawn(
        {cell: counted for cell, counted in standing.items() if cell[0] != ALL_FARMS},
        {
            place_id: counted
            for (producer_id, place_id), counted in standing.items()
            if producer_id == ALL_FARMS
        },
    )
