"""QR codes read by zbar: on phones, where zxing-cpp has no wheel."""

from ctypes import c_int
from typing import Any, cast

# Only phones carry it, see the markers in pyproject.toml.
import pyzbar.pyzbar as zbar  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
from PIL import Image

_library: Any = cast(Any, zbar)
# pyzbar 0.1.9 takes the orientation for unsigned: an unknown one (-1) would raise.
_library.zbar_symbol_get_orientation.restype = c_int


def read_qr(grey: Image.Image) -> list[str]:
    """The texts of all codes found."""
    found = _library.decode(grey, symbols=[_library.ZBarSymbol.QRCODE])
    return [code.data.decode("utf-8", "replace") for code in found]
