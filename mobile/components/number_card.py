"""A number, what it counts, and what that means, on one card."""

import flet as ft

from mobile.components.look import Look
from mobile.components.state_chip import ICONS
from mobile.components.tokens import GRID, LINE, RADIUS, SURFACE, Tint


def number_card(
    look: Look, identifier: str, number: str, word: str, help_text: str, tint: Tint
) -> ft.Control:
    """Number first, then the word, then the sentence."""
    head = ft.Row(
        [
            look.count(number, color=tint.ink),
            ft.Container(look.section(word, color=tint.ink), expand=True, padding=ft.Padding.only(bottom=6)),
            ft.Container(
                ft.Icon(ICONS[tint], size=look.icon(28), color=tint.ink), padding=ft.Padding.only(bottom=10)
            ),
        ],
        spacing=GRID,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
    card = ft.Container(
        ft.Column([head, look.small(help_text, max_lines=None)], spacing=2, tight=True),
        bgcolor=SURFACE,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID, horizontal=2 * GRID),
    )
    return ft.Semantics(content=card, identifier=f"count-{identifier}", container=True, key=identifier)
