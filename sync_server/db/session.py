"""Opening the database and its transactions: one that writes, one that reads a single instant."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from shared.errors import RelaisError

BUSY_TIMEOUT_MS = 10_000
READERS = 8


class DatabaseUrlWrong(RelaisError):
    """The address of the database cannot be used."""

    code = "database-url-wrong"


@dataclass(frozen=True, slots=True)
class Database:
    """Two ways into one database: `writer` takes the write lock at BEGIN, `reader` sees one instant."""

    writer: Engine
    reader: Engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the small co-op's file rather than PostgreSQL."""
        return self.writer.dialect.name == "sqlite"

    def close(self) -> None:
        """Gives all connections back; the writer last, so that it is the one that checkpoints."""
        self.reader.dispose()
        self.writer.dispose()


def open_database(url: str) -> Database:
    """The database at a SQLAlchemy URL: a SQLite file (its folder is made) or PostgreSQL.

    Raises: DatabaseUrlWrong.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return _open_postgresql(parsed.set(drivername="postgresql+psycopg"))
    raise DatabaseUrlWrong(backend=parsed.get_backend_name())


@contextmanager
def begin(database: Database) -> Generator[Session]:
    """One transaction that may write: commits at the end, undoes everything on an exception.

    SQLite takes the write lock at once (a deferred BEGIN that reads first gets SQLITE_BUSY_SNAPSHOT).
    """
    with Session(database.writer, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read(database: Database) -> Generator[Session]:
    """One transaction that only reads and sees one instant of the database."""
    with Session(database.reader, expire_on_commit=False) as session, session.begin():
        yield session


def _open_sqlite(url: URL) -> Database:
    if not url.database or url.database == ":memory:":
        raise DatabaseUrlWrong(reason="SQLite needs a file: several connections share it")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # One connection of the process writes and checkpoints: SQLite up to 3.51.2 can lose a
    # transaction when two connections write and reset the write-ahead log at the same instant.
    writer = create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0)
    reader = create_engine(url, poolclass=QueuePool, pool_size=READERS, max_overflow=READERS)
    _listen(writer, "BEGIN IMMEDIATE", ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"))
    _listen(reader, "BEGIN", ("query_only=ON", "wal_autocheckpoint=0"))
    return Database(writer, reader)


def _listen(engine: Engine, begin_statement: str, pragmas: tuple[str, ...]) -> None:
    def set_up(connection: Any, _record: Any) -> None:
        # The driver must not open transactions of its own; the event below does.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin_statement)

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", start)


def _open_postgresql(url: URL) -> Database:
    writer = create_engine(url, isolation_level="READ COMMITTED", pool_size=10, pool_pre_ping=True)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer, reader)
