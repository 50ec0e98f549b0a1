"""Names of pieces erased at a wish, in a file beside the database: a restored backup brings none back."""

import os
from collections.abc import Sequence
from pathlib import Path

from shared.custody.evidence import is_name

FILE_NAME = "erased-evidence.txt"


def append_erased(folder: Path, name: str) -> None:
    """On disk before returning. A name says nothing of what it named."""
    with (folder / FILE_NAME).open("a", encoding="ascii") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())


def erased_names(folder: Path) -> Sequence[str]:
    """Every name listed, in order; a line cut short by a crash is passed over."""
    file = folder / FILE_NAME
    lines = file.read_text(encoding="ascii", errors="replace").splitlines() if file.exists() else []
    return [line for line in dict.fromkeys(lines) if is_name(line)]
