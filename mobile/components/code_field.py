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
# A phone's keyboard writes a line break to submit: a field of one line would swallow it.
LINES_MAX = 2


@dataclass(slots=True)
class Typed:
    """What is in a text field right now: mutable on purpose, outside the screen's state.

    The client's text reaches the mounted control before any handler runs. Redrawing with an older value
    would erase the last character typed, so the newest control is asked first.

    People and readers type on while what they submitted is being recorded. Clearing takes away what was
    submitted and nothing behind it. Keys that cross that drawing on their way vanish from the field; they
    arrived here all the same, and count as long as the person only types on.
    """

    text: str = ""
    control: ft.TextField | None = field(default=None, compare=False)
    is_cleared: bool = False
    # Submitted, and not yet known to have left the client's field.
    _submitted: str = ""
    _has_left: bool = False
    # What the drawing that cleared left in the field, and what should stand there in its place.
    _drawn: str = ""
    _meant: str = ""
    _seen: str = ""
    # The client's text as events told it, in their order with Enter.
    _told: str = ""

    def shown(self) -> str:
        """What to draw: a text of the client's own is never sent back to it changed."""
        return self.text if self.control is None or self.is_cleared else self.control.value

    def latest(self) -> str:
        """The text as the person typed it."""
        return self.shown() if self.control is None or self.is_cleared else self._meaning(self.shown())

    def take(self) -> str:
        """What is submitted now; some keyboards do it by a line break, which is no part of it.

        The client's text runs ahead of its events: behind an Enter it may hold the next keys. What was
        submitted is what the last event before it told.
        """
        said = self.text if self.control is None or self.is_cleared else self._meaning(self._told)
        said = said.replace("\n", "")
        if not said:
            return said
        self._submitted = self.text if self.control is None else self._told
        self.is_cleared = self._has_left = False
        return said

    def changed(self, text: str) -> None:
        """An event told that the client's text was this."""
        known = self._submitted + self._drawn
        is_known = len(self._submitted) < len(text) and known.startswith(text)
        if self._has_left and not self.is_cleared and is_known:
            # The drawing took these keys with it already.
            return
        self._told = text
        if self.is_cleared and self._has_left:
            self.text = self._rest(text)
        elif self._is_late(text):
            self._meant = self._rest(text)
        else:
            self.text = text
            if self._has_left:
                self._submitted, self._has_left, self._seen = "", False, self._drawn
            if not text.startswith(self._seen):
                # Something was taken out: from here on what is seen counts.
                self._drawn = self._meant = ""
            self._seen = text

    def clear(self) -> None:
        """Empty the field at the next drawing; where something was submitted, of that alone."""
        left, has_left = self._rest(self.shown()) if self._submitted else "", bool(self._submitted)
        kept = self._submitted
        self.put(left)
        self._submitted, self._has_left = kept, has_left

    def put(self, text: str) -> None:
        """Another text in the field at the next drawing."""
        self.text, self.is_cleared = text, True
        self._submitted, self._has_left = "", False
        self._drawn = self._meant = self._seen = ""

    def mount(self, control: ft.TextField) -> None:
        """A new drawing of the field takes over."""
        if self.is_cleared:
            self._drawn = self._meant = self._seen = self._told = control.value
        self.control, self.is_cleared = control, False

    def _meaning(self, text: str) -> str:
        if self._is_late(text):
            return self._rest(text)
        return self._meant + text[len(self._drawn) :] if text.startswith(self._drawn) else text

    def _is_late(self, text: str) -> bool:
        """Whether a text was typed before the client knew that its beginning had left the field."""
        known = self._submitted + self._drawn
        return self._has_left and text.startswith(known) and text != known

    def _rest(self, text: str) -> str:
        return text.removeprefix(self._submitted)

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
    """A large field; Enter submits, and the caret stays for the next code.

    A field of one line gives the caret up at Enter, and what is typed until it is put back is lost. So it is
    one of several: `shift_enter` leaves Enter to us, and a phone's keyboard, which writes a line break
    instead, is understood by that.
    """

    def remember(event: ft.Event[ft.TextField]) -> None:
        text = str(event.data or "")
        typed.changed(text)
        if text.endswith("\n"):
            on_submit(typed.take())

    text_field = _dressed(look, ft.TextField(value=typed.shown(), label=label, hint_text=hint))
    text_field.capitalization = ft.TextCapitalization.CHARACTERS if capitals else ft.TextCapitalization.NONE
    text_field.on_change = remember
    text_field.on_submit = lambda _event: on_submit(typed.take())
    typed.mount(text_field)
    return named(identifier, text_field, button=False)


def _dressed(look: Look, text_field: ft.TextField) -> ft.TextField:
    text_field.text_size = look.size(SIZE_SECTION)
    text_field.text_style = ft.TextStyle(font_family=FONT_MEDIUM, color=TEXT)
    text_field.label_style = ft.TextStyle(color=MUTED, size=look.size(SIZE_BODY))
    text_field.hint_style = ft.TextStyle(color=MUTED, size=look.size(SIZE_BODY))
    text_field.autocorrect = text_field.enable_suggestions = False
    text_field.smart_dashes_type = text_field.smart_quotes_type = False
    text_field.border_radius = RADIUS
    text_field.border_color, text_field.focused_border_color = LINE, PRIMARY
    text_field.bgcolor = SURFACE
    text_field.content_padding = ft.Padding.symmetric(vertical=2 * GRID, horizontal=2 * GRID)
    text_field.shift_enter, text_field.min_lines, text_field.max_lines = True, 1, LINES_MAX
    return with_caret(text_field)
