"""Evidence: photos, signatures and positions as salted objects named by their hash, packed and unpacked."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from shared.custody.events import LAST_INSTANT_MS, Evidence
from shared.custody.evidence_image import ImageSize, image_size

SALT_BYTES = 32
EVIDENCE_MAX_BYTES = 2 * 1024 * 1024
IMAGE_MAX_PIXELS = 16_000_000
# A honest photo needs a byte for a few pixels. Beyond the size phones make, flatter ones are bombs.
FLAT_IMAGE_MAX_PIXELS = 2_600_000
PIXELS_A_BYTE_MAX = 100
POSITION_MAX_BYTES = 1024
PIECES_A_FACT_MAX = 12
REFERENCE_PREFIX = "sha256:"
_NAME = re.compile(r"[0-9a-f]{64}")
_MAGIC = b"RLE1"
_HEADER_BYTES = len(_MAGIC) + 1 + SALT_BYTES


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    POSITION = "position"
    PHOTO = "photo"
    SIGNATURE = "signature"


_KIND_BYTES = {EvidenceKind.POSITION: b"p", EvidenceKind.PHOTO: b"f", EvidenceKind.SIGNATURE: b"s"}
_KINDS = {byte: kind for kind, byte in _KIND_BYTES.items()}


class EvidenceFault(StrEnum):
    """Why bytes are no piece of evidence."""

    NOT_EVIDENCE = "not-evidence"
    TOO_LARGE = "too-large"
    NOT_AN_IMAGE = "not-an-image"
    TOO_MANY_PIXELS = "too-many-pixels"
    NOT_A_POSITION = "not-a-position"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a phone was: degrees times ten million, the radius in metres it vouches for, and when."""

    lat_e7: int
    lon_e7: int
    accuracy_m: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence out of its envelope."""

    kind: EvidenceKind
    content: bytes


class _WirePosition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    lat_e7: Annotated[StrictInt, Field(ge=-900_000_000, le=900_000_000)]
    lon_e7: Annotated[StrictInt, Field(ge=-1_800_000_000, le=1_800_000_000)]
    accuracy_m: Annotated[StrictInt, Field(ge=0, le=100_000_000)]
    at_ms: Annotated[StrictInt, Field(ge=0, le=LAST_INSTANT_MS)]


def pack(piece: Piece, salt: bytes) -> bytes | EvidenceFault:
    """The object as it travels and is kept: `RLE1`, a byte for the kind, 32 of salt, the content.

    The salt keeps the hash in a fact from telling anything once the object is erased: without it, a
    position or a blank signature could be found by trying.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    fault = _fault_of(piece)
    return fault or _MAGIC + _KIND_BYTES[piece.kind] + salt + piece.content


def unpack(packed: bytes) -> Piece | EvidenceFault:
    """What an object holds, its content judged by its own bytes. Never raises."""
    kind = _KINDS.get(packed[len(_MAGIC) : len(_MAGIC) + 1])
    if len(packed) <= _HEADER_BYTES or not packed.startswith(_MAGIC) or kind is None:
        return EvidenceFault.NOT_EVIDENCE
    piece = Piece(kind, packed[_HEADER_BYTES:])
    return _fault_of(piece) or piece


def read_piece(received: bytes) -> Piece | EvidenceFault:
    """What a client sent: a packed object, or a bare picture, whose hash has no salt but millions of pixels.

    Who knows the contract alone knows no envelope. A bare position stays refused: its hash could be guessed.
    """
    piece = unpack(received)
    size = image_size(received) if piece is EvidenceFault.NOT_EVIDENCE else None
    if size is None:
        return piece
    too_large = _is_too_large(size, len(received))
    return EvidenceFault.TOO_MANY_PIXELS if too_large else Piece(EvidenceKind.PHOTO, received)


def name_of(packed: bytes) -> str:
    """The sha256 of the whole object in hex: its name on both sides."""
    return sha256(packed).hexdigest()


def is_name(text: str) -> bool:
    """Whether this is a name and nothing else; a path is made of nothing else."""
    return _NAME.fullmatch(text) is not None


def reference_to(name: str) -> str:
    """The name as a fact writes it."""
    return REFERENCE_PREFIX + name


def names_in(evidence: Evidence) -> tuple[str, ...]:
    """The names of the pieces a fact refers to, each once, photos first; the first twelve at most.

    What is no name is passed over: a fact is never refused for it, and nobody can send such a piece.
    """
    references = (*evidence.photos, evidence.signature or "", evidence.gps or "")
    names = [
        reference.removeprefix(REFERENCE_PREFIX)
        for reference in references
        if reference.startswith(REFERENCE_PREFIX)
    ]
    return tuple(dict.fromkeys(name for name in names if is_name(name)))[:PIECES_A_FACT_MAX]


def write_position(position: Position) -> bytes:
    """A position as the content of a piece: one spelling for equal positions."""
    fields = {"lat_e7": position.lat_e7, "lon_e7": position.lon_e7}
    fields |= {"accuracy_m": position.accuracy_m, "at_ms": position.at_ms}
    return json.dumps(fields, separators=(",", ":")).encode()


def read_position(content: bytes) -> Position | None:
    """The position a content holds; None where it is none. Never raises."""
    if len(content) > POSITION_MAX_BYTES:
        return None
    try:
        read = _WirePosition.model_validate_json(content)
    except ValidationError:
        return None
    return Position(read.lat_e7, read.lon_e7, read.accuracy_m, read.at_ms)


def _fault_of(piece: Piece) -> EvidenceFault | None:
    if _HEADER_BYTES + len(piece.content) > EVIDENCE_MAX_BYTES:
        return EvidenceFault.TOO_LARGE
    if piece.kind is EvidenceKind.POSITION:
        return None if read_position(piece.content) else EvidenceFault.NOT_A_POSITION
    size = image_size(piece.content)
    if size is None:
        return EvidenceFault.NOT_AN_IMAGE
    return EvidenceFault.TOO_MANY_PIXELS if _is_too_large(size, len(piece.content)) else None


def _is_too_large(size: ImageSize, content_bytes: int) -> bool:
    pixels = size.width_px * size.height_px
    is_bomb = pixels > FLAT_IMAGE_MAX_PIXELS and pixels > content_bytes * PIXELS_A_BYTE_MAX
    return pixels > IMAGE_MAX_PIXELS or is_bomb
