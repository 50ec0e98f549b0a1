"""Two sides of one place, each with its count: tap to look at the other."""

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import tappable
from mobile.components.tokens import DONE, GRID, LINE, MUTED, PRIMARY, SURFACE


@dataclass(frozen=True, slots=True)
class Segment:
    """One side: its count in large, its word, whether it is looked at, whether nothing is left to do."""

    identifier: str
    count: str
    word: str
    is_chosen: bool
    is_done: bool


def segments(look: Look, sides: tuple[Segment, ...], *, on_choose: Callable[[int], None]) -> ft.Control:
    """The sides next to each other; the chosen one is framed in the first colour."""
    cards = [_side(look, side, index, on_choose) for index, side in enumerate(sides)]
    if look.is_large:
        return ft.Column([*cards], spacing=GRID, tight=True, key="segments")
    return ft.Row([ft.Container(card, expand=True) for card in cards], spacing=GRID, key="segments")


def _side(look: Look, side: Segment, index: int, on_choose: Callable[[int], None]) -> ft.Control:
    ink = DONE.ink if side.is_done else ft.Colors.ON_SURFACE
    mark = [ft.Icon(ft.Icons.CHECK_CIRCLE, size=look.icon(24), color=DONE.ink)] if side.is_done else []
    content = ft.Column(
        [
            ft.Row(
                [ft.Container(look.count(side.count, color=ink), expand=True), *mark],
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            look.small(side.word, color=ink if side.is_chosen else MUTED, max_lines=1),
        ],
        spacing=0,
        tight=True,
    )
    card = tappable(
        side.identifier,
        content,
        lambda: on_choose(index),
        paper=DONE.paper if side.is_done else SURFACE,
        edge=PRIMARY if side.is_chosen else LINE,
        edge_width=3 if side.is_chosen else 1,
    )
    card.selected = side.is_chosen
    return card
