"""The settlement file: canonical JSON written once under the data folder, named after its own hash."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.errors import RelaisError

FOLDER = "settlements"
FORMAT = "relais/settlement"
FIRST_FORMAT = 1
# From here on a settlement fixes VAT, regimes and mandates.
VAT_FORMAT = 2
_HASH_IN_NAME = 16


class SettlementFileDiffers(RelaisError):
    """The file on disk is not the one that was settled: somebody changed it, or the disk did."""

    code = "settlement-file-differs"


@dataclass(frozen=True, slots=True)
class SettlementFile:
    """The bytes of a settlement, and where under the data folder they belong."""

    name: str
    sha256: str
    content: bytes


def settlement_file(period: str, fields: Mapping[str, Any], version: int) -> SettlementFile:
    """The one spelling of a settlement: keys in order, no space, UTF-8, one line."""
    ordered = {"format": f"{FORMAT}/{version}", "period": period, **fields}
    text = json.dumps(ordered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content = f"{text}\n".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    return SettlementFile(f"{FOLDER}/{period}-{sha256[:_HASH_IN_NAME]}.json", sha256, content)


def write_once(data_dir: Path, file: SettlementFile) -> None:
    """Writes the file and has it on disk before returning; nothing to do when it is there already.

    The name holds the hash, so a closing that failed afterwards leaves a file nobody refers to.

    Raises: SettlementFileDiffers.
    """
    path = data_dir / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        _check(path, file.sha256)
        return
    beside = path.with_suffix(".writing")
    with beside.open("wb") as stream:
        stream.write(file.content)
        stream.flush()
        os.fsync(stream.fileno())
    # Nobody else on the machine has to read what everybody sold.
    beside.chmod(0o400)
    beside.replace(path)
    _sync_folder(path.parent)


def is_intact(data_dir: Path, name: str, sha256: str) -> bool:
    """Whether the file is there with the bytes that were settled."""
    path = data_dir / name
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _check(path: Path, sha256: str) -> None:
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise SettlementFileDiffers(path=path.name, sha256=sha256)


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the rename itself is what is durable.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
