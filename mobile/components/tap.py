"""Anything a thumb can touch, named for a screen reader and for the tests."""

from collections.abc import Callable

import flet as ft

from mobile.components.tokens import GRID, LINE, RADIUS, SURFACE

OnTap = Callable[[], None]


def named(identifier: str, content: ft.Control, *, button: bool = True) -> ft.Semantics:
    """Give `content` the name by which assistive tools, and the tests, find it."""
    return ft.Semantics(
        content=content, identifier=identifier, button=button or None, container=True, key=identifier
    )


def tappable(
    identifier: str,
    content: ft.Control,
    on_tap: OnTap,
    *,
    paper: ft.ColorValue = SURFACE,
    edge: ft.ColorValue = LINE,
    edge_width: int = 1,
    padding_y: int = GRID + GRID // 2,
) -> ft.Semantics:
    """A card that answers a tap at once with an ink splash."""
    card = ft.Container(
        content=content,
        ink=True,
        bgcolor=paper,
        border=ft.Border.all(edge_width, edge),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=padding_y, horizontal=GRID + GRID // 2),
        on_click=lambda _event: on_tap(),
    )
    return named(identifier, card)
