"""Putting a backup in the database's place, the present one set aside under another name."""

import shutil
from pathlib import Path

from sync_server.backup.kept_files import set_aside_name
from sync_server.backup.sqlite_copy import flush

_WITH_ITS_LOG = ("-wal", "-shm")


def prepare_copy(backup: Path, database: Path) -> Path:
    """A copy of the backup beside the database, to be brought up to date before it takes its place."""
    database.parent.mkdir(parents=True, exist_ok=True)
    prepared = database.with_name(f"{database.name}.restoring")
    forget_copy(prepared)
    shutil.copyfile(backup, prepared)
    prepared.chmod(0o600)
    return prepared


def forget_copy(prepared: Path) -> None:
    """Removes a copy that did not take the database's place."""
    for each in _files_of(prepared):
        each.unlink(missing_ok=True)


def put_in_place(prepared: Path, database: Path, now_ms: int) -> Path | None:
    """Sets the present database aside and gives its name to the copy; where the present one is now.

    Between the two renames there is no database: a restore cut there is simply run again.
    """
    aside = set_aside_name(database, now_ms) if database.exists() else None
    flush(prepared)
    if aside is not None:
        for old, new in zip(_files_of(database), _files_of(aside), strict=True):
            if old.exists():
                old.rename(new)
    prepared.rename(database)
    flush(database.parent)
    return aside


def _files_of(database: Path) -> list[Path]:
    return [database, *(database.with_name(database.name + ending) for ending in _WITH_ITS_LOG)]
