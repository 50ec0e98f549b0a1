"""One step of a calculation, numbered."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tokens import FONT_BOLD, GRID, NEUTRAL, SIZE_SMALL


def step_row(look: Look, n: int, sentence: str) -> ft.Control:
    """The number in a disc, then the sentence."""
    disc = ft.Container(
        look.text(str(n), size=SIZE_SMALL, font=FONT_BOLD, color=NEUTRAL.ink),
        bgcolor=NEUTRAL.paper,
        width=32 * look.scale,
        height=32 * look.scale,
        border_radius=16 * look.scale,
        alignment=ft.Alignment.CENTER,
    )
    return ft.Row(
        [disc, ft.Container(look.body(sentence), expand=True)],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.START,
        key=f"step-{n}",
    )
