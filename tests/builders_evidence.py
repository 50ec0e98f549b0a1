"""Pieces of evidence for tests: photos of noise, flat signatures, positions, packed or not."""

import random
from functools import cache
from io import BytesIO

from PIL import Image

from shared.custody.evidence import (
    EvidenceFault,
    EvidenceKind,
    Piece,
    Position,
    name_of,
    pack,
    write_position,
)

HERE = Position(471_234_567, -15_432_100, 12, 1_793_944_800_000)


@cache
def a_photo(edge_px: int = 16, seed: int = 1, quality: int = 90) -> bytes:
    """A JPEG that does not compress: about a byte and a half a pixel."""
    noise = random.Random(seed).randbytes(edge_px * edge_px * 3)
    return _saved(Image.frombytes("RGB", (edge_px, edge_px), noise), "JPEG", quality=quality)


@cache
def a_large_photo(seed: int = 1) -> bytes:
    """A photo of several chunks."""
    photo = a_photo(500, seed)
    assert len(photo) > 3 * 64 * 1024
    return photo


@cache
def a_signature() -> bytes:
    """Black on nothing, as a finger draws it."""
    image = Image.new("RGBA", (60, 20), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (5, 9, 55, 11))
    return _saved(image, "PNG")


def packed(kind: EvidenceKind, content: bytes, salt: int = 0) -> tuple[str, bytes]:
    """The name and the bytes of a piece."""
    made = pack(Piece(kind, content), bytes([salt]) * 32)
    assert not isinstance(made, EvidenceFault), made
    return name_of(made), made


def a_packed_position(salt: int = 0) -> tuple[str, bytes]:
    """A piece of a hundred bytes."""
    return packed(EvidenceKind.POSITION, write_position(HERE), salt)


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue()
