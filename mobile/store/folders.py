"""Making a folder's own entries durable, and small files in it."""

import os
from contextlib import suppress
from pathlib import Path


def flush_folder(folder: Path) -> None:
    """Flush the folder, so that a file just made or renamed in it survives a power cut."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make the folder where there is none, and its own name durable: else a power cut takes all of it.

    The name is flushed even where the folder stands: a program killed in between had not come to it.
    """
    if not folder.parent.exists():
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    # A folder that the system gave the app may stand in one that the app may not read.
    with suppress(PermissionError):
        flush_folder(folder.parent)


def write_small_file(path: Path, content: bytes) -> None:
    """Keep a small file, all of it or what was there before, durably, readable by this account only."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writer:
        writer.write(content)
        writer.flush()
        os.fsync(writer.fileno())
    part.replace(path)
    flush_folder(path.parent)
