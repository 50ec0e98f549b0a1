"""One round among others: its day, its name, whether it is closed."""

from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, tappable
from mobile.components.tokens import DONE, GRID, NEUTRAL, PRIMARY


@dataclass(frozen=True, slots=True)
class RoundWords:
    """What a round's row says."""

    round_id: str
    day: str
    task: str
    is_closed: bool


def round_row(look: Look, words: RoundWords, on_tap: OnTap) -> ft.Control:
    """A row that opens the round."""
    icon = ft.Icons.CHECK_CIRCLE if words.is_closed else ft.Icons.EVENT
    tint = DONE if words.is_closed else NEUTRAL
    lines = ft.Column([look.strong(words.day), look.small(words.task)], spacing=2, tight=True, expand=True)
    parts: list[ft.Control] = [
        ft.Icon(icon, size=look.icon(28), color=tint.ink),
        lines,
        ft.Icon(ft.Icons.CHEVRON_RIGHT, size=look.icon(24), color=PRIMARY),
    ]
    return tappable(
        f"round-{words.round_id}",
        ft.Row(parts, spacing=GRID + GRID // 2, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        on_tap,
    )
