"""Pictures come out small, upright and bare, or are refused in a word."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from mobile.device.pictures import (
    AIM_BYTES,
    EDGE_MAX_PX,
    RAW_MAX_BYTES,
    THUMB_EDGE_PX,
    Picture,
    PictureFault,
    prepare_picture,
    thumbnail_of,
)
from shared.custody.evidence import EvidenceKind, Piece, pack
from tests.builders_evidence import a_photo, a_signature

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def prepared(raw: bytes) -> Picture:
    picture = prepare_picture(raw)
    assert isinstance(picture, Picture), picture
    return picture


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def from_a_phone(width: int = 3000, height: int = 2000) -> bytes:
    """A landscape picture held upright, red at the left, that names its maker and where it was taken."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 4, height))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "TELEPHONE-DE-BRUNO"
    exif.get_ifd(GPS)[2] = (47.0, 12.0, 34.5)
    return saved(image, "JPEG", exif=exif, icc_profile=b"PROFILE-CANARY" * 10, comment=b"COMMENT-CANARY")


def test_a_cameras_picture_is_made_small_upright_and_forgets_who_took_it_and_where():
    raw = from_a_phone() + b"TRAILER-CANARY"
    picture = prepared(raw)
    kept = opened(picture.content)
    assert kept.format == "JPEG"
    assert max(kept.size) == EDGE_MAX_PX
    # Orientation 6 turns it by a quarter: what was left is on top, and no reader need know.
    assert kept.height > kept.width
    at_the_top = kept.getpixel((kept.width // 2, 10))
    assert isinstance(at_the_top, tuple)
    assert at_the_top[0] > 200
    for content in (picture.content, picture.thumbnail):
        assert not opened(content).getexif()
        for canary in (b"TELEPHONE", b"CANARY", b"Exif", b"ICC_PROFILE"):
            assert canary in raw or canary == b"CANARY"
            assert canary not in content


def test_the_small_copy_is_small():
    thumbnail = prepared(from_a_phone()).thumbnail
    assert max(opened(thumbnail).size) == THUMB_EDGE_PX
    assert len(thumbnail) < 20_000
    assert max(opened(thumbnail_of(a_photo(500))).size) == THUMB_EDGE_PX


def test_a_picture_with_the_most_detail_there_can_be_stays_within_its_size():
    noise = prepared(a_photo(2200, quality=95))
    assert len(noise.content) <= AIM_BYTES
    # Others keep their full size: only what is too heavy is made smaller than 1600.
    assert max(opened(prepared(from_a_phone()).content).size) == EDGE_MAX_PX


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_what_phones_and_computers_give_is_read(form: str):
    mode = "RGB" if form == "JPEG" else "RGBA"
    content = prepared(saved(Image.new(mode, (50, 20), "green"), form)).content
    assert opened(content).size == (50, 20)
    assert isinstance(pack(Piece(EvidenceKind.PHOTO, content), bytes(32)), bytes)


def test_what_is_transparent_stands_on_white():
    kept = opened(prepared(a_signature()).content)
    assert kept.getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", PictureFault.NOT_A_PICTURE),
        (b"%PDF-1.7 not a picture", PictureFault.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9)), "GIF"), PictureFault.NOT_A_PICTURE),
        (a_photo(64)[:900], PictureFault.DAMAGED),
        (bytes(RAW_MAX_BYTES + 1), PictureFault.TOO_LARGE),
    ],
    ids=["nothing", "pdf", "gif", "cut", "heavy"],
)
def test_what_makes_no_photo_is_refused_with_its_reason(raw: bytes, fault: PictureFault):
    assert prepare_picture(raw) is fault


def a_png_that_says(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [5_000, 30_000, 60_000])
def test_a_bomb_is_refused_by_its_own_header_and_never_decoded(side: int):
    assert prepare_picture(a_png_that_says(side, side)) is PictureFault.TOO_LARGE


@pytest.mark.parametrize("seed", range(60))
def test_a_spoilt_picture_is_a_picture_or_refused_and_nothing_else(seed: int):
    raw = bytearray(a_photo(40))
    for at in range(seed, len(raw), 61):
        raw[at] ^= seed + 1
    assert isinstance(prepare_picture(bytes(raw)), Picture | PictureFault)
