"""QR codes read by zxing-cpp: on a desk, in the browser's program, on a server."""

from typing import Any, cast

import zxingcpp
from PIL import Image


def read_qr(grey: Image.Image) -> list[str]:
    """The texts of all codes found."""
    library: Any = cast(Any, zxingcpp)
    found = library.read_barcodes(
        grey, formats=library.BarcodeFormat.QRCode, text_mode=library.TextMode.Plain
    )
    return [str(code.text) for code in found]
