"""The frame of every screen: title, scrolling body, the one action, the bar at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import BACKGROUND, GRID, LINE, TARGET_HEIGHT, TEXT


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a screen: its title, the way back if there is one, the pill; a bar above it all.

    `page` names which page of the screen this is, where it has several: each is read from its top.
    """

    title: str
    on_back: OnTap | None = None
    actions: Sequence[ft.Control] = ()
    banner: Sequence[ft.Control] = ()
    page: str = ""


def _back(on_back: OnTap, label: str) -> ft.Control:
    return named(
        "back",
        ft.IconButton(
            ft.Icons.ARROW_BACK,
            icon_color=TEXT,
            icon_size=26,
            tooltip=label,
            width=TARGET_HEIGHT,
            height=TARGET_HEIGHT,
            on_click=lambda _event: on_back(),
        ),
        button=False,
    )


def _head(look: Look, head: Head) -> ft.Control:
    words = look.head(head.title)
    words.expand = True
    parts: list[ft.Control] = [words, *head.actions]
    if head.on_back is not None:
        parts.insert(0, _back(head.on_back, look.texts.common.back))
    return ft.Container(
        ft.Row(parts, spacing=GRID, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        padding=ft.Padding.only(left=2 * GRID if head.on_back is None else 0, right=2 * GRID),
        height=None if look.scale > 1 else TARGET_HEIGHT + GRID,
    )


def _spaced(part: ft.Control, spacing: int) -> ft.Control:
    """Room below a part: the client's own spacing comes only with rows found by their number."""
    before = part.parent
    if isinstance(before, ft.Container) and before.content is part:
        # A row kept from the last drawing keeps its room too.
        return before
    return ft.Container(part, padding=ft.Padding.only(bottom=spacing), key=part.key)


def _scroller(page: str, body: Sequence[ft.Control], spacing: int) -> ft.Control:
    return ft.ListView(
        controls=[_spaced(part, spacing) for part in body],
        expand=True,
        # The client scrolls on where it was unless the list is another one.
        key=f"body-{page}",
        # Built on demand, the client finds a row by its number: a message that comes above a field would make
        # the field anew, and the caret, the keyboard and the keys typed meanwhile would go with the old one.
        build_controls_on_demand=False,
        padding=ft.Padding.only(left=2 * GRID, right=2 * GRID, top=GRID, bottom=3 * GRID),
    )


def screen_frame(
    look: Look,
    route: str,
    head: Head,
    body: Sequence[ft.Control],
    *,
    foot: ft.Control | None = None,
    bar: ft.Control | None = None,
    spacing: int = GRID + GRID // 2,
) -> ft.View:
    """Lay a screen out; `foot` holds the one action and stays in sight whatever the length of `body`."""
    parts: list[ft.Control] = [*head.banner, _head(look, head), _scroller(head.page, body, spacing)]
    if foot is not None:
        parts.append(
            ft.Container(
                foot,
                padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
                bgcolor=BACKGROUND,
                border=ft.Border.only(top=ft.BorderSide(1, LINE)),
            )
        )
    if bar is not None:
        parts.append(bar)
    column = ft.Column(parts, spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.View(
        route=route,
        padding=0,
        spacing=0,
        bgcolor=BACKGROUND,
        controls=[ft.SafeArea(column, expand=True)],
    )
