"""The secret code of a phone's person and what guessing it has cost, in a small file beside the database.

As for the credential: a damaged database then neither opens the app nor shuts a person out.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mobile.store.folders import flush_folder, write_small_file

FILE_NAME = "pin.json"


@dataclass(frozen=True, slots=True)
class KeptPin:
    """The argon2id text, the wrong tries since the last right one, and the wait the last of these began.

    The wait is counted by the boot clock of the session named by `boot_key`.
    """

    pin_hash: str
    wrong: int = 0
    boot_key: str = ""
    from_boot_ms: int = 0
    wait_ms: int = 0


class _PinFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    pin_hash: str = Field(min_length=1)
    wrong: int = Field(default=0, ge=0)
    boot_key: str = ""
    from_boot_ms: int = 0
    wait_ms: int = Field(default=0, ge=0)


def has_pin(folder: Path) -> bool:
    """Whether the app asks for a code."""
    return read_pin_file(folder) is not None


def read_pin_file(folder: Path) -> KeptPin | None:
    """The code kept in a store's folder; None where there is none, or where it cannot be read."""
    try:
        kept = _PinFile.model_validate_json((folder / FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    return KeptPin(kept.pin_hash, kept.wrong, kept.boot_key, kept.from_boot_ms, kept.wait_ms)


def write_pin_file(folder: Path, pin: KeptPin | None) -> None:
    """Keep or remove it, all of it or nothing, readable by this account only."""
    path = folder / FILE_NAME
    if pin is None:
        path.unlink(missing_ok=True)
        flush_folder(folder)
        return
    content = {
        "pin_hash": pin.pin_hash,
        "wrong": pin.wrong,
        "boot_key": pin.boot_key,
        "from_boot_ms": pin.from_boot_ms,
        "wait_ms": pin.wait_ms,
    }
    write_small_file(path, json.dumps(content).encode())
