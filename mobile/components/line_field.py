"""A field for a figure, a name or a note: what is typed outlives every redrawing around it."""

from dataclasses import dataclass

import flet as ft

from mobile.components.caret import with_caret
from mobile.components.code_field import Typed
from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import (
    FONT_MEDIUM,
    GRID,
    LINE,
    MUTED,
    PRIMARY,
    RADIUS,
    SIZE_BODY,
    SIZE_SECTION,
    SIZE_SMALL,
    SURFACE,
    TEXT,
    WRONG,
)


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field says: `start` stands in it until something else is typed, `fault` below it."""

    label: str
    hint: str = ""
    unit: str = ""
    start: str = ""
    fault: str = ""


def figure_field(
    look: Look,
    identifier: str,
    typed: Typed,
    words: FieldWords,
    *,
    has_comma: bool = False,
    on_change: OnTap | None = None,
) -> ft.Control:
    """A number with its unit."""
    field = ft.TextField(
        suffix=look.text(words.unit, size=SIZE_BODY, color=MUTED),
        # The keyboards of figures of many phones have no comma.
        keyboard_type=ft.KeyboardType.TEXT if has_comma else ft.KeyboardType.NUMBER,
    )
    return _dressed(look, identifier, typed, words, field, on_change)


def line_field(
    look: Look,
    identifier: str,
    typed: Typed,
    words: FieldWords,
    *,
    lines: int = 1,
    on_submit: OnTap | None = None,
    on_change: OnTap | None = None,
) -> ft.Control:
    """A name, or a note over several lines."""
    field = ft.TextField(
        multiline=lines > 1,
        min_lines=lines,
        max_lines=lines,
        capitalization=ft.TextCapitalization.SENTENCES,
    )
    if on_submit is not None:
        field.on_submit = lambda _event: on_submit()
    return _dressed(look, identifier, typed, words, field, on_change)


def _dressed(
    look: Look, identifier: str, typed: Typed, words: FieldWords, field: ft.TextField, on_change: OnTap | None
) -> ft.Control:
    if typed.control is None and not typed.is_cleared:
        typed.text = typed.text or words.start

    def remember(event: ft.Event[ft.TextField]) -> None:
        typed.changed(event.control.value)
        if on_change is not None:
            on_change()

    with_caret(field)
    field.value = typed.shown()
    field.label, field.hint_text = words.label, words.hint or None
    field.text_size = look.size(SIZE_SECTION)
    field.text_style = ft.TextStyle(font_family=FONT_MEDIUM, color=TEXT)
    field.label_style = field.hint_style = ft.TextStyle(color=MUTED, size=look.size(SIZE_BODY))
    field.border_radius = RADIUS
    field.border_color = ft.Colors.ERROR if words.fault else LINE
    field.focused_border_color = PRIMARY
    field.bgcolor = SURFACE
    field.content_padding = ft.Padding.symmetric(vertical=2 * GRID, horizontal=2 * GRID)
    field.on_change = remember
    typed.mount(field)
    parts: list[ft.Control] = [named(identifier, field, button=False)]
    if words.fault:
        sign = ft.Icon(ft.Icons.ERROR, size=look.icon(20), color=WRONG.ink)
        said = look.text(words.fault, size=SIZE_SMALL, color=WRONG.ink)
        said.expand = True
        parts.append(ft.Row([sign, said], spacing=GRID))
    return ft.Column(
        parts,
        spacing=GRID // 2,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        key=f"{identifier}-field",
    )
