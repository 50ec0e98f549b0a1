"""The SQLite file: copied while a server writes to it, opened without touching it, and who else has it."""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DatabaseError

from sync_server.backup.chains import CopyFault, FaultCode, ProvenContent, prove

# Where SQLite's readers hold their lock on a database file, for as long as they have it open.
_SHARED_LOCK_AT = 0x40000002
_SHARED_LOCK_BYTES = 510
_CHUNK_BYTES = 1 << 20


def copy_online(source: Path, target: Path) -> None:
    """Copies the database as it stands at one instant; whoever writes to it is not held up."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        # The copy is one file, with no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    flush(target)


def prove_file(path: Path) -> ProvenContent | CopyFault:
    """Opens a copy read-only, checks every page and recomputes every chain."""
    try:
        with _reading(path) as connection:
            said = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
            if said != "ok":
                return CopyFault(FaultCode.DAMAGED, str(said))
            return prove(connection)
    except DatabaseError as error:
        return CopyFault(FaultCode.UNREADABLE, str(error.orig))


def is_in_use(path: Path) -> bool:
    """Whether some other process has this database open, damaged or not."""
    if not path.exists():
        return False
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_LOCK_BYTES, _SHARED_LOCK_AT)
        except OSError:
            return True
    return False


def sha256_of(path: Path) -> str:
    """The file's sha256 in hex digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()


def flush(path: Path) -> None:
    """Has a file, or the names in a folder, on disk before returning."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _reading(path: Path) -> Generator[Connection]:
    # Immutable: SQLite then makes no file beside the copy, nor waits for anybody.
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
