"""Backups in their folder: named by date and feed number, with their sha256 beside."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync_server.backup.chains import CopyFault, FaultCode, ProvenContent
from sync_server.backup.sqlite_copy import flush, sha256_of

FOLDER = "backups"
_BEING_MADE = ".unfinished"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A backup under its final name."""

    path: Path
    sha256: str


def unfinished_path(folder: Path, now_ms: int) -> Path:
    """Where a copy is made until it is proven; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"relais-{_instant(now_ms)}{_BEING_MADE}"


def keep_file(unfinished: Path, content: ProvenContent, now_ms: int, ending: str) -> KeptFile:
    """Gives a proven copy its name and writes its sha256 beside, both on disk before returning."""
    name = f"relais-{_instant(now_ms)}-n{content.feed_seq:09d}{ending}"
    path = unfinished.with_name(name)
    # Turnovers and keyed tokens are in it: nobody else on the machine has to read them.
    unfinished.chmod(0o400)
    sha256 = sha256_of(unfinished)
    beside = _sum_path(path)
    beside.write_text(f"{sha256}  {name}\n", encoding="ascii")
    flush(beside)
    unfinished.replace(path)
    flush(path.parent)
    return KeptFile(path, sha256)


def fault_of_bytes(path: Path) -> CopyFault | None:
    """Whether the file is not the one whose sha256 stands beside it; without one there is no telling."""
    beside = _sum_path(path)
    if not beside.exists():
        return None
    promised = beside.read_text(encoding="ascii").partition(" ")[0]
    return None if promised == sha256_of(path) else CopyFault(FaultCode.OTHER_BYTES, path.name)


def set_aside_name(database: Path, now_ms: int) -> Path:
    """The name a database takes when a backup replaces it; it is kept, whatever its state."""
    return database.with_name(f"{database.stem}-set-aside-{_instant(now_ms)}{database.suffix}")


def _sum_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _instant(now_ms: int) -> str:
    return datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y-%m-%dT%H%M%SZ")
