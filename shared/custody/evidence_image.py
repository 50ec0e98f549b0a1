"""The type and size of an image from its first bytes, without decoding any of it: JPEG and PNG."""

from dataclasses import dataclass
from enum import StrEnum

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = b"\x00\x00\x00\rIHDR"
_PNG_SIZE_AT = len(_PNG_START) + len(_PNG_HEADER)
_JPEG_START = b"\xff\xd8\xff"
_MARK = 0xFF
# Frame headers SOF0 to SOF15, which share their range with three markers that are none.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Markers without a length: padding apart, TEM and the restarts. Scans and the end come after the frame.
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_NO_FRAME_AFTER = frozenset({0xD9, 0xDA})
_SEGMENTS_MAX = 256
_LENGTH_BYTES = 2
_FRAME_BYTES = 5


class ImageType(StrEnum):
    """The images that are taken."""

    JPEG = "jpeg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class ImageSize:
    """What an image says of itself; only decoding tells whether it is true."""

    type: ImageType
    width_px: int
    height_px: int


def image_size(content: bytes) -> ImageSize | None:
    """The type and size, both sides at least one pixel; None where the bytes begin neither kind."""
    if content.startswith(_PNG_START):
        size = _png_size(content)
    elif content.startswith(_JPEG_START):
        size = _jpeg_size(content)
    else:
        return None
    return size if size is not None and size.width_px > 0 and size.height_px > 0 else None


def _png_size(content: bytes) -> ImageSize | None:
    if content[len(_PNG_START) : _PNG_SIZE_AT] != _PNG_HEADER or len(content) < _PNG_SIZE_AT + 8:
        return None
    width_px = int.from_bytes(content[_PNG_SIZE_AT : _PNG_SIZE_AT + 4], "big")
    return ImageSize(
        ImageType.PNG, width_px, int.from_bytes(content[_PNG_SIZE_AT + 4 : _PNG_SIZE_AT + 8], "big")
    )


def _jpeg_size(content: bytes) -> ImageSize | None:
    at = 2
    for _ in range(_SEGMENTS_MAX):
        at = _next_marker(content, at)
        if at >= len(content) or content[at] in _NO_FRAME_AFTER:
            return None
        marker, at = content[at], at + 1
        if marker in _BARE:
            continue
        length = int.from_bytes(content[at : at + _LENGTH_BYTES], "big")
        if length < _LENGTH_BYTES:
            return None
        if marker in _FRAMES:
            return _frame_size(content[at + _LENGTH_BYTES : at + length])
        at += length
    return None


def _next_marker(content: bytes, at: int) -> int:
    """Where the byte after the run of 0xFF stands; the end of the content where there is no marker."""
    if at >= len(content) or content[at] != _MARK:
        return len(content)
    while at < len(content) and content[at] == _MARK:
        at += 1
    return at


def _frame_size(frame: bytes) -> ImageSize | None:
    """Precision, height, width: in this order."""
    if len(frame) < _FRAME_BYTES:
        return None
    return ImageSize(ImageType.JPEG, int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big"))
