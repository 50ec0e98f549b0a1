"""« Y aller »: the way to a place in the phone's own map app, opened by the tap itself."""

from urllib.parse import quote

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import named
from mobile.components.tokens import (
    FONT_BOLD,
    GRID,
    ON_PRIMARY,
    PRIMARY,
    PRIMARY_HEIGHT,
    RADIUS,
    SIZE_BODY,
)


def map_address(platform: ft.PagePlatform | None, *, is_web: bool, lat: float, lon: float, name: str) -> str:
    """What each system understands; `geo:` works without network in any map app that holds the region."""
    at = f"{lat:.6f},{lon:.6f}"
    if not is_web and platform is ft.PagePlatform.ANDROID:
        return f"geo:{at}?q={at}({quote(name)})"
    if not is_web and platform is ft.PagePlatform.IOS:
        return f"https://maps.apple.com/?daddr={at}"
    return f"https://www.openstreetmap.org/?mlat={lat:.6f}&mlon={lon:.6f}#map=17/{lat:.6f}/{lon:.6f}"


def map_button(look: Look, identifier: str, text: str, *, lat: float, lon: float, name: str) -> ft.Control:
    """The client opens the address within the gesture: a browser would take anything later for a pop-up."""
    page = ft.context.page
    address = map_address(page.platform, is_web=page.web, lat=lat, lon=lon, name=name)
    words = look.text(text, size=SIZE_BODY, font=FONT_BOLD, color=None, max_lines=2)
    row: list[ft.Control] = [ft.Icon(ft.Icons.DIRECTIONS, size=look.icon(24)), words]
    button = ft.FilledButton(
        content=ft.Row(row, alignment=ft.MainAxisAlignment.CENTER, spacing=GRID, tight=True),
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            bgcolor=PRIMARY,
            color=ON_PRIMARY,
            padding=ft.Padding.symmetric(
                vertical=max(GRID, (PRIMARY_HEIGHT - look.size(SIZE_BODY) * 1.25) / 2), horizontal=2 * GRID
            ),
        ),
        action=ft.OpenUrl(address, target=ft.UrlTarget.BLANK),
    )
    return ft.Row([ft.Container(named(identifier, button, button=False), expand=True)], key=identifier)
