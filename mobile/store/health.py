"""How a store stands, in numbers and fixed words: nothing of what anybody recorded, nothing of anybody."""

import shutil
import sqlite3
from dataclasses import dataclass

from mobile.store.database import FILE_NAME, Store
from mobile.store.migrations import schema_version
from shared.custody.events import Kind, QuarantineReason


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """Counts, sizes in bytes, instants in wall ms."""

    sqlite_version: str
    schema: int
    rows: int
    draft_photos: int
    evidence_bytes: int
    carried: tuple[tuple[str, int], ...]
    quarantined: tuple[tuple[str, int], ...]
    clock_marks: int
    newest_mark_ms: int | None
    newest_fact_ms: int | None
    boot_sessions_marked: bool
    database_bytes: int
    log_ahead_bytes: int
    files_set_aside: int
    free_bytes: int


def store_health(store: Store) -> StoreHealth:
    """Read at once, from one view of the database and its folder."""
    with store.reading() as connection:

        def number(statement: str) -> int:
            return int(connection.exec_driver_sql(statement).scalar_one() or 0)

        def counts(statement: str) -> tuple[tuple[str, int], ...]:
            return tuple((str(word), int(count)) for word, count in connection.exec_driver_sql(statement))

        marks, newest_mark, newest_fact, marked = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM logged_fact WHERE kind = ?),"
            " (SELECT max(wall_ms) FROM logged_fact WHERE kind = ?),"
            " (SELECT max(wall_ms) FROM logged_fact), mark_boot_key IS NOT NULL FROM sync_state",
            (Kind.CLOCK.value, Kind.CLOCK.value),
        ).one()
        reasons = counts("SELECT reason, count(*) FROM quarantined_fact GROUP BY reason ORDER BY reason")
        known = {reason.value for reason in QuarantineReason}
        folder = store.folder
        return StoreHealth(
            sqlite_version=sqlite3.sqlite_version,
            schema=schema_version(connection),
            rows=number("SELECT count(*) FROM pulled_row"),
            draft_photos=number("SELECT count(*) FROM draft_photo"),
            evidence_bytes=number("SELECT sum(size_bytes) FROM evidence"),
            carried=counts("SELECT state, count(*) FROM carried_pack GROUP BY state ORDER BY state"),
            # Reasons come from the server: one this program does not know is only counted.
            quarantined=tuple((word if word in known else "?", count) for word, count in reasons),
            clock_marks=marks,
            newest_mark_ms=newest_mark,
            newest_fact_ms=newest_fact,
            boot_sessions_marked=bool(marked),
            database_bytes=_size(store, FILE_NAME),
            log_ahead_bytes=_size(store, f"{FILE_NAME}-wal"),
            files_set_aside=len(list(folder.glob(f"{FILE_NAME}.damaged-?"))),
            free_bytes=shutil.disk_usage(folder).free,
        )


def _size(store: Store, name: str) -> int:
    path = store.folder / name
    return path.stat().st_size if path.exists() else 0
