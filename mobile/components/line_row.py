"""One commission line: the amount to the right, where figures line up."""

from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.state_chip import state_chip
from mobile.components.tap import OnTap, tappable
from mobile.components.tokens import FONT_BOLD, GRID, LINE, PRIMARY, SIZE_SECTION, WAITING, Tint


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
    texts: list[ft.Control] = [look.strong(words.payer)] if words.payer else []
    texts += [look.small(text) for text in (words.what, words.crates) if text]
    if words.state:
        texts.append(ft.Row([state_chip(look, tint, words.state)]))
    lines = ft.Column(texts, spacing=2, tight=True)
    return tappable(
        f"line-{words.key}",
        ft.Row(
            [
                look.beside(lines, amount),
                ft.Icon(ft.Icons.HELP_OUTLINE, size=look.icon(24), color=PRIMARY),
            ],
            spacing=GRID,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        on_tap,
    )


@dataclass(frozen=True, slots=True)
class PayerWords:
    """What a farm's row says; `withheld` is empty where nothing is."""

    payer_id: str
    name: str
    amount: str
    lines: str
    withheld: str


def payer_row(look: Look, words: PayerWords, on_tap: OnTap, *, is_open: bool) -> ft.Control:
    """One farm and what it owes; a tap shows its lines under it."""
    amount = look.text(words.amount, size=SIZE_SECTION, font=FONT_BOLD, max_lines=1)
    texts: list[ft.Control] = [look.strong(words.name), look.small(words.lines)]
    if words.withheld:
        texts.append(look.small(words.withheld, color=WAITING.ink))
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    return tappable(
        f"payer-{words.payer_id}",
        ft.Row(
            [
                look.beside(ft.Column(texts, spacing=2, tight=True), amount),
                ft.Icon(icon, size=look.icon(24), color=PRIMARY),
            ],
            spacing=GRID,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        on_tap,
        edge=PRIMARY if is_open else LINE,
    )
