"""Making a folder's own entries durable."""

import os
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
