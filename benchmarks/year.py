"""A year of a co-op in a database: one week through the real doors, fifty-two more as copies of its rows.

2025-10-31 is planned, driven, decided and closed by the server's own code. The weeks of the months after it
are copies of that week as it was closed; those of the last month, as it was before anybody decided.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, text, update

from benchmarks.year_copies import Week, numbers_taken, read_week, write_copy
from benchmarks.year_plan import COORDINATOR, found, plan_week
from benchmarks.year_week import decide_all, drive_week
from sync_server.accounts.tables import Device
from sync_server.config import Settings
from sync_server.custody.tables import LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import Database, begin, open_database, read
from sync_server.db.tables import FeedEntry, FeedHead
from sync_server.settlement.blocking import Overrides
from sync_server.settlement.closing import Closed, CloseRequest, close
from sync_server.settlement.tables import SettledVat, Settlement, Statement

FIRST_DAY = date(2025, 10, 31)
HOUR_MS = 3_600_000
_SETTLEMENT = table_of(Settlement)
_STATEMENT = table_of(Statement)
_VAT = table_of(SettledVat)
_ENTRY = table_of(FeedEntry)
_FEED_HEAD = table_of(FeedHead)
_LOG_ENTRY = table_of(LogEntry)
_LOG_HEAD = table_of(LogHead)
_DEVICE = table_of(Device)


def noon_ms(day: date) -> int:
    """Midday of a day, UTC."""
    return ((day - date(1970, 1, 1)).days * 24 + 12) * HOUR_MS


def last_day(weeks: int) -> date:
    """The last day anything was carried on."""
    return FIRST_DAY + timedelta(weeks=weeks - 1)


def runtime_on(folder: Path, weeks: int, url: str = "") -> Runtime:
    """A server's runtime on such a database, the day after its last week."""
    settings = Settings(data_dir=folder, database_url=url)
    database = open_database(settings.effective_database_url)
    at_ms = noon_ms(last_day(weeks)) + 24 * HOUR_MS
    return Runtime(settings, database, lambda: at_ms)


def fill(folder: Path, weeks: int, say: Callable[[str], None], url: str = "") -> int:
    """Writes `weeks` weeks of about 20,000 facts each; how many facts there are."""
    settings = Settings(data_dir=folder, database_url=url)
    database = open_database(settings.effective_database_url)
    clock_ms = [noon_ms(FIRST_DAY) - 48 * HOUR_MS]
    runtime = Runtime(settings, database, lambda: clock_ms[0])
    migrate(database)
    with begin(database) as session:
        found(session, runtime.now_ms())
    with begin(database) as session:
        since = _head(session.connection())
        crates = plan_week(session, FIRST_DAY, runtime.now_ms())
    say("planned")
    clock_ms[0] = noon_ms(FIRST_DAY) + 12 * HOUR_MS
    drive_week(runtime, FIRST_DAY, crates)
    say("driven")
    codes = tuple(code for _, _, code in crates)
    taken = partial(read_week, day=FIRST_DAY, codes=codes, since=since)
    with read(database) as session:
        as_driven = taken(session)
    _settle(runtime)
    say("decided and closed")
    with read(database) as session:
        as_closed = taken(session)
    _copy(database, as_driven, as_closed, weeks)
    say("copied")
    with database.writer.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    database.close()
    return weeks * len(as_closed.rows[LogEntry])


def _settle(runtime: Runtime) -> None:
    if decide_all(runtime):
        raise AssertionError("a week of the benchmark cannot be decided")
    overrides = Overrides(silent_reason="Vus", early_reason="Fin de saison")
    asked = CloseRequest(
        f"{FIRST_DAY:%Y-%m}", COORDINATOR, runtime.now_ms(), runtime.settings.data_dir, overrides
    )
    with begin(runtime.database) as session:
        closed = close(session, asked)
    if not isinstance(closed, Closed):
        raise AssertionError(closed)


def _copy(database: Database, as_driven: Week, as_closed: Week, weeks: int) -> None:
    days = {turn: FIRST_DAY + timedelta(weeks=turn) for turn in range(1, weeks)}
    last_month = f"{last_day(weeks):%Y-%m}"
    weeks_of = Counter(f"{day:%Y-%m}" for day in days.values() if f"{day:%Y-%m}" != last_month)
    number = {month: n for n, month in enumerate(sorted(weeks_of), start=2)}
    closed = {turn: number[f"{day:%Y-%m}"] for turn, day in days.items() if f"{day:%Y-%m}" in number}
    with begin(database) as session:
        _settlements(session.connection(), {month: (number[month], weeks_of[month]) for month in number})
    # Both weeks take the same numbers, those of the longer one, so that no two copies meet.
    taken = numbers_taken(as_closed)
    for turn in days:
        with begin(database) as session:
            week = as_closed if turn in closed else as_driven
            write_copy(session.connection(), week, turn, taken, closed.get(turn))
    with begin(database) as session:
        _heads(session.connection(), noon_ms(last_day(weeks)) + 12 * HOUR_MS)


def _settlements(connection: Connection, months: dict[str, tuple[int, int]]) -> None:
    """The settlement of each month, with statements: so many times those of the one week."""
    model = connection.execute(select(_SETTLEMENT)).mappings().one()
    statements = connection.execute(select(_STATEMENT)).mappings().all()
    vat = connection.execute(select(_VAT)).mappings().all()
    for month, (settlement_id, weeks) in months.items():
        closed_ms = model["closed_ms"] + (settlement_id - 1) * 30 * 24 * HOUR_MS
        own = {"id": settlement_id, "period": month, "closed_ms": closed_ms, "file_name": f"{month}.json"}
        connection.execute(insert(_SETTLEMENT), [{**model, **own}])
        of_settlement = {"settlement_id": settlement_id}
        first = (settlement_id - 1) * len(statements)
        rows = [
            {**_times(each, weeks), **of_settlement, "id": first + n, "number": first + n}
            for n, each in enumerate(statements, start=1)
        ]
        connection.execute(insert(_STATEMENT), rows)
        if vat:
            connection.execute(insert(_VAT), [{**_times(each, weeks), **of_settlement} for each in vat])


def _times(row: RowMapping, weeks: int) -> dict[str, Any]:
    return {
        str(name): value * weeks if str(name).endswith("_cents") else value for name, value in row.items()
    }


def _heads(connection: Connection, seen_ms: int) -> None:
    """How far feed and logs are now, and that all phones were heard on the last evening."""
    last = connection.execute(select(_ENTRY.c.seq, _ENTRY.c.fh).order_by(_ENTRY.c.seq.desc()).limit(1)).one()
    connection.execute(update(_FEED_HEAD).values(seq=last.seq, fh=last.fh))
    reached = select(func.max(_LOG_ENTRY.c.seq)).where(_LOG_ENTRY.c.log_pk == _LOG_HEAD.c.pk)
    connection.execute(update(_LOG_HEAD).values(seq=reached.scalar_subquery()))
    connection.execute(update(_DEVICE).values(last_seen_ms=seen_ms))


def _head(connection: Connection) -> int:
    return connection.execute(select(_FEED_HEAD.c.seq)).scalar_one()
