"""The phone's database: one connection, created so that it survives a power cut, set aside when damaged."""

import os
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from mobile.store.enrolment import Enrolment, read_enrolment_file, write_enrolment_file
from mobile.store.folders import flush_folder, make_folder
from mobile.store.migrations import migrate
from mobile.store.salvage import SalvageReport, files_set_aside, is_half_aside, salvage_log, set_aside
from mobile.store.statements import run
from shared.errors import RelaisError
from shared.ids import uuid4

FILE_NAME = "phone.db"
FIRST_BATCH_EVENTS = 50
_OPEN_STORES: dict[Path, "Store"] = {}
_OPENING = threading.Lock()
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class StoreDamagedError(RelaisError):
    """The file cannot be read as a database: open the store again, it sets the file aside and salvages."""

    code = "store-damaged"


class StoreFailedError(RelaisError):
    """The system refused to read or write (full disk, rights): nothing was recorded."""

    code = "store-failed"


class Store:
    """The phone's database behind one connection that reads, writes and checkpoints, one act at a time.

    SQLite up to 3.51.2 may lose a write-ahead log that several connections reset: hence only one.
    """

    def __init__(self, folder: Path, connection: Connection, salvage: SalvageReport | None) -> None:
        self.folder = folder
        self.salvage = salvage
        self.sync_in_flight = threading.Lock()
        self._connection = connection
        self._lock = threading.RLock()
        self._revision = 0
        self._enrolment = read_enrolment_file(folder)

    @property
    def enrolment(self) -> Enrolment | None:
        """Whose phone this is, once it is enrolled."""
        return self._enrolment

    def save_enrolment(self, enrolment: Enrolment | None) -> None:
        """Keep or forget the credential, durably. The log stays, and resumes under the next one."""
        with self._lock:
            write_enrolment_file(self.folder, enrolment)
            self._enrolment = enrolment
            self._revision += 1

    def revision(self) -> int:
        """Grows with every commit: tells cheaply whether anything changed."""
        return self._revision

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One durable transaction: left without an exception, it is on the disk.

        Raises: StoreDamagedError, StoreFailedError; then nothing of it was kept.
        """
        with self._lock, _told_apart():
            self._connection.info["begin"] = "BEGIN IMMEDIATE"
            with self._connection.begin():
                yield self._connection
            self._revision += 1

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One consistent view of the database. Raises: StoreDamagedError, StoreFailedError."""
        with self._lock, _told_apart():
            self._connection.info["begin"] = "BEGIN"
            with self._connection.begin():
                yield self._connection

    def close(self) -> None:
        """Leave the file; opening the folder again makes a new store."""
        with _OPENING, self._lock:
            _OPEN_STORES.pop(self.folder, None)
            self._connection.close()
            self._connection.engine.dispose()


def open_store(folder: Path, random_bytes: Callable[[int], bytes] = os.urandom) -> Store:
    """The store of a folder, made where there is none. Opening it twice gives the same store.

    A damaged file is set aside, never deleted, and its log salvaged: `Store.salvage` then says so.
    Raises: StoreTooNewError, StoreFailedError.
    """
    folder = folder.resolve()
    with _OPENING:
        known = _OPEN_STORES.get(folder)
        if known is None:
            make_folder(folder)
            known = _OPEN_STORES[folder] = _open(folder, random_bytes)
        return known


def _open(folder: Path, random_bytes: Callable[[int], bytes]) -> Store:
    path = folder / FILE_NAME
    if is_half_aside(path):
        set_aside(path)
    try:
        return Store(folder, *_connect(path, random_bytes))
    except StoreDamagedError:
        set_aside(path)
    return Store(folder, *_connect(path, random_bytes))


def _connect(path: Path, random_bytes: Callable[[int], bytes]) -> tuple[Connection, SalvageReport | None]:
    engine = create_engine(
        f"sqlite:///{path}", poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 10}
    )
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    try:
        with _told_apart():
            connection = engine.connect()
            connection.info["begin"] = "BEGIN IMMEDIATE"
            return connection, _make_ready(connection, path, random_bytes)
    except RelaisError:
        engine.dispose()
        raise


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    run(connection, connection.info["begin"])


def _make_ready(
    connection: Connection, path: Path, random_bytes: Callable[[int], bytes]
) -> SalvageReport | None:
    """Created under EXTRA and its folder flushed: else a lost unlink of the first journal undoes the file."""
    is_new = _pragma(connection, "user_version") == 0
    _pragma(connection, "synchronous = EXTRA" if is_new else "synchronous = FULL")
    _pragma(connection, "fullfsync = 1")
    _pragma(connection, "checkpoint_fullfsync = 1")
    if not is_new and _pragma(connection, "quick_check(1)") != "ok":
        raise StoreDamagedError(path=str(path))
    migrate(connection, path)
    report = _start_the_log(connection, path, random_bytes)
    _pragma(connection, "journal_mode = WAL")
    flush_folder(path.parent)
    _pragma(connection, "synchronous = FULL")
    _assert_durable(connection)
    return report


def _pragma(connection: Connection, pragma: str) -> Any:
    """Pragmas of the journal only work outside a transaction, hence on the driver's own connection."""
    driver: Any = connection.connection.driver_connection
    found = driver.execute(f"PRAGMA {pragma}").fetchone()
    return found[0] if found else None


def _assert_durable(connection: Connection) -> None:
    found = tuple(_pragma(connection, name) for name in ("journal_mode", "synchronous", "fullfsync"))
    if found != ("wal", 2, 1):
        raise StoreFailedError(pragmas=found)


def _start_the_log(
    connection: Connection, path: Path, random_bytes: Callable[[int], bytes]
) -> SalvageReport | None:
    """Name a new file's log and fill it with what was set aside: together, or a start cut short loses it."""
    with connection.begin():
        if connection.exec_driver_sql("SELECT 1 FROM sync_state").first() is not None:
            return None
        connection.exec_driver_sql(
            "INSERT INTO sync_state (id, log_id, n_floor, next, safe, covered, batch_events)"
            " VALUES (1, ?, 0, 1, 0, 1, ?)",
            (uuid4(random_bytes(16)), FIRST_BATCH_EVENTS),
        )
        asides = files_set_aside(path)
        return salvage_log(connection, asides) if asides else None


@contextmanager
def _told_apart() -> Generator[None]:
    """A damaged file and a refusing system ask for different acts, so they are different errors."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        number = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if number in _DAMAGE:
            raise StoreDamagedError(cause=str(cause)) from error
        raise StoreFailedError(cause=str(cause)) from error
