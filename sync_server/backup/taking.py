"""Taking a backup: copied while the server runs, proven, compared with the live feed, only then counted."""

from pathlib import Path

from sqlmodel import Session

from shared.sync.hashchain import feed_start
from sync_server.backup.chains import CopyFault, FaultCode, ProvenContent
from sync_server.backup.kept_files import KeptFile
from sync_server.backup.postgres_dump import DumpRefused, dump, prove_dump
from sync_server.backup.queries import note_backup, raise_safe
from sync_server.backup.sqlite_copy import copy_online, prove_file
from sync_server.backup.tables import Backup
from sync_server.db.feed import hash_at

SQLITE_ENDING = ".db"
POSTGRESQL_ENDING = ".dump"


def copy_and_prove_file(database: Path, unfinished: Path) -> ProvenContent | CopyFault:
    """Copies a SQLite database to `unfinished` and proves the copy."""
    copy_online(database, unfinished)
    return prove_file(unfinished)


def dump_and_prove(
    database_url: str, unfinished: Path, now_ms: int
) -> ProvenContent | CopyFault | DumpRefused:
    """Dumps a PostgreSQL database to `unfinished` and proves the dump."""
    refused = dump(database_url, unfinished)
    return refused or prove_dump(database_url, unfinished, f"relais_proof_{now_ms}")


def fault_against_live(session: Session, copied: ProvenContent) -> CopyFault | None:
    """Whether the live feed, where the copy ends, tells another history than the copy."""
    live = hash_at(session, copied.feed_seq) if copied.feed_seq else feed_start()
    if live == copied.feed_hash:
        return None
    return CopyFault(FaultCode.OTHER_HISTORY, f"{copied.feed_seq}")


def count_backup(session: Session, copied: ProvenContent, file: KeptFile, now_ms: int) -> None:
    """From now on phones are told that what this copy holds is safe."""
    raise_safe(session, copied.logs)
    made = Backup(
        made_ms=now_ms,
        feed_seq=copied.feed_seq,
        fh=copied.feed_hash.hex(),
        sha256=file.sha256,
        file_name=file.path.name,
    )
    note_backup(session, made)
