"""Door codes: sealed in the database with a key kept beside it, opened only on their way to a phone."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col, delete

from sync_server.accounts.sealing import Seal, known_seal, made_seal
from sync_server.db.base import table_of
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, drop_rows, place_audience, put_rows, row_text
from sync_server.network.tables import Compartment, DoorCode, Place

KEY_FILE = "door.key"
CODE_MAX_CHARACTERS = 40
# The code of the place itself, not of one of its compartments.
THE_PLACE = ""
ROW = "door"
_ROW_START = f'{{"t":"{ROW}",'
_CODE = table_of(DoorCode)


@dataclass(frozen=True, slots=True)
class Door:
    """What a code opens: a place, or one compartment of it."""

    place_id: str
    compartment: str = THE_PLACE


def door_seal(data_dir: Path, random_bytes: Callable[[int], bytes]) -> Seal:
    """The seal of this server's door codes, made at its first use."""
    return made_seal(data_dir, KEY_FILE, random_bytes)


def known_door_seal(data_dir: Path) -> Seal | None:
    """The seal of this server's door codes, if it ever sealed any."""
    return known_seal(data_dir, KEY_FILE)


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


def set_door_code(session: Session, feed: LockedFeed, seal: Seal, door: Door, code: str | None) -> bool:
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


def publish_codes(session: Session, feed: LockedFeed, seal: Seal, place_ids: Iterable[str]) -> int:
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


def open_codes(rows: Iterable[str], seal: Seal | None) -> tuple[str, ...]:
    """Rows ready to be sent: those with codes opened, the others as they are.

    What the key does not open goes out without any code: the phone shows the place as one without.
    """
    return tuple(_opened(row, seal) if row.startswith(_ROW_START) else row for row in rows)


def _opened(row: str, seal: Seal | None) -> str:
    whole = json.loads(row)
    if "d" not in whole:
        return row
    content = seal.open(whole["d"]["sealed"], whole["k"]) if seal is not None else None
    return row_text({**whole, "d": {"code": None, "doors": {}} if content is None else json.loads(content)})
