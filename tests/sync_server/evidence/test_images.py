"""What people may see of a picture: its pixels, encoded anew; bombs are refused before they cost."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from shared.custody.evidence import EvidenceFault, EvidenceKind
from sync_server.evidence.images import SHOWN_EDGE_PX, shown_copy
from sync_server.evidence.judging import judge
from sync_server.evidence.pieces import Judged, OtherBytes
from tests.builders_evidence import HERE, a_packed_position, a_photo, a_signature, packed

SCRIPT = b"<script>alert(1)</script>"
# Measured in a process of its own: what these bombs would take is far more than the rest of a test run.
MEMORY = """
import resource, sys
from sync_server.evidence.judging import judge
from tests.builders_evidence import a_photo, packed
from tests.sync_server.evidence.test_images import bombs
from shared.custody.evidence import EvidenceKind, name_of
judge(*packed(EvidenceKind.PHOTO, a_photo()))
listed = bombs()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for bomb in listed:
    assert not hasattr(judge(name_of(bomb), bomb), "shown")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def a_png(width: int, height: int, *chunks: tuple[bytes, bytes], pixels: bytes | None = None) -> bytes:
    """A grey PNG of these chunks, its pixels all black unless given."""
    rows = zlib.compress(bytes((width + 1) * height), 9) if pixels is None else pixels
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    listed = ((b"IHDR", header), *chunks, (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in listed
    )


def bombs() -> list[bytes]:
    """Small files that ask for a lot of memory, as the pieces a phone would send."""
    vast = zlib.compress(bytes(30_000_000), 9)
    contents = [
        a_png(30_000, 30_000, pixels=vast),
        a_png(4_000, 4_000),
        a_png(16, 16, *[(b"zTXt", b"k\x00\x00" + vast)] * 40),
        a_png(16, 16, (b"iCCP", b"k\x00\x00" + vast)),
        a_png(16, 16, *[(b"iTXt", b"k\x00\x01\x00\x00\x00" + vast)] * 40),
        a_png(16, 16, pixels=vast[:10]),
    ]
    return [b"RLE1f" + bytes(32) + content for content in contents]


def test_a_photo_comes_out_small_upright_and_without_what_cameras_write() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CanariCamera"
    exif.get_ifd(0x8825)[1] = "N"
    written = BytesIO()
    photo = Image.new("RGB", (2_000, 1_000), "red")
    photo.putpixel((0, 0), (0, 0, 255))
    photo.save(written, "JPEG", exif=exif, comment=b"CanariComment", icc_profile=b"CanariProfile")
    shown = shown_copy(written.getvalue())
    assert shown is not None
    with Image.open(BytesIO(shown)) as image:
        # Turned by a quarter, as the camera said; then it says nothing any more.
        assert image.size == (800, SHOWN_EDGE_PX)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Canari" not in shown


@pytest.mark.parametrize(
    "content",
    [
        a_photo() + SCRIPT,
        a_photo() + b"PK\x03\x04" + bytes(60),
        a_photo()[:2] + b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT + a_photo()[2:],
        a_signature() + SCRIPT,
        a_png(16, 16, (b"tEXt", b"Comment\x00" + SCRIPT)),
    ],
)
def test_of_a_file_that_is_two_things_at_once_only_the_picture_is_left(content: bytes) -> None:
    judged = judge(*packed(EvidenceKind.PHOTO, content))
    assert isinstance(judged, Judged)
    assert SCRIPT not in judged.shown
    assert b"PK\x03\x04" not in judged.shown
    assert judged.shown.startswith(b"\xff\xd8\xff")
    assert judged.shown.endswith(b"\xff\xd9")
    assert content in judged.original


def test_a_signature_is_shown_on_white() -> None:
    shown = shown_copy(a_signature())
    assert shown is not None
    with Image.open(BytesIO(shown)) as image:
        corner, stroke = image.convert("L").getpixel((59, 0)), image.convert("L").getpixel((30, 10))
    assert isinstance(corner, int | float)
    assert isinstance(stroke, int | float)
    assert corner > 240
    assert stroke < 60


def test_a_position_is_shown_in_one_spelling() -> None:
    judged = judge(*a_packed_position())
    assert isinstance(judged, Judged)
    assert judged.kind is EvidenceKind.POSITION
    assert str(HERE.lat_e7).encode() in judged.shown


def test_other_bytes_than_those_of_the_name_are_told_apart_from_bad_ones() -> None:
    name, piece = packed(EvidenceKind.PHOTO, a_photo())
    assert judge(name, piece + b"x") == OtherBytes()
    cut_name, cut = packed(EvidenceKind.PHOTO, a_photo()[:-300])
    assert judge(cut_name, cut) is EvidenceFault.NOT_AN_IMAGE


def test_no_spoilt_picture_does_more_than_fail_to_decode() -> None:
    chance = Random(12)
    for content in (a_photo(24), a_signature(), a_png(40, 40)):
        for _ in range(150):
            spoilt = bytearray(content)
            for _ in range(chance.randint(1, 6)):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            shown = shown_copy(bytes(spoilt[: chance.randint(len(spoilt) // 2, len(spoilt))]))
            assert shown is None or shown.startswith(b"\xff\xd8\xff")


def test_bombs_cost_less_than_ten_megabytes() -> None:
    # Takes a second: a process of its own, so that nothing else is measured.
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 10_000, f"{done.stdout.strip()} KiB"
