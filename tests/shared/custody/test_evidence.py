"""Pieces of evidence: packed and unpacked alike, named by all their bytes, bounded without decoding."""

import struct
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.custody.events import LAST_INSTANT_MS, Evidence
from shared.custody.evidence import (
    EVIDENCE_MAX_BYTES,
    IMAGE_MAX_PIXELS,
    PIECES_A_FACT_MAX,
    SALT_BYTES,
    EvidenceFault,
    EvidenceKind,
    Piece,
    Position,
    is_name,
    name_of,
    names_in,
    pack,
    read_position,
    reference_to,
    unpack,
    write_position,
)
from shared.custody.evidence_image import ImageSize, ImageType, image_size
from tests.builders_evidence import a_photo, a_signature

positions = st.builds(
    Position,
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
    st.integers(0, 100_000_000),
    st.integers(0, LAST_INSTANT_MS),
)
salts = st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES)


def a_png_header(width: int, height: int, padding: int = 0) -> bytes:
    """What a PNG says of itself, without a picture behind it."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + bytes(padding)


@given(positions, salts)
def test_a_position_comes_out_as_it_went_in(position: Position, salt: bytes) -> None:
    packed = pack(Piece(EvidenceKind.POSITION, write_position(position)), salt)
    assert isinstance(packed, bytes)
    piece = unpack(packed)
    assert isinstance(piece, Piece)
    assert read_position(piece.content) == position
    assert name_of(packed) == sha256(packed).hexdigest()


@given(salts, salts)
def test_two_salts_give_two_names_for_one_place(one: bytes, other: bytes) -> None:
    piece = Piece(EvidenceKind.POSITION, write_position(Position(1, 2, 3, 4)))
    first, second = pack(piece, one), pack(piece, other)
    assert isinstance(first, bytes)
    assert isinstance(second, bytes)
    assert (name_of(first) == name_of(second)) is (one == other)


@given(st.binary(max_size=200))
def test_no_bytes_trip_the_reader(raw: bytes) -> None:
    assert isinstance(unpack(raw), Piece | EvidenceFault)
    image_size(raw)
    image_size(b"\xff\xd8\xff" + raw)
    image_size(b"\x89PNG\r\n\x1a\n" + raw)
    read_position(raw)


@given(st.integers(0, 2**31), st.integers(0, 2**31))
def test_a_size_is_read_without_decoding(width: int, height: int) -> None:
    size = image_size(a_png_header(width, height))
    assert size == (ImageSize(ImageType.PNG, width, height) if width and height else None)


def test_jpegs_and_pngs_tell_their_size() -> None:
    assert image_size(a_photo(24)) == ImageSize(ImageType.JPEG, 24, 24)
    assert image_size(a_signature()) == ImageSize(ImageType.PNG, 60, 20)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"GIF89a" + bytes(50), EvidenceFault.NOT_AN_IMAGE),
        (b"<html>", EvidenceFault.NOT_AN_IMAGE),
        (b"", EvidenceFault.NOT_AN_IMAGE),
        (a_png_header(4_001, 4_000, 200_000), EvidenceFault.TOO_MANY_PIXELS),
        (a_png_header(65_535, 65_535), EvidenceFault.TOO_MANY_PIXELS),
        # Within the pixels allowed, but as flat as only a bomb is.
        (a_png_header(4_000, 4_000, 20_000), EvidenceFault.TOO_MANY_PIXELS),
        (a_photo() + bytes(EVIDENCE_MAX_BYTES), EvidenceFault.TOO_LARGE),
    ],
)
def test_what_is_no_picture_or_too_large_a_one_is_not_packed(content: bytes, fault: EvidenceFault) -> None:
    assert pack(Piece(EvidenceKind.PHOTO, content), bytes(SALT_BYTES)) is fault


def test_a_full_frame_of_a_camera_is_taken() -> None:
    content = a_png_header(4_000, 4_000, 1_000_000)
    assert IMAGE_MAX_PIXELS == 4_000 * 4_000
    assert isinstance(pack(Piece(EvidenceKind.PHOTO, content), bytes(SALT_BYTES)), bytes)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"lat_e7":1,"lon_e7":2,"accuracy_m":3}',
        b'{"lat_e7":1.5,"lon_e7":2,"accuracy_m":3,"at_ms":4}',
        b'{"lat_e7":900000001,"lon_e7":2,"accuracy_m":3,"at_ms":4}',
        b'{"lat_e7":1,"lon_e7":2,"accuracy_m":3,"at_ms":4,"name":"Bruno"}',
        b" " * 2_000 + b'{"lat_e7":1,"lon_e7":2,"accuracy_m":3,"at_ms":4}',
    ],
)
def test_what_is_no_position_is_not_packed(content: bytes) -> None:
    piece = Piece(EvidenceKind.POSITION, content)
    assert pack(piece, bytes(SALT_BYTES)) is EvidenceFault.NOT_A_POSITION


def test_a_fact_names_each_piece_once_and_no_more_than_twelve() -> None:
    names = [f"{n:064x}" for n in range(20)]
    listed = tuple(reference_to(name) for name in names)
    assert names_in(Evidence(listed[0], (listed[1], listed[0], listed[1]), listed[2])) == (
        names[1],
        names[0],
        names[2],
    )
    assert names_in(Evidence(photos=listed)) == tuple(names[:PIECES_A_FACT_MAX])
    assert names_in(Evidence("sha256:../../etc/passwd", ("sha256:" + "A" * 64, names[0]), "")) == ()


@pytest.mark.parametrize(
    "text", ["", "..", "a" * 63, "a" * 65, "A" * 64, "a" * 64 + "\n", "../" + "a" * 61, "é" * 64]
)
def test_a_name_is_sixty_four_hex_digits_and_nothing_else(text: str) -> None:
    assert not is_name(text)
    assert is_name("0a" * 32)
