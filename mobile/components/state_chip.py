"""A state is always a colour, an icon and a word."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tokens import DONE, FONT_MEDIUM, GRID, NEUTRAL, SIZE_SMALL, WAITING, WRONG, Tint

ICONS: dict[Tint, ft.IconData] = {
    DONE: ft.Icons.CHECK_CIRCLE,
    WAITING: ft.Icons.SCHEDULE,
    WRONG: ft.Icons.ERROR,
    NEUTRAL: ft.Icons.INFO,
}


def state_chip(look: Look, tint: Tint, word: str, *, icon: ft.IconData | None = None) -> ft.Control:
    """A small coloured pill: icon and word."""
    return ft.Container(
        content=ft.Row(
            [
                ft.Icon(icon or ICONS[tint], size=look.icon(18), color=tint.ink),
                look.text(word, size=SIZE_SMALL, font=FONT_MEDIUM, color=tint.ink, max_lines=1),
            ],
            spacing=GRID // 2,
            tight=True,
        ),
        bgcolor=tint.paper,
        border_radius=GRID,
        padding=ft.Padding.symmetric(vertical=GRID // 2, horizontal=GRID),
    )
