"""One crate as a row a gloved thumb can hit: its code, whose it is, its state."""

from enum import Enum

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, tappable
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
    EXCEPTED = "excepted"
    DONE = "done"
    EXCEPTION_KEPT = "exception_kept"


_ICONS: dict[Mark, tuple[ft.IconData, ft.ColorValue]] = {
    Mark.TICKED: (ft.Icons.CHECK_BOX, PRIMARY),
    Mark.EXCEPTED: (ft.Icons.CHECK_BOX_OUTLINE_BLANK, WAITING.ink),
    Mark.DONE: (ft.Icons.CHECK_CIRCLE, DONE.ink),
    Mark.EXCEPTION_KEPT: (ft.Icons.REPORT, WAITING.ink),
}
_PAPERS: dict[Mark, tuple[ft.ColorValue, ft.ColorValue]] = {
    Mark.TICKED: (SURFACE, LINE),
    Mark.EXCEPTED: (WAITING.paper, WAITING.ink),
    Mark.DONE: (DONE.paper, DONE.paper),
    Mark.EXCEPTION_KEPT: (WAITING.paper, WAITING.paper),
}
_INKS: dict[Mark, Tint] = {Mark.DONE: DONE, Mark.EXCEPTED: WAITING, Mark.EXCEPTION_KEPT: WAITING}


def crate_row(
    look: Look, *, code: str, printed_code: str, whose: str, state_word: str, mark: Mark, on_tap: OnTap
) -> ft.Control:
    """A row of 64 or more: tap to take the crate out of « tout », or to see what was recorded."""
    icon, colour = _ICONS[mark]
    tint = _INKS.get(mark)
    code_text = ft.Text(printed_code, size=look.size(SIZE_SECTION), font_family=FONT_BOLD, max_lines=1)
    state = look.small(state_word, color=tint.ink if tint else MUTED, max_lines=1)
    words = ft.Column([code_text, look.small(whose, max_lines=2)], spacing=2, tight=True, expand=True)
    paper, edge = _PAPERS[mark]
    return tappable(
        f"crate-{code}",
        ft.Row(
            [ft.Icon(icon, size=30, color=colour), words, *([state] if state_word else [])],
            spacing=GRID + GRID // 2,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        on_tap,
        paper=paper,
        edge=edge,
    )
