"""Statements on the paths a person waits for, run on the driver's own connection.

SQLAlchemy opens, guards and ends every transaction; going through its result objects would cost five times
the statement itself (docs/decisions/0051).
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def run(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
    """One statement in the caller's transaction."""
    return _driver(connection).execute(statement, parameters)


def run_many(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """The same statement once for each row, in the caller's transaction."""
    if rows:
        _driver(connection).executemany(statement, rows)


def first(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> Any:
    """The first row of an answer, or None."""
    return _driver(connection).execute(statement, parameters).fetchone()


def _driver(connection: Connection) -> sqlite3.Connection:
    driver: Any = connection.connection.driver_connection
    return driver
