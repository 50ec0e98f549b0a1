"""A bar across the head of a screen: something that holds for all of it, and where it leads."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import FONT_BOLD, GRID, SIZE_BODY, TARGET_HEIGHT, WAITING


def banner(look: Look, identifier: str, text: str, on_tap: OnTap, icon: ft.IconData) -> ft.Control:
    """Colour, icon and word; as high as any target."""
    words = look.text(text, size=SIZE_BODY, font=FONT_BOLD, color=WAITING.ink)
    words.expand = True
    line = ft.Row(
        [
            ft.Icon(icon, size=look.icon(24), color=WAITING.ink),
            words,
            ft.Icon(ft.Icons.CHEVRON_RIGHT, size=look.icon(24), color=WAITING.ink),
        ],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    bar = ft.Container(
        line,
        ink=True,
        bgcolor=WAITING.paper,
        padding=ft.Padding.symmetric(
            vertical=max(GRID, (TARGET_HEIGHT - look.icon(24)) / 2), horizontal=2 * GRID
        ),
        on_click=lambda _event: on_tap(),
    )
    return named(identifier, bar)
