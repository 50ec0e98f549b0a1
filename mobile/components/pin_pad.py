"""Six dots and ten large keys: a secret code typed with gloves on, without the phone's keyboard."""

from collections.abc import Callable

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import tappable
from mobile.components.tokens import FONT_BOLD, GRID, MUTED, PRIMARY, SIZE_TITLE, TEXT

KEYS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("", "0", "<"))
DELETE = "<"


def pin_pad(look: Look, typed: int, of: int, on_key: Callable[[str], None]) -> ft.Control:
    """`typed` dots of `of` are full; a key gives its digit, or DELETE."""
    rows: list[ft.Control] = [_dots(look, typed, of)]
    rows += [
        ft.Row([ft.Container(_key(look, key, on_key), expand=True) for key in row], spacing=GRID)
        for row in KEYS
    ]
    return ft.Column(rows, spacing=GRID, tight=True, key="pin-pad")


def _dots(look: Look, typed: int, of: int) -> ft.Control:
    dots: list[ft.Control] = [
        ft.Icon(
            ft.Icons.CIRCLE if number < typed else ft.Icons.CIRCLE_OUTLINED,
            size=look.icon(24),
            color=PRIMARY if number < typed else MUTED,
        )
        for number in range(of)
    ]
    row = ft.Row(dots, alignment=ft.MainAxisAlignment.CENTER, spacing=2 * GRID)
    return ft.Semantics(
        content=ft.Container(row, padding=ft.Padding.symmetric(vertical=GRID)),
        identifier="pin-dots",
        label=look.texts.access.typed(typed),
        live_region=True,
        container=True,
        key="pin-dots",
    )


def _key(look: Look, key: str, on_key: Callable[[str], None]) -> ft.Control:
    if not key:
        return ft.Container()
    face: ft.Control
    if key == DELETE:
        face = ft.Icon(
            ft.Icons.BACKSPACE_OUTLINED,
            size=look.icon(28),
            color=TEXT,
            semantics_label=look.texts.access.erase,
        )
    else:
        face = look.text(key, size=SIZE_TITLE, font=FONT_BOLD, align=ft.TextAlign.CENTER)
    tall = ft.Container(face, alignment=ft.Alignment.CENTER, height=max(44, look.size(SIZE_TITLE) * 1.3))
    name = "pin-erase" if key == DELETE else f"pin-{key}"
    return tappable(name, tall, lambda: on_key(key), padding_y=GRID)
