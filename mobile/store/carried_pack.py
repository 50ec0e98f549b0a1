"""One carried pack as it is written down, also when the file it stood in was damaged."""

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from mobile.store.damaged import rows_from_either_end
from mobile.store.statements import run
from shared.sync.rescue_pack import SealedPack, read_pack

_PACKS = "SELECT pack, taken_in_ms FROM carried_pack ORDER BY rowid"


class CarriedState(StrEnum):
    """How far a pack has come. Its bytes are let go once it is `safe`, and not before."""

    WAITING = "waiting"
    GAP = "gap"
    RECEIVED = "received"
    REFUSED = "refused"
    SAFE = "safe"


def keep_pack(connection: Connection, pack: SealedPack, taken_in_ms: int) -> int:
    """Keep it in the caller's transaction; 1 where it is new, 0 where it was here before."""
    label = pack.label
    return run(
        connection,
        "INSERT OR IGNORE INTO carried_pack"
        " (digest, device_id, name, first, facts, taken_in_ms, state, pack) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            pack.digest,
            label.device,
            label.name,
            label.first,
            label.facts,
            taken_in_ms,
            CarriedState.WAITING.value,
            pack.raw,
        ),
    ).rowcount


def salvage_packs(connection: Connection, copy: Path) -> None:
    """Take over every pack still whole in a copy of a damaged file; all of them are offered again."""
    for raw, taken_in_ms in rows_from_either_end(copy, _PACKS):
        pack = read_pack(raw) if isinstance(raw, bytes) else None
        if isinstance(pack, SealedPack) and isinstance(taken_in_ms, int):
            keep_pack(connection, pack, taken_in_ms)
