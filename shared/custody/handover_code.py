"""What two phones tell each other at a handover: an offer and its receipt, as text a QR code holds tightly.

`RH1/<G or R>/<base32 of the fields>/<check>`. The check is a digest of all before it: it tells a mistyped,
cut or foreign text apart. It proves nobody's identity: each side's own log does that.
"""

import re
from base64 import b32decode, b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from shared.custody.codes import new_code, number_of
from shared.custody.events import LAST_INSTANT_MS
from shared.ids import is_uuid

VERSION = 1
# 60 crates to a fact need under 1,000 characters; a longer text is none of ours.
TEXT_MAX_CHARACTERS = 6000
CRATES_MAX = 400
_TEXT = re.compile(r"RH([0-9]{1,3})/([GR])/([A-Z2-7]{1,5800})/([A-Z2-7]{8})")
_ANY_VERSION = re.compile(r"RH([0-9]{1,3})/[A-Z]/")
_CHECK_BYTES = 5
_GROUP = 8
_UUID_FOLLOWS = 0xFF
_TEXT_MAX_BYTES = 0xFE
_INSTANT_BYTES = 6
_CODE_BITS = 35


class HandoverFault(StrEnum):
    """Why a text is no handover."""

    NOT_A_HANDOVER = "not_a_handover"
    DAMAGED = "damaged"
    NEWER_VERSION = "newer_version"


@dataclass(frozen=True, slots=True)
class Lot:
    """Crates that go to the same place; none where the giver's phone does not know it."""

    destination_id: str | None
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandoverOffer:
    """What the giver's screen shows once his half is recorded; `taker_id` where he said to whom."""

    given_id: str
    giver_id: str
    at_ms: int
    lots: tuple[Lot, ...]
    taker_id: str | None = None
    place_id: str | None = None
    round_id: str | None = None

    @property
    def crates(self) -> tuple[str, ...]:
        """The codes of all its crates."""
        return tuple(code for lot in self.lots for code in lot.crates)


@dataclass(frozen=True, slots=True)
class HandoverReceipt:
    """What the taker's screen answers; `given` is the giver's fact, or the short code that was typed."""

    taken_id: str
    given: str
    taker_id: str
    giver_id: str
    at_ms: int
    crates: tuple[str, ...]


Handover = HandoverOffer | HandoverReceipt


def write_handover(handover: Handover) -> str:
    """The text of an offer or a receipt. Raises: ValueError where a field is longer than any of ours."""
    letter = "G" if isinstance(handover, HandoverOffer) else "R"
    raw = b"".join(_fields(handover))
    before = f"RH{VERSION}/{letter}/{_base32(raw)}/"
    return before + _check(before)


def read_handover(text: str) -> Handover | HandoverFault:
    """What a scanned or pasted text says; blanks and line ends within are none of it. Never raises."""
    kept = "".join(text[: 2 * TEXT_MAX_CHARACTERS].split()).upper()
    version = _ANY_VERSION.match(kept)
    if version is None:
        return HandoverFault.NOT_A_HANDOVER
    if int(version[1]) > VERSION:
        return HandoverFault.NEWER_VERSION
    parts = _TEXT.fullmatch(kept)
    if parts is None or parts[4] != _check(kept[: -len(parts[4])]):
        return HandoverFault.DAMAGED
    raw = _unbase32(parts[3])
    read = None if raw is None else _read(parts[2], raw)
    # One handover has one spelling: whatever would be written otherwise was not written by us.
    return read if read is not None and write_handover(read) == kept else HandoverFault.DAMAGED


def _fields(handover: Handover) -> Iterator[bytes]:
    match handover:
        case HandoverOffer():
            texts = (handover.given_id, handover.giver_id, handover.taker_id or "")
            texts += (handover.place_id or "", handover.round_id or "")
            lots = handover.lots
        case HandoverReceipt():
            texts = (handover.taken_id, handover.given, handover.taker_id, handover.giver_id)
            lots = (Lot(None, handover.crates),)
    yield from map(_write_text, texts)
    yield handover.at_ms.to_bytes(_INSTANT_BYTES, "big")
    yield bytes([len(lots)])
    for lot in lots:
        yield _write_text(lot.destination_id or "")
        yield _write_crates(lot.crates)


class _Reader:
    """Takes fields off the front; beyond the end there are only errors."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def take(self, size: int) -> bytes:
        if size > len(self.raw):
            raise ValueError("the fields end early")
        taken, self.raw = self.raw[:size], self.raw[size:]
        return taken

    def text(self) -> str:
        (size,) = self.take(1)
        return str(UUID(bytes=self.take(16))) if size == _UUID_FOLLOWS else self.take(size).decode()

    def crates(self) -> tuple[str, ...]:
        count = int.from_bytes(self.take(2), "big")
        if not 0 < count <= CRATES_MAX:
            raise ValueError("no honest count of crates")
        packed = int.from_bytes(self.take(_bytes_of(count)), "big")
        codes: list[str] = []
        for _ in range(count):
            packed, number = packed >> _CODE_BITS, packed & (1 << _CODE_BITS) - 1
            code = new_code(number)
            if code is None:
                raise ValueError("a code that is never issued")
            codes.append(code)
        return tuple(reversed(codes))


def _read(letter: str, raw: bytes) -> Handover | None:
    reader = _Reader(raw)
    try:
        texts = [reader.text() for _ in range(5 if letter == "G" else 4)]
        at_ms = int.from_bytes(reader.take(_INSTANT_BYTES), "big")
        (lot_count,) = reader.take(1)
        lots = tuple(Lot(reader.text() or None, reader.crates()) for _ in range(lot_count))
    except ValueError:
        return None
    if not lots or at_ms > LAST_INSTANT_MS or not all(texts[:2]):
        return None
    if letter == "G":
        given_id, giver_id, taker_id, place_id, round_id = texts
        return HandoverOffer(
            given_id, giver_id, at_ms, lots, taker_id or None, place_id or None, round_id or None
        )
    taken_id, given, taker_id, giver_id = texts
    return HandoverReceipt(taken_id, given, taker_id, giver_id, at_ms, lots[0].crates)


def _write_text(text: str) -> bytes:
    if is_uuid(text):
        return bytes([_UUID_FOLLOWS]) + UUID(text).bytes
    raw = text.encode()
    if len(raw) > _TEXT_MAX_BYTES:
        raise ValueError(f"an identifier of {len(raw)} bytes")
    return bytes([len(raw)]) + raw


def _write_crates(codes: tuple[str, ...]) -> bytes:
    """Seven of a code's eight characters, five bits each: the eighth follows from them."""
    if not 0 < len(codes) <= CRATES_MAX:
        raise ValueError(f"{len(codes)} crates")
    packed = 0
    for code in codes:
        packed = packed << _CODE_BITS | number_of(code[:-1])
    return len(codes).to_bytes(2, "big") + packed.to_bytes(_bytes_of(len(codes)), "big")


def _bytes_of(count: int) -> int:
    return (count * _CODE_BITS + 7) // 8


def _base32(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=")


def _unbase32(text: str) -> bytes | None:
    try:
        return b32decode(text + "=" * (-len(text) % _GROUP))
    except ValueError:
        return None


def _check(before: str) -> str:
    return _base32(sha256(f"relais handover {before}".encode()).digest()[:_CHECK_BYTES])
