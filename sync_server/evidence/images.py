"""Pictures decoded within bounds and encoded anew: of what was sent, the copy has nothing but the pixels."""

import struct
import threading
import zlib
from io import BytesIO

from PIL import Image, ImageOps, PngImagePlugin

from shared.custody.evidence import IMAGE_MAX_PIXELS

SHOWN_EDGE_PX = 1600
JPEG_QUALITY = 85
# It goes to phones over a valley's network: a door and a dock take 20 kB at the first size.
SMALL_BYTES = 30_000
SMALLER_AND_SMALLER = ((480, 60), (480, 40), (360, 40), (240, 30))
FORMATS = ("JPEG", "PNG")
# The decoder raises by itself at twice as many.
Image.MAX_IMAGE_PIXELS = IMAGE_MAX_PIXELS
PngImagePlugin.MAX_TEXT_MEMORY = 1024 * 1024
PngImagePlugin.MAX_TEXT_CHUNK = 64 * 1024
# A decoded picture takes a hundred times its file: one at a time, however many phones send.
_ONE_AT_A_TIME = threading.Lock()
# What decoders raise on bytes made to trip them.
_UNDECODABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Image.DecompressionBombError,
    struct.error,
    zlib.error,
)


def shown_copy(content: bytes) -> bytes | None:
    """A JPEG of at most 1600 pixels a side, upright, without metadata; None where it cannot be decoded."""
    with _ONE_AT_A_TIME:
        try:
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                return _encoded(_upright(image)) if _is_small_enough(image) else None
        except _UNDECODABLE:
            return None


def small_copy(shown: bytes) -> bytes:
    """Of what `shown_copy` made, a copy for a card on phones: 480 pixels a side, fewer where it is busy."""
    written = BytesIO()
    with _ONE_AT_A_TIME, Image.open(BytesIO(shown), formats=("JPEG",)) as image:
        for edge_px, quality in SMALLER_AND_SMALLER:
            image.thumbnail((edge_px, edge_px))
            written = BytesIO()
            image.save(written, "JPEG", quality=quality)
            if written.tell() <= SMALL_BYTES:
                break
    return written.getvalue()


def _is_small_enough(image: Image.Image) -> bool:
    """Asked again of the decoder, which reads the header in its own way; nothing is decoded yet."""
    return image.width * image.height <= IMAGE_MAX_PIXELS


def _upright(image: Image.Image) -> Image.Image:
    # A large JPEG is decoded at a half, a quarter or an eighth: it never stands in memory at full size.
    image.draft("RGB", (SHOWN_EDGE_PX, SHOWN_EDGE_PX))
    image.load()
    image.thumbnail((SHOWN_EDGE_PX, SHOWN_EDGE_PX))
    return ImageOps.exif_transpose(image)


def _encoded(image: Image.Image) -> bytes:
    with_alpha = image.convert("RGBA")
    # A signature is often black on nothing: on paper it is black on white.
    flat = Image.new("RGB", with_alpha.size, "white")
    flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    written = BytesIO()
    flat.save(written, "JPEG", quality=JPEG_QUALITY)
    return written.getvalue()
