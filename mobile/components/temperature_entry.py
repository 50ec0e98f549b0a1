"""A temperature entered with a gloved thumb: typed, or half a degree at a time, below zero at one tap."""

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from mobile.components.caret import with_caret
from mobile.components.code_field import Typed
from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import (
    FONT_BOLD,
    GRID,
    LINE,
    MUTED,
    PRIMARY,
    RADIUS,
    SIZE_BODY,
    SIZE_TITLE,
    SURFACE,
    TARGET_HEIGHT,
    TEXT,
)


@dataclass(frozen=True, slots=True)
class EntryWays:
    """What typing and each button does; `step` takes tenths of a degree."""

    type_text: Callable[[str], None]
    step: Callable[[int], None]
    turn_sign: OnTap


STEP_DC = 5


def temperature_entry(look: Look, typed: Typed, ways: EntryWays) -> ft.Control:
    """The figure in large between its two steps; below it, where the text is large."""
    words = look.texts.cargo
    field = _field(look, typed, ways)
    colder = step_button(look, "colder", ft.Icons.REMOVE, words.colder, lambda: ways.step(-STEP_DC))
    warmer = step_button(look, "warmer", ft.Icons.ADD, words.warmer, lambda: ways.step(STEP_DC))
    sign = step_button(look, "sign", "±", words.turn_sign, ways.turn_sign)
    if look.is_large:
        return ft.Column([field, ft.Row([colder, warmer, sign], spacing=GRID)], spacing=GRID, tight=True)
    field.expand = True
    return ft.Row(
        [colder, field, warmer, sign], spacing=GRID, vertical_alignment=ft.CrossAxisAlignment.CENTER
    )


def step_button(
    look: Look, identifier: str, mark: ft.IconData | str, label: str, on_tap: OnTap, *, enabled: bool = True
) -> ft.Control:
    """A square a thumb cannot miss: an icon, or a sign of the font."""
    icon: ft.IconData | ft.Control = (
        look.text(mark, size=SIZE_TITLE, font=FONT_BOLD, color=PRIMARY) if isinstance(mark, str) else mark
    )
    button = ft.IconButton(
        icon,
        disabled=not enabled,
        icon_size=look.icon(28),
        icon_color=PRIMARY,
        tooltip=label,
        width=max(TARGET_HEIGHT, look.icon(28) + 2 * GRID),
        height=max(TARGET_HEIGHT, look.icon(28) + 2 * GRID),
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=RADIUS), bgcolor=SURFACE, side=ft.BorderSide(1, MUTED)
        ),
        on_click=lambda _event: on_tap(),
    )
    return named(identifier, button, button=False)


def _field(look: Look, typed: Typed, ways: EntryWays) -> ft.Semantics:
    def remember(event: ft.Event[ft.TextField]) -> None:
        typed.changed(event.control.value)
        ways.type_text(event.control.value)

    field = ft.TextField(
        value=typed.shown(),
        suffix=ft.Text("°C", size=look.size(SIZE_BODY), color=MUTED),
        hint_text="–",
        text_align=ft.TextAlign.CENTER,
        text_size=look.size(SIZE_TITLE),
        text_style=ft.TextStyle(font_family=FONT_BOLD, color=TEXT),
        keyboard_type=ft.KeyboardType.NUMBER,
        autocorrect=False,
        enable_suggestions=False,
        smart_dashes_type=False,
        border_radius=RADIUS,
        border_color=LINE,
        focused_border_color=PRIMARY,
        bgcolor=SURFACE,
        content_padding=ft.Padding.symmetric(vertical=GRID, horizontal=GRID),
        on_change=remember,
    )
    with_caret(field)
    typed.mount(field)
    return named("temperature", field, button=False)
