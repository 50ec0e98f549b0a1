"""The bar within the thumb: at most four places to go."""

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import named
from mobile.components.tokens import DONE, FONT_BOLD, FONT_MEDIUM, GRID, LINE, MUTED, SURFACE

MAX_TABS = 4
# In letters: what keeps the shortest word's tab as wide as a thumb.
ROOM_BESIDE_WORD = 4


@dataclass(frozen=True, slots=True)
class Tab:
    """One place of the bar: its route, its word and its icon."""

    route: str
    word: str
    icon: ft.IconData


def _tab(look: Look, tab: Tab, go: Callable[[str], None], *, chosen: bool) -> ft.Control:
    ink = DONE.ink if chosen else MUTED
    mark = ft.Container(
        ft.Icon(tab.icon, size=24, color=ink),
        bgcolor=DONE.paper if chosen else None,
        border_radius=16,
        padding=ft.Padding.symmetric(vertical=4, horizontal=18),
    )
    word = ft.Text(
        tab.word,
        # The bar keeps its height at 200 %: its words grow a quarter as much, the icon says the rest.
        size=13 * (1 + (look.scale - 1) / 4),
        font_family=FONT_BOLD if chosen else FONT_MEDIUM,
        color=ink,
        max_lines=1,
        overflow=ft.TextOverflow.ELLIPSIS,
        text_align=ft.TextAlign.CENTER,
    )
    column = ft.Column(
        [mark, word],
        spacing=2,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        alignment=ft.MainAxisAlignment.CENTER,
    )
    target = ft.Container(
        column,
        ink=True,
        padding=ft.Padding.symmetric(vertical=GRID),
        alignment=ft.Alignment.CENTER,
        on_click=lambda _event: go(tab.route),
    )
    answer = named(f"tab-{tab.route.strip('/') or 'home'}", target)
    answer.selected = chosen
    # At 200 % a quarter of the width is too little for the longest word: long words get more of it.
    return ft.Container(answer, expand=len(tab.word) + ROOM_BESIDE_WORD if look.is_large else True)


def bottom_bar(look: Look, tabs: tuple[Tab, ...], current: str, go: Callable[[str], None]) -> ft.Control:
    """The places of the app, the current one marked by colour, shape and weight."""
    assert len(tabs) <= MAX_TABS
    return ft.Container(
        ft.Row([_tab(look, tab, go, chosen=tab.route == current) for tab in tabs], spacing=0),
        bgcolor=SURFACE,
        border=ft.Border.only(top=ft.BorderSide(1, LINE)),
    )
