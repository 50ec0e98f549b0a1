"""One commission line: the amount to the right, where figures line up."""

from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.state_chip import state_chip
from mobile.components.tap import OnTap, tappable
from mobile.components.tokens import FONT_BOLD, GRID, PRIMARY, SIZE_SECTION, Tint


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a line's row says; `state` is empty where nothing is out of the ordinary."""

    key: str
    amount: str
    payer: str
    what: str
    crates: str
    state: str


def line_row(look: Look, words: LineWords, tint: Tint, on_tap: OnTap) -> ft.Control:
    """Opens « pourquoi ? »."""
    amount = look.text(words.amount, size=SIZE_SECTION, font=FONT_BOLD, max_lines=1, align=ft.TextAlign.RIGHT)
    texts: list[ft.Control] = [look.strong(words.payer), look.small(words.what), look.small(words.crates)]
    if words.state:
        texts.append(ft.Row([state_chip(look, tint, words.state)]))
    lines = ft.Column(texts, spacing=2, tight=True)
    return tappable(
        f"line-{words.key}",
        ft.Row(
            [
                ft.Container(look.beside(lines, amount), expand=True),
                ft.Icon(ft.Icons.HELP_OUTLINE, size=look.icon(24), color=PRIMARY),
            ],
            spacing=GRID,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        on_tap,
    )
