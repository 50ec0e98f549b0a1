"""From pictures to texts: the QR codes of a picture, decoded beside the screen, told once while in view."""

import asyncio
import importlib
import platform
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from PIL import Image

SAME_CODE_MS = 3_000
PHONES = ("Android", "iOS", "iPadOS")

Decode = Callable[[bytes], tuple[str, ...]]


class QrReader(Protocol):
    """A library that finds QR codes in a grey picture; one module each, for no library runs everywhere."""

    def read_qr(self, grey: "Image.Image") -> list[str]:
        """The texts of all codes found."""
        ...


def reader_for(system: str) -> QrReader:
    """zxing-cpp reads more and sooner, and has no wheel for phones; zbar does for these."""
    name = "zbar_reader" if system in PHONES else "zxing_reader"
    return cast(QrReader, importlib.import_module(f"mobile.device.{name}"))


def decode_picture(picture: bytes) -> tuple[str, ...]:
    """The texts of all QR codes in an encoded picture; none where it is no picture."""
    # With it comes the library of pictures: not before the first one.
    grey = importlib.import_module("mobile.device.grey_picture").small_and_grey(picture)
    if grey is None:
        return ()
    texts = reader_for(platform.system()).read_qr(grey)
    return tuple(dict.fromkeys(text for text in texts if text))


class Sightings:
    """Which codes are in view: one is told when it comes, and again only after it was gone for a while."""

    def __init__(self, quiet_ms: int = SAME_CODE_MS) -> None:
        self._quiet_ms = quiet_ms
        self._last_ms: dict[str, int] = {}

    def is_new(self, text: str, now_ms: int) -> bool:
        """Whether to tell it; `now_ms` comes from a clock that never jumps back."""
        self._last_ms = {seen: last for seen, last in self._last_ms.items() if now_ms - last < self._quiet_ms}
        is_new = text not in self._last_ms
        self._last_ms[text] = now_ms
        return is_new


class FrameReader:
    """Pictures in, new texts out. A picture that comes while another is read is dropped: never a queue."""

    def __init__(self, decode: Decode, now_ms: Callable[[], int], on_text: Callable[[str], None]) -> None:
        self._decode = decode
        self._now_ms = now_ms
        self._on_text = on_text
        self._sightings = Sightings()
        self._is_busy = False
        self.dropped = 0

    async def take(self, picture: bytes) -> None:
        """Read one picture off the screen's thread; returns when it is read, or dropped."""
        if self._is_busy:
            self.dropped += 1
            return
        self._is_busy = True
        try:
            texts = await asyncio.to_thread(self._decode, picture)
        finally:
            self._is_busy = False
        for text in texts:
            if self._sightings.is_new(text, self._now_ms()):
                self._on_text(text)
