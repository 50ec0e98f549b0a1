"""What every component needs to draw words: the catalogue of the chosen language and the text scale."""

from dataclasses import dataclass

import flet as ft

from mobile.components.tokens import (
    FONT_BOLD,
    FONT_MEDIUM,
    FONT_REGULAR,
    GRID,
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

LARGE_FROM = 1.3
LARGEST_TITLE = 1.5


@dataclass(frozen=True, slots=True)
class Look:
    """The chosen language and size of text. Colours come from the theme, so they follow the system."""

    texts: Texts
    format: Format
    scale: float = 1.0

    @property
    def is_large(self) -> bool:
        """Whether what usually stands side by side has to be stacked."""
        return self.scale > LARGE_FROM

    def size(self, base: int) -> float:
        """The size of text asked for, at the chosen scale; what is large already grows less."""
        scale = min(self.scale, LARGEST_TITLE) if base >= SIZE_TITLE else self.scale
        return round(base * scale, 1)

    def icon(self, base: int) -> float:
        """Icons grow with the text, up to half as much again."""
        return round(base * min(self.scale, LARGEST_TITLE))

    def beside(self, main: ft.Control, *tail: ft.Control) -> ft.Control:
        """`main` with what belongs to its right; below it where the text is large."""
        if self.is_large:
            return ft.Column([main, ft.Row(list(tail), wrap=True)], spacing=4, tight=True, expand=True)
        main.expand = True
        line: list[ft.Control] = [main, *tail]
        return ft.Row(line, spacing=GRID, vertical_alignment=ft.CrossAxisAlignment.CENTER, expand=True)

    def count(self, value: str, *, color: ft.ColorValue = TEXT) -> ft.Text:
        """A number to be read at arm's length."""
        return self.text(value, size=SIZE_COUNT, font=FONT_BOLD, color=color, max_lines=1)

    def head(self, value: str) -> ft.Text:
        """The name of the screen in its head: it grows as icons do, so that no word is broken beside them."""
        words = self.text(value, size=SIZE_SECTION, font=FONT_BOLD, max_lines=2)
        words.size = round(SIZE_SECTION * min(self.scale, LARGEST_TITLE), 1)
        return words

    def title(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int = 2) -> ft.Text:
        """The name of the screen's subject."""
        return self.text(value, size=SIZE_TITLE, font=FONT_BOLD, color=color, max_lines=max_lines)

    def section(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int = 2) -> ft.Text:
        """The head of a group of lines."""
        return self.text(value, size=SIZE_SECTION, font=FONT_BOLD, color=color, max_lines=max_lines)

    def strong(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int | None = 2) -> ft.Text:
        """The first line of a row."""
        return self.text(value, size=SIZE_BODY, font=FONT_MEDIUM, color=color, max_lines=max_lines)

    def body(self, value: str, *, color: ft.ColorValue = TEXT, max_lines: int | None = None) -> ft.Text:
        """Running text."""
        return self.text(value, size=SIZE_BODY, font=FONT_REGULAR, color=color, max_lines=max_lines)

    def small(self, value: str, *, color: ft.ColorValue = MUTED, max_lines: int | None = 2) -> ft.Text:
        """The second line of a row."""
        return self.text(value, size=SIZE_SMALL, font=FONT_REGULAR, color=color, max_lines=max_lines)

    def text(
        self,
        value: str,
        *,
        size: int,
        font: str = FONT_REGULAR,
        color: ft.ColorValue | None = TEXT,
        max_lines: int | None = None,
        align: ft.TextAlign = ft.TextAlign.START,
    ) -> ft.Text:
        """A text at the chosen scale; cut with an ellipsis beyond `max_lines`."""
        return ft.Text(
            self.format.typeset(value),
            size=self.size(size),
            font_family=font,
            color=color,
            text_align=align,
            max_lines=max_lines + 1 if max_lines and max_lines > 1 and self.is_large else max_lines,
            overflow=ft.TextOverflow.ELLIPSIS if max_lines else ft.TextOverflow.CLIP,
        )
