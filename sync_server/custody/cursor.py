"""The cursor of a pull: how far rows were delivered, and a witness of the newest history seen."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass

_TEXT = re.compile(r"1\.(\d{1,18})\.(\d{1,18})\.([0-9a-f]{16})\.([0-9a-f]{1,32})(?:\.(\d{1,18}))?")
WITNESS_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """`pos` = last row stamp delivered; `seen` = feed head when the page was read, `witness` its hash.

    `since` = feed head when the walk from the beginning began, until `pos` has reached it; then 0.
    No row the phone holds is from before it, so no tombstone up to it is missed.
    """

    pos: int
    seen: int
    witness: str
    scope_version: str
    since: int = 0


def witness_of(feed_hash: bytes) -> str:
    """The part of a feed hash a cursor carries."""
    return feed_hash.hex()[:WITNESS_DIGITS]


def write_cursor(cursor: Cursor) -> str:
    """The cursor as text that means nothing to the phone."""
    text = f"1.{cursor.pos}.{cursor.seen}.{cursor.witness}.{cursor.scope_version}"
    if cursor.since:
        text += f".{cursor.since}"
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode("ascii")


def read_cursor(text: str) -> Cursor | None:
    """The cursor a phone sent back, None where it is none of ours."""
    try:
        padded = text + "=" * (-len(text) % 4)
        match = _TEXT.fullmatch(urlsafe_b64decode(padded.encode("ascii")).decode("ascii"))
    except (Base64Error, UnicodeError):
        return None
    if match is None:
        return None
    pos, seen, witness, scope_version, since = match.groups()
    return Cursor(int(pos), int(seen), witness, scope_version, int(since or 0))
