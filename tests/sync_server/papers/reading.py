"""Reading papers as those who get them do: their text, and the QR codes a camera finds on a printed page."""

import io

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def text_of(paper: bytes) -> str:
    """All words of a PDF, page after page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def pages_of(paper: bytes) -> int:
    """How many pages it has."""
    return len(PdfReader(io.BytesIO(paper)).pages)


def _qr_codes(page: Image.Image) -> list[zxingcpp.Barcode]:
    # Its types want a list of formats where it takes one.
    return zxingcpp.read_barcodes(page.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)  # pyright: ignore[reportArgumentType]


def qr_texts(picture: bytes) -> list[str]:
    """What every QR on a page says, from top left to bottom right."""
    with Image.open(io.BytesIO(picture)) as page:
        found = _qr_codes(page)
    ordered = sorted(found, key=lambda each: (each.position.top_left.y // 20, each.position.top_left.x))
    return [each.text for each in ordered]


def qr_widths_mm(picture: bytes, dots_per_inch: int) -> list[float]:
    """How wide each QR is on paper, in millimetres."""
    with Image.open(io.BytesIO(picture)) as page:
        found = _qr_codes(page)
    corners = [(each.position.top_left, each.position.top_right) for each in found]
    return [abs(right.x - left.x) * 25.4 / dots_per_inch for left, right in corners]
