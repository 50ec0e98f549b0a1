"""One crate as a row a gloved thumb can hit: its code, whose it is, its state."""

from dataclasses import dataclass
from enum import Enum

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, named, tappable
from mobile.components.tokens import (
    DONE,
    FONT_BOLD,
    GRID,
    LINE,
    MUTED,
    PRIMARY,
    SIZE_SECTION,
    SURFACE,
    WAITING,
    Tint,
)


class Mark(Enum):
    """What the row's square shows."""

    TICKED = "ticked"
    UNTICKED = "unticked"
    EXCEPTED = "excepted"
    DONE = "done"
    EXCEPTION_KEPT = "exception_kept"


_ICONS: dict[Mark, tuple[ft.IconData, ft.ColorValue]] = {
    Mark.TICKED: (ft.Icons.CHECK_BOX, PRIMARY),
    Mark.UNTICKED: (ft.Icons.CHECK_BOX_OUTLINE_BLANK, MUTED),
    Mark.EXCEPTED: (ft.Icons.CHECK_BOX_OUTLINE_BLANK, WAITING.ink),
    Mark.DONE: (ft.Icons.CHECK_CIRCLE, DONE.ink),
    Mark.EXCEPTION_KEPT: (ft.Icons.REPORT, WAITING.ink),
}
_PAPERS: dict[Mark, tuple[ft.ColorValue, ft.ColorValue]] = {
    Mark.TICKED: (SURFACE, LINE),
    Mark.UNTICKED: (SURFACE, LINE),
    Mark.EXCEPTED: (WAITING.paper, WAITING.ink),
    Mark.DONE: (DONE.paper, DONE.paper),
    Mark.EXCEPTION_KEPT: (WAITING.paper, WAITING.paper),
}
_INKS: dict[Mark, Tint] = {Mark.DONE: DONE, Mark.EXCEPTED: WAITING, Mark.EXCEPTION_KEPT: WAITING}


@dataclass(frozen=True, slots=True)
class CrateWords:
    """What a crate's row says."""

    code: str
    printed: str
    whose: str
    state: str


def crate_row(look: Look, words: CrateWords, mark: Mark, on_tap: OnTap) -> ft.Control:
    """A row of 64 or more: tap to take the crate out of « tout », or to see what was recorded."""
    icon, colour = _ICONS[mark]
    tint = _INKS.get(mark)
    code = look.text(words.printed, size=SIZE_SECTION, font=FONT_BOLD, max_lines=1)
    lines: ft.Control = code
    if words.whose:
        lines = ft.Column([code, look.small(words.whose)], spacing=2, tight=True)
    lines.expand = True
    parts: list[ft.Control] = [ft.Icon(icon, size=look.icon(30), color=colour)]
    if words.state:
        state = look.small(words.state, color=tint.ink if tint else MUTED, max_lines=1)
        parts += [look.beside(lines, state)] if look.is_large else [lines, state]
    else:
        parts.append(lines)
    paper, edge = _PAPERS[mark]
    return tappable(
        f"crate-{words.code}",
        ft.Row(parts, spacing=GRID + GRID // 2, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        on_tap,
        paper=paper,
        edge=edge,
        # One line of text alone would leave the row below 64.
        padding_y=12 if words.whose else 17,
    )


def group_row(
    look: Look, *, identifier: str, name: str, count: str, is_ticked: bool, on_tap: OnTap
) -> ft.Control:
    """The head of crates that share their other end: one tap sets them all aside, or takes them back."""
    icon = ft.Icons.CHECK_BOX if is_ticked else ft.Icons.CHECK_BOX_OUTLINE_BLANK
    row = ft.Row(
        [
            look.beside(look.strong(name), look.small(count, max_lines=1)),
            ft.Icon(icon, size=look.icon(30), color=PRIMARY if is_ticked else WAITING.ink),
        ],
        spacing=GRID,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    target = ft.Container(
        row,
        ink=True,
        border_radius=GRID,
        padding=ft.Padding.symmetric(vertical=2 * GRID, horizontal=GRID // 2),
        on_click=lambda _event: on_tap(),
    )
    return named(identifier, target)
