"""Labels as a phone's camera sees them: QR codes turned, blurred, badly lit, several in one picture."""

from collections.abc import Sequence
from io import BytesIO

import segno
from PIL import Image, ImageEnhance, ImageFilter

from shared.custody.codes import crate_payload

HOST = "relais.example"
TABLE_GREY = 150


def label_text(code: str) -> str:
    """What the label of a crate says."""
    return crate_payload(HOST, code)


def label(text: str, *, module_pixels: int = 6, turned_degrees: float = 0.0) -> Image.Image:
    """One printed label: error correction M, a quiet zone, black on white."""
    drawn = BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=module_pixels, border=4)
    printed = Image.open(drawn).convert("L")
    return printed.rotate(
        turned_degrees, expand=True, fillcolor=TABLE_GREY, resample=Image.Resampling.BICUBIC
    )


def seen(
    labels: Sequence[Image.Image],
    *,
    size: tuple[int, int] = (1280, 720),
    blur_pixels: float = 0.0,
    light: float = 1.0,
) -> Image.Image:
    """Labels side by side on a table, as the lens sees them."""
    picture = Image.new("L", size, TABLE_GREY)
    room = size[0] // max(1, len(labels))
    for at, one in enumerate(labels):
        picture.paste(one, (at * room + (room - one.width) // 2, (size[1] - one.height) // 2))
    if blur_pixels:
        picture = picture.filter(ImageFilter.GaussianBlur(blur_pixels))
    return ImageEnhance.Brightness(picture).enhance(light)


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    """As a camera encodes it."""
    encoded = BytesIO()
    picture.convert("RGB").save(encoded, "JPEG", quality=quality)
    return encoded.getvalue()


def picture_of(*codes: str) -> bytes:
    """Crates' labels in front of the lens, well lit."""
    return jpeg(seen([label(label_text(code)) for code in codes]))
