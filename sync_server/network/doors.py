"""Door codes: sealed in the database with a key kept beside it, opened only on their way to a phone."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from sqlalchemy import select
from sqlmodel import Session, col, delete

from sync_server.db.base import table_of
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, drop_rows, place_audience, put_rows, row_text
from sync_server.network.tables import Compartment, DoorCode, Place

KEY_FILE = "door.key"
KEY_BYTES = 64
CODE_MAX_CHARACTERS = 40
# The code of the place itself, not of one of its compartments.
THE_PLACE = ""
ROW = "door"
_ROW_START = f'{{"t":"{ROW}",'
_CODE = table_of(DoorCode)


@dataclass(frozen=True, slots=True)
class DoorSeal:
    """Seals codes so that a copy of the database shows none; the same code gives the same text."""

    key: bytes

    def close(self, content: str, about: str) -> str:
        """The sealed text; it opens only as what it is about."""
        return b64encode(AESSIV(self.key).encrypt(content.encode(), [about.encode()])).decode()

    def open(self, sealed: str, about: str) -> str | None:
        """What was sealed, None where this is not its key."""
        try:
            return AESSIV(self.key).decrypt(b64decode(sealed), [about.encode()]).decode()
        except (InvalidTag, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Door:
    """What a code opens: a place, or one compartment of it."""

    place_id: str
    compartment: str = THE_PLACE


def door_seal(data_dir: Path, random_bytes: Callable[[int], bytes]) -> DoorSeal:
    """The seal of this server, made at its first use."""
    known = known_seal(data_dir)
    if known is not None:
        return known
    data_dir.mkdir(parents=True, exist_ok=True)
    part = data_dir / f"{KEY_FILE}.part"
    part.touch(mode=0o600)
    part.write_bytes(random_bytes(KEY_BYTES // 2) + random_bytes(KEY_BYTES // 2))
    part.replace(data_dir / KEY_FILE)
    return DoorSeal((data_dir / KEY_FILE).read_bytes())


def known_seal(data_dir: Path) -> DoorSeal | None:
    """The seal of this server, if it ever sealed anything."""
    file = data_dir / KEY_FILE
    return DoorSeal(file.read_bytes()) if file.is_file() else None


def is_door(session: Session, door: Door) -> bool:
    """Whether the network knows the place, and the compartment where one is named."""
    if door.compartment == THE_PLACE:
        return session.get(Place, door.place_id) is not None
    return session.get(Compartment, (door.place_id, door.compartment)) is not None


def works_again(session: Session, door: Door, now_ms: int) -> bool:
    """A coordinator says that a compartment works; False where the network does not know it."""
    known = session.get(Compartment, (door.place_id, door.compartment))
    if known is None:
        return False
    known.works_since_ms = now_ms
    session.flush()
    return True


def set_door_code(session: Session, feed: LockedFeed, seal: DoorSeal, door: Door, code: str | None) -> bool:
    """Sets the code of a door, or forgets it; whether that changed anything."""
    if code is None:
        session.exec(
            delete(DoorCode).where(
                col(DoorCode.place_id) == door.place_id, col(DoorCode.compartment) == door.compartment
            )
        )
    else:
        sealed = seal.close(code, f"{door.place_id}/{door.compartment}")
        session.merge(DoorCode(place_id=door.place_id, compartment=door.compartment, sealed=sealed))
    session.flush()
    return publish_codes(session, feed, seal, [door.place_id]) > 0


def publish_codes(session: Session, feed: LockedFeed, seal: DoorSeal, place_ids: Iterable[str]) -> int:
    """Sends the codes of these places, sealed, to those who come by within two days; how many rows changed.

    A code this key does not open is no code: it has to be set again.
    """
    puts: list[RowPut] = []
    gone: list[tuple[str, str]] = []
    for place_id in sorted(set(place_ids)):
        held = session.connection().execute(
            select(_CODE.c.compartment, _CODE.c.sealed).where(_CODE.c.place_id == place_id)
        )
        codes = {
            compartment: code
            for compartment, sealed in held
            if (code := seal.open(sealed, f"{place_id}/{compartment}")) is not None
        }
        if not codes:
            gone.append((ROW, place_id))
            continue
        content = row_text(
            {
                "code": codes.get(THE_PLACE),
                "doors": {door: code for door, code in codes.items() if door != THE_PLACE},
            }
        )
        puts.append(
            RowPut(ROW, place_id, {"sealed": seal.close(content, place_id)}, (place_audience(place_id),))
        )
    return put_rows(session, feed, puts) + drop_rows(session, feed, gone)


def open_codes(rows: Iterable[str], seal: DoorSeal | None) -> tuple[str, ...]:
    """Rows ready to be sent: those with codes opened, the others as they are.

    What the key does not open goes out without any code: the phone shows the place as one without.
    """
    return tuple(_opened(row, seal) if row.startswith(_ROW_START) else row for row in rows)


def _opened(row: str, seal: DoorSeal | None) -> str:
    whole = json.loads(row)
    if "d" not in whole:
        return row
    content = seal.open(whole["d"]["sealed"], whole["k"]) if seal is not None else None
    return row_text({**whole, "d": {"code": None, "doors": {}} if content is None else json.loads(content)})
