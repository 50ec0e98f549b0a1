"""A field for typed codes that never loses a character while the screen is redrawn around it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import flet as ft

from mobile.components.caret import with_caret
from mobile.components.look import Look
from mobile.components.tap import named
from mobile.components.tokens import (
    FONT_MEDIUM,
    GRID,
    LINE,
    MUTED,
    PRIMARY,
    RADIUS,
    SIZE_BODY,
    SIZE_SECTION,
    SURFACE,
    TEXT,
)

log = logging.getLogger(__name__)

FOCUS_TIMEOUT_S = 5.0


@dataclass(slots=True)
class Typed:
    """What is in a text field right now: mutable on purpose, outside the screen's state.

    The client's text reaches the mounted control before any handler runs. Redrawing with an older value
    would erase the last character typed, so the newest control is asked first.
    """

    text: str = ""
    control: ft.TextField | None = field(default=None, compare=False)
    is_cleared: bool = False

    def latest(self) -> str:
        """The text as the client last sent it."""
        return self.text if self.control is None or self.is_cleared else self.control.value

    def clear(self) -> None:
        """Empty the field at the next drawing."""
        self.put("")

    def put(self, text: str) -> None:
        """Another text in the field at the next drawing."""
        self.text = text
        self.is_cleared = True

    def mount(self, control: ft.TextField) -> None:
        """A new drawing of the field takes over."""
        self.control, self.is_cleared = control, False

    async def focus(self) -> None:
        """Put the caret back, for the next code; a field that left the screen is not an error."""
        if self.control is None:
            return
        try:
            # Not wait_for: it would ask in a later turn of the loop, when another drawing has taken over.
            async with asyncio.timeout(FOCUS_TIMEOUT_S):
                await self.control.focus()
        except (RuntimeError, TimeoutError) as gone:
            log.info("the field left the screen before it took the focus: %s", gone)


def code_field(
    look: Look,
    identifier: str,
    typed: Typed,
    *,
    label: str,
    hint: str,
    on_submit: Callable[[str], None],
    capitals: bool = True,
) -> ft.Control:
    """A large field; Enter, or the keyboard's « OK », submits."""

    def remember(event: ft.Event[ft.TextField]) -> None:
        typed.text = event.control.value

    text_field = with_caret(
        ft.TextField(
            value=typed.latest(),
            label=label,
            hint_text=hint,
            text_size=look.size(SIZE_SECTION),
            text_style=ft.TextStyle(font_family=FONT_MEDIUM, color=TEXT),
            label_style=ft.TextStyle(color=MUTED, size=look.size(SIZE_BODY)),
            hint_style=ft.TextStyle(color=MUTED, size=look.size(SIZE_BODY)),
            capitalization=ft.TextCapitalization.CHARACTERS if capitals else ft.TextCapitalization.NONE,
            autocorrect=False,
            enable_suggestions=False,
            smart_dashes_type=False,
            smart_quotes_type=False,
            border_radius=RADIUS,
            border_color=LINE,
            focused_border_color=PRIMARY,
            bgcolor=SURFACE,
            content_padding=ft.Padding.symmetric(vertical=2 * GRID, horizontal=2 * GRID),
            on_change=remember,
            on_submit=lambda _event: on_submit(typed.latest()),
        )
    )
    typed.mount(text_field)
    return named(identifier, text_field, button=False)
