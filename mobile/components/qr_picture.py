"""A QR code as large as the screen is wide: always black on white, whatever the theme."""

from functools import lru_cache
from io import BytesIO

import flet as ft
import segno

from mobile.components.tokens import GRID, RADIUS

# A fixed mask: choosing the best of eight costs five times as much, and gains nothing on sealed content.
MASK = 3
QUIET_ZONE_MODULES = 4


def qr_picture(identifier: str, text: str, label: str) -> ft.Control:
    """The picture of a text, named for a screen reader; sharp at any size, for each module is one pixel."""
    image = ft.Image(
        src=_png(text),
        fit=ft.BoxFit.CONTAIN,
        filter_quality=ft.FilterQuality.NONE,
        gapless_playback=True,
        exclude_from_semantics=True,
        aspect_ratio=1,
    )
    paper = ft.Container(image, bgcolor=ft.Colors.WHITE, border_radius=RADIUS, padding=GRID // 2)
    return ft.Semantics(
        content=paper, identifier=identifier, label=label, image=True, container=True, key=identifier
    )


@lru_cache(maxsize=256)
def _png(text: str) -> bytes:
    picture = BytesIO()
    segno.make_qr(text, error="m", boost_error=False, mask=MASK).save(
        picture, kind="png", scale=1, border=QUIET_ZONE_MODULES
    )
    return picture.getvalue()
