"""Packs as numbered frames of text, one QR picture each: shown in a loop, read in any order, repeatedly.

`RF1/<name>/<number>/<of>/<piece>/<check>`, all of it in the alphabet QR codes hold most tightly. The name is
the sha256 of what is cut up (10 bytes), pieces are base32, the check is the CRC-32 of all before it.
"""

import re
import zlib
from base64 import b32decode, b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

# 400 characters: a QR code of 69 modules at level M, read in one go by a 100 EUR phone.
PIECE_BYTES = 250
FRAMES_MAX = 4000
_PREFIX = "RF1"
_NAME_BYTES = 10
_FRAME = re.compile(r"(RF1/([A-Z2-7]{16})/([0-9]{1,4})/([0-9]{1,4})/([A-Z2-7]{1,400})/)([0-9A-F]{8})")
# Base32 stands in groups of eight characters; padding is not sent.
_GROUP = 8


class FrameFault(StrEnum):
    """Why a text adds nothing to a collection."""

    NOT_A_FRAME = "not-a-frame"
    DAMAGED = "damaged"
    OF_ANOTHER = "of-another"


@dataclass(frozen=True, slots=True)
class Collection:
    """The frames read so far: `got` of `total`; the first frame says what is being read."""

    name: str = ""
    total: int = 0
    pieces: Mapping[int, bytes] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def got(self) -> int:
        """How many different frames were read."""
        return len(self.pieces)

    @property
    def is_complete(self) -> bool:
        """Whether every frame was read."""
        return self.total > 0 and self.got == self.total


def frames_of(raw: bytes, piece_bytes: int = PIECE_BYTES) -> tuple[str, ...]:
    """The frames of these bytes, in order."""
    pieces = [raw[at : at + piece_bytes] for at in range(0, len(raw), piece_bytes)]
    assert 0 < len(pieces) <= FRAMES_MAX
    name = _name(raw)
    return tuple(_frame(name, number, len(pieces), piece) for number, piece in enumerate(pieces, start=1))


def with_frame(collection: Collection, text: str) -> Collection | FrameFault:
    """The collection with one more frame read; the same one where that frame was read before."""
    frame = _FRAME.fullmatch(text.strip())
    if frame is None:
        return FrameFault.NOT_A_FRAME
    before, name, digits, total_digits, piece_text, check = frame.groups()
    number, total = int(digits), int(total_digits)
    piece = _decoded(piece_text)
    if check != _check(before) or piece is None or not 1 <= number <= total <= FRAMES_MAX:
        return FrameFault.DAMAGED
    if collection.total and (collection.name, collection.total) != (name, total):
        return FrameFault.OF_ANOTHER
    if number in collection.pieces:
        return collection
    return Collection(name, total, MappingProxyType({**collection.pieces, number: piece}))


def assembled(collection: Collection) -> bytes | None:
    """What was cut up; None where frames lack, or where together they are not what they are named after."""
    if not collection.is_complete:
        return None
    raw = b"".join(collection.pieces[number] for number in range(1, collection.total + 1))
    return raw if _name(raw) == collection.name else None


def _frame(name: str, number: int, total: int, piece: bytes) -> str:
    before = f"{_PREFIX}/{name}/{number}/{total}/{b32encode(piece).decode().rstrip('=')}/"
    return before + _check(before)


def _name(raw: bytes) -> str:
    return b32encode(sha256(raw).digest()[:_NAME_BYTES]).decode()


def _check(before: str) -> str:
    return f"{zlib.crc32(before.encode('ascii')):08X}"


def _decoded(piece: str) -> bytes | None:
    try:
        raw = b32decode(piece + "=" * (-len(piece) % _GROUP))
    except ValueError:
        return None
    # Bits beyond the last byte must be those an encoder writes: one piece has one spelling.
    return raw if b32encode(raw).decode().rstrip("=") == piece else None
