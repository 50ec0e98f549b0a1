"""Clock marks: the server's time beside this phone's boot clock, recorded as a fact after a sync."""

from sqlalchemy import Connection

from mobile.config import CLOCK_MARK_EVERY_MS
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft, append_facts
from shared.custody.events import LAST_INSTANT_MS, ClockMark, Kind


def mark_clock_when_due(
    connection: Connection,
    author: Enrolment,
    clock: Clock,
    randomness: Randomness,
    server_time_ms: int,
    left_at_ms: int,
) -> None:
    """Record one where this boot session has none yet, or its last is more than an hour old."""
    mark = read_mark(clock)
    # An instant no body may name dates nothing; the rest of such a reply is taken all the same.
    if not 0 <= server_time_ms <= LAST_INSTANT_MS or not _is_due(connection, mark):
        return
    anchor = {"server_time": server_time_ms, "boot": mark.boot_ms, "rtt": max(0, mark.boot_ms - left_at_ms)}
    append_facts(connection, author, [Draft(Kind.CLOCK, data=anchor)], mark, randomness.random_bytes)
    connection.exec_driver_sql(
        "UPDATE sync_state SET mark_boot_key = ?, mark_boot_ms = ?", (mark.boot_key, mark.boot_ms)
    )


def _is_due(connection: Connection, mark: ClockMark) -> bool:
    boot_key, boot_ms = connection.exec_driver_sql("SELECT mark_boot_key, mark_boot_ms FROM sync_state").one()
    if boot_key != mark.boot_key or boot_ms is None:
        return True
    return not 0 <= mark.boot_ms - boot_ms <= CLOCK_MARK_EVERY_MS
