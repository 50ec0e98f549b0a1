"""Emptying SQLite's write-ahead log, where what was deleted from the database still stands."""

from typing import Any

from sync_server.db.session import BUSY_TIMEOUT_MS, Database

PATIENCE_MS = 500


def empty_write_ahead_log(database: Database) -> None:
    """Moves the log into the database and cuts it to nothing, unless somebody is still reading from it.

    PostgreSQL recycles its own.
    """
    if not database.is_sqlite:
        return
    connection = database.writer.raw_connection()
    try:
        driver: Any = connection.driver_connection
        # Phones that push wait for this connection: a long reader is not waited for as long.
        driver.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    finally:
        connection.close()
