"""The answer to a scan, read at arm's length: a colour, an icon, one word, and what to do."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tokens import FONT_BOLD, GRID, RADIUS, SIZE_TITLE, Tint

ICON_SIZE = 44


def answer_card(
    look: Look, tint: Tint, icon: ft.IconData, word: str, detail: str, *, identifier: str = "answer"
) -> ft.Control:
    """Spoken by a screen reader as it appears."""
    words: list[ft.Control] = [look.text(word, size=SIZE_TITLE, font=FONT_BOLD, color=tint.ink, max_lines=2)]
    if detail:
        words.append(look.body(detail, color=tint.ink))
    card = ft.Container(
        ft.Row(
            [
                ft.Icon(icon, size=look.icon(ICON_SIZE), color=tint.ink),
                ft.Column(words, spacing=2, tight=True, expand=True),
            ],
            spacing=2 * GRID,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=tint.paper,
        border=ft.Border.all(2, tint.ink),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
    )
    return ft.Semantics(content=card, identifier=identifier, live_region=True, container=True, key=identifier)
