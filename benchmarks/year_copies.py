"""A week's rows told again for other weeks: the facts and all that was computed from them, moved in time.

Every id, code, date, instant and number is moved alike, so each copy hangs together as its original does. The
hashes of feed and logs stay those of the original: nothing that is measured reads them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlmodel import Session, SQLModel

from benchmarks.year_plan import CODES_BETWEEN, codes_from
from sync_server.commission.tables import CommissionLine, LineEvent, PublishedLine
from sync_server.custody.tables import CrateState, Event, EventCrate, Leg, LogEntry
from sync_server.db.base import table_of
from sync_server.db.bulk import insert_many
from sync_server.db.tables import FeedEntry, PullRow, RowAudience
from sync_server.imports.tables import ImportFile, ImportScope, OrderLine
from sync_server.ledger.tables import Posting
from sync_server.network.tables import Consignment, Crate, CrateMove, Round, RoundStop
from sync_server.reconciliation.tables import Discrepancy, DiscrepancySubject

WEEK_MS = 7 * 86_400_000
# Which numbering each column of numbers belongs to; the others (counts, cents, places in a list) stay.
_NUMBERED: dict[type[SQLModel], dict[str, str]] = {
    ImportFile: {"id": "import"},
    ImportScope: {"id": "scope", "import_id": "import"},
    OrderLine: {"id": "order", "scope_id": "scope", "import_id": "import"},
    Consignment: {"pk": "lot"},
    Crate: {"pk": "crate", "consignment_pk": "lot"},
    Round: {},
    RoundStop: {},
    CrateMove: {"id": "move"},
    Event: {"pk": "feed"},
    LogEntry: {"event_pk": "feed"},
    EventCrate: {"event_pk": "feed"},
    CrateState: {},
    Leg: {"pk": "leg", "consignment_pk": "lot", "start_event_pk": "feed", "end_event_pk": "feed"},
    Discrepancy: {"id": "item"},
    DiscrepancySubject: {"discrepancy_id": "item"},
    PublishedLine: {},
    FeedEntry: {"seq": "feed"},
    PullRow: {"id": "feed", "stamp": "feed"},
    RowAudience: {"stamp": "feed", "row_id": "feed"},
    CommissionLine: {"id": "line"},
    LineEvent: {"line_id": "line"},
    Posting: {"id": "posting"},
}
_OF_THE_CO_OP = {"person", "place", "tariff", "me"}
_OF_A_SETTLEMENT = (CommissionLine, LineEvent, Posting)
_MARKS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?<!\d)\d{4}-\d\d(?:-\d\d)?(?![\d-])"
    r"|(?<!\d)17\d{11}(?!\d)"
    r"|(?<![0-9A-Za-z])[0-9A-Z]{8}(?![0-9A-Za-z])"
)
_LAST_OF_TIME = len("0189abcd-1234")


@dataclass(frozen=True, slots=True)
class Week:
    """A week's rows, by table, as they were read."""

    day: date
    codes: tuple[str, ...]
    rows: dict[type[SQLModel], Sequence[Row[Any]]]


def read_week(session: Session, day: date, codes: Iterable[str], *, since: int) -> Week:
    """All rows of the one week there is, without those of the co-op; `since` is the feed before it."""
    connection = session.connection()
    rows: dict[type[SQLModel], Sequence[Row[Any]]] = {
        each: connection.execute(select(table_of(each))).all() for each in _NUMBERED
    }
    rows[FeedEntry] = [row for row in rows[FeedEntry] if row.seq > since]
    names = [column.name for column in table_of(PullRow).columns]
    rows[PullRow] = [row for row in rows[PullRow] if row[names.index("t")] not in _OF_THE_CO_OP]
    kept = {row.id for row in rows[PullRow]}
    rows[RowAudience] = [row for row in rows[RowAudience] if row.row_id in kept]
    return Week(day, tuple(codes), rows)


