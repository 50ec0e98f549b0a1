"""Whether the person of a store agreed to join positions: a small file beside the database, or none."""

from pathlib import Path

from mobile.store.folders import flush_folder, write_small_file

FILE_NAME = "joins-position"


def joins_position(folder: Path) -> bool:
    """Off by default; each person of a phone decides for themselves."""
    return (folder / FILE_NAME).exists()


def keep_joining(folder: Path, *, is_on: bool) -> None:
    """From now on, or no more."""
    path = folder / FILE_NAME
    if is_on:
        write_small_file(path, b"yes\n")
    else:
        path.unlink(missing_ok=True)
        flush_folder(folder)
