"""Pictures from a camera or a file made into photos to be kept: small, upright, nothing but pixels."""

import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps, PngImagePlugin

EDGE_MAX_PX = 1600
THUMB_EDGE_PX = 192
FORMATS = ("JPEG", "PNG", "WEBP")
# What a phone's camera may give; anything beyond was made to trip a decoder.
RAW_MAX_BYTES = 40 * 1024 * 1024
RAW_MAX_PIXELS = 80_000_000
# What may stand decoded in memory: a large JPEG is decoded at a half, a quarter or an eighth.
DECODED_MAX_PIXELS = 16_000_000
AIM_BYTES = 400 * 1024
# From the best to the smallest that still shows a torn label; tried until one is small enough.
_STEPS = ((1600, 82), (1600, 70), (1600, 55), (1280, 55), (1024, 45), (800, 35))
PngImagePlugin.MAX_TEXT_MEMORY = 1024 * 1024
PngImagePlugin.MAX_TEXT_CHUNK = 64 * 1024
# What decoders raise on spoilt bytes.
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


class PictureFault(StrEnum):
    """Why bytes make no photo."""

    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept, and the small copy a screen shows; both JPEG."""

    content: bytes
    thumbnail: bytes


def prepare_picture(raw: bytes) -> Picture | PictureFault:
    """A JPEG of at most 1600 pixels a side; metadata, trailer and colour profile stay behind.

    Takes a tenth of a second for a camera's picture on a PC, more on a phone: never on the screen's thread.
    """
    if len(raw) > RAW_MAX_BYTES:
        return PictureFault.TOO_LARGE
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            if image.width * image.height > RAW_MAX_PIXELS:
                return PictureFault.TOO_LARGE
            if isinstance(flat := _flat_pixels(image), PictureFault):
                return flat
    except Image.UnidentifiedImageError:
        return PictureFault.NOT_A_PICTURE
    except Image.DecompressionBombError:
        return PictureFault.TOO_LARGE
    except _UNDECODABLE:
        return PictureFault.DAMAGED
    return Picture(_small_enough(flat), _jpeg(_within(flat, THUMB_EDGE_PX), quality=70))


def thumbnail_of(photo: bytes) -> bytes:
    """The small copy of a photo made here. Raises: OSError where it is none."""
    with Image.open(BytesIO(photo), formats=FORMATS) as image:
        image.draft("RGB", (THUMB_EDGE_PX, THUMB_EDGE_PX))
        return _jpeg(_within(image.convert("RGB"), THUMB_EDGE_PX), quality=70)


def _flat_pixels(image: Image.Image) -> Image.Image | PictureFault:
    """Upright, at most 1600 pixels a side, on white, in a new image: nothing else of the file comes along."""
    image.draft("RGB", (EDGE_MAX_PX, EDGE_MAX_PX))
    if image.width * image.height > DECODED_MAX_PIXELS:
        return PictureFault.TOO_LARGE
    image.load()
    image.thumbnail((EDGE_MAX_PX, EDGE_MAX_PX))
    with_alpha = ImageOps.exif_transpose(image).convert("RGBA")
    flat = Image.new("RGB", with_alpha.size, "white")
    flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return flat


def _small_enough(flat: Image.Image) -> bytes:
    content = b""
    for edge_px, quality in _STEPS:
        content = _jpeg(_within(flat, edge_px), quality=quality)
        if len(content) <= AIM_BYTES:
            break
    return content


def _within(image: Image.Image, edge_px: int) -> Image.Image:
    smaller = image.copy()
    smaller.thumbnail((edge_px, edge_px))
    return smaller


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=quality)
    return written.getvalue()
