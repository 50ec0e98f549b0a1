"""A colleague's facts carried on this phone: whose, how many, how far they have come."""

import flet as ft

from mobile.components.look import Look
from mobile.components.state_chip import state_chip
from mobile.components.tokens import GRID, LINE, RADIUS, SURFACE, Tint


def carried_row(
    look: Look, identifier: str, name: str, what: str, chip: tuple[Tint, str], help_text: str
) -> ft.Control:
    """The name first, its state beside it, what that means below."""
    tint, word = chip
    lines: list[ft.Control] = [
        look.beside(look.strong(name), state_chip(look, tint, word)),
        look.small(what, max_lines=None),
        look.small(help_text, max_lines=None),
    ]
    card = ft.Container(
        ft.Column(lines, spacing=2, tight=True),
        bgcolor=SURFACE,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
    )
    return ft.Semantics(content=card, identifier=identifier, container=True, key=identifier)
