"""A secret behind a mask: seen as long as a thumb holds it, and never otherwise in what is drawn."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import (
    FONT_BOLD,
    GRID,
    LINE,
    MUTED,
    NEUTRAL,
    PRIMARY,
    RADIUS,
    SIZE_TITLE,
    SURFACE,
    TEXT,
)

# As long whatever it hides.
MASK = "• • • •"


def hold_card(
    look: Look,
    identifier: str,
    label: str,
    hint: str,
    shown: str | None,
    *,
    on_hold: OnTap,
    on_release: OnTap,
) -> ft.Control:
    """`shown` only while it may be seen. The control stays the same one, or a drawing would end the hold."""
    secret = look.text(
        shown or MASK, size=SIZE_TITLE, font=FONT_BOLD, color=TEXT if shown else MUTED, max_lines=2
    )
    words = ft.Column(
        [look.small(label), secret, look.small(hint, max_lines=3)], spacing=2, tight=True, expand=True
    )
    icon = ft.Icons.LOCK_OPEN if shown else ft.Icons.LOCK
    card = ft.Container(
        ft.Row(
            [ft.Icon(icon, size=look.icon(30), color=PRIMARY), words],
            spacing=GRID + GRID // 2,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=NEUTRAL.paper if shown else SURFACE,
        border=ft.Border.all(1, PRIMARY if shown else LINE),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
    )
    held = ft.GestureDetector(
        content=card,
        on_long_press_start=lambda _event: on_hold(),
        on_long_press_end=lambda _event: on_release(),
    )
    return named(identifier, held)
