"""What every component needs to draw words: the catalogue of the chosen language and the text scale."""

from dataclasses import dataclass

import flet as ft

from mobile.components.tokens import (
    FONT_BOLD,
    FONT_MEDIUM,
    FONT_REGULAR,
    MUTED,
    SIZE_BODY,
    SIZE_COUNT,
    SIZE_SECTION,
    SIZE_SMALL,
    SIZE_TITLE,
    TEXT,
)
from mobile.texts.catalogue import Texts
from mobile.texts.format import Format


@dataclass(frozen=True, slots=True)
class Look:
    """The chosen language and size of text. Colours come from the theme, so they follow the system."""

    texts: Texts
    format: Format
    scale: float = 1.0

    def size(self, base: int) -> float:
        """The size of text asked for, at the chosen scale."""
        return round(base * self.scale, 1)

    def count(self, value: str, *, color: ft.ColorValue = TEXT) -> ft.Text:
        """A number to be read at arm's length."""
        return self._text(value, SIZE_COUNT, FONT_BOLD, color, max_lines=1)

    def title(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int = 2) -> ft.Text:
        """The name of the screen's subject."""
        return self._text(value, SIZE_TITLE, FONT_BOLD, color, max_lines)

    def section(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int = 2) -> ft.Text:
        """The head of a group of lines."""
        return self._text(value, SIZE_SECTION, FONT_BOLD, color, max_lines)

    def strong(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int | None = 2) -> ft.Text:
        """The first line of a row."""
        return self._text(value, SIZE_BODY, FONT_MEDIUM, color, max_lines)

    def body(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int | None = None) -> ft.Text:
        """Running text."""
        return self._text(value, SIZE_BODY, FONT_REGULAR, color, max_lines)

    def small(self, value: str, *, color: ft.ColorValue = MUTED, max_lines: int | None = 2) -> ft.Text:
        """The second line of a row."""
        return self._text(value, SIZE_SMALL, FONT_REGULAR, color, max_lines)

    def _text(self, value: str, base: int, font: str, color: ft.ColorValue, max_lines: int | None) -> ft.Text:
        return ft.Text(
            value,
            size=self.size(base),
            font_family=font,
            color=color,
            style=ft.TextStyle(letter_spacing=0, height=1.25),
            max_lines=max_lines,
            overflow=ft.TextOverflow.ELLIPSIS if max_lines else ft.TextOverflow.CLIP,
        )