def write_copy(
    connection: Connection, week: Week, turn: int, taken: dict[str, int], settlement: int | None
) -> None:
    """Writes the week again, `turn` weeks later, each numbering moved on by so many times what it `taken`.

    `settlement` is the one that holds it; None leaves out what a closing writes.
    """
    copy = _Copy(week, turn, taken, settlement)
    for table, rows in week.rows.items():
        if table in _OF_A_SETTLEMENT and settlement is None:
            continue
        columns = tuple(column.name for column in table_of(table).columns)
        insert_many(connection, table, columns, copy.of(table, columns, rows))


def numbers_taken(week: Week) -> dict[str, int]:
    """How many numbers of each numbering a week takes."""
    spans: dict[str, int] = {}
    for table, columns in _NUMBERED.items():
        for column, numbering in columns.items():
            found = [getattr(row, column) for row in week.rows[table]]
            spans[numbering] = max([spans.get(numbering, 0), *(each for each in found if each is not None)])
    return spans


class _Copy:
    """How each value of the week reads so many weeks later."""

    def __init__(self, week: Week, turn: int, spans: dict[str, int], settlement: int | None) -> None:
        self._turn, self._spans, self._settlement = turn, spans, settlement
        self._ms = turn * WEEK_MS
        self._months = {f"{week.day:%Y-%m}": f"{week.day + timedelta(weeks=turn):%Y-%m}"}
        self._days: dict[str, str] = {}
        self._codes = dict(
            zip(week.codes, codes_from(1 + turn * CODES_BETWEEN, len(week.codes)), strict=True)
        )
        self._positions = _last_positions(week)

    def of(
        self, table: type[SQLModel], columns: tuple[str, ...], rows: Sequence[Row[Any]]
    ) -> list[tuple[Any, ...]]:
        """The rows of a table."""
        moves = [self._mover(table, name) for name in columns]
        if table is LogEntry:
            return [self._log_entry(row) for row in rows]
        return [tuple(move(value) for move, value in zip(moves, row, strict=True)) for row in rows]

    def _mover(self, table: type[SQLModel], column: str) -> Callable[[Any], Any]:
        numbering = _NUMBERED.get(table, {}).get(column)
        if numbering is not None:
            return self._by(self._turn * self._spans[numbering])
        if column.endswith("_ms"):
            return self._by(self._ms)
        if column == "settlement_id":
            return lambda _: self._settlement
        if table is Event and column == "n":
            return self._by(self._turn * 100_000)
        return self._text

    @staticmethod
    def _by(offset: int) -> Callable[[Any], Any]:
        return lambda value: None if value is None else value + offset

    def _text(self, value: Any) -> Any:
        return _MARKS.sub(self._mark, value) if isinstance(value, str) else value

    def _mark(self, found: re.Match[str]) -> str:
        text = found[0]
        match len(text):
            case 36:
                at_ms = int(text[:8] + text[9:13], 16) + self._ms
                return f"{at_ms >> 16:08x}-{at_ms & 0xFFFF:04x}{text[_LAST_OF_TIME:]}"
            case 13:
                return str(int(text) + self._ms)
            case 8:
                return self._codes.get(text, text)
            case 7:
                return self._months.get(text, text)
            case _:
                return self._day(text)

    def _day(self, text: str) -> str:
        if text not in self._days:
            self._days[text] = (date.fromisoformat(text) + timedelta(weeks=self._turn)).isoformat()
        return self._days[text]

    def _log_entry(self, row: Row[Any]) -> tuple[Any, ...]:
        position = row.seq + self._turn * self._positions[row.log_pk]
        event_pk = None if row.event_pk is None else row.event_pk + self._turn * self._spans["feed"]
        return (row.log_pk, position, row.hash, event_pk, row.quarantine_reason, row.body, row.received_ms)


def _last_positions(week: Week) -> dict[int, int]:
    last: dict[int, int] = {}
    for row in week.rows[LogEntry]:
        last[row.log_pk] = max(last.get(row.log_pk, 0), row.seq)
    return last
