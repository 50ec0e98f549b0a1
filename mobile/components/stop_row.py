"""One stop of a round as a row: its number, its name, what is to be taken and left."""

from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, tappable
from mobile.components.tokens import DONE, FONT_BOLD, GRID, MUTED, NEUTRAL, PRIMARY, SIZE_SECTION, TEXT

DISC = 44


@dataclass(frozen=True, slots=True)
class StopWords:
    """What a stop's row says."""

    n: int
    name: str
    task: str
    hour: str
    done: bool


def _disc(look: Look, stop: StopWords) -> ft.Control:
    mark: ft.Control
    if stop.done:
        mark = ft.Icon(ft.Icons.CHECK, size=look.icon(24), color=DONE.ink)
    else:
        mark = look.text(str(stop.n), size=SIZE_SECTION, font=FONT_BOLD, color=NEUTRAL.ink)
    return ft.Container(
        mark,
        width=DISC,
        height=DISC,
        border_radius=DISC // 2,
        bgcolor=DONE.paper if stop.done else NEUTRAL.paper,
        alignment=ft.Alignment.CENTER,
    )


def stop_row(look: Look, stop: StopWords, on_tap: OnTap) -> ft.Control:
    """A row that opens the stop; a finished one carries the done mark in place of its number."""
    words = ft.Column(
        [look.strong(stop.name, color=MUTED if stop.done else TEXT), look.small(stop.task)],
        spacing=2,
        tight=True,
        expand=True,
    )
    tail: list[ft.Control] = [look.small(stop.hour, max_lines=1)] if stop.hour else []
    tail.append(ft.Icon(ft.Icons.CHEVRON_RIGHT, size=look.icon(24), color=PRIMARY))
    return tappable(
        f"stop-{stop.n}",
        ft.Row(
            [_disc(look, stop), words, *tail],
            spacing=GRID + GRID // 2,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        on_tap,
    )


def next_stop_card(look: Look, head: str, stop: StopWords, on_tap: OnTap) -> ft.Control:
    """The next stop, large enough to be read from the dashboard."""
    top = ft.Row(
        [ft.Container(look.small(head, color=DONE.ink), expand=True), look.strong(stop.hour, color=DONE.ink)]
    )
    return tappable(
        "next-stop-card",
        ft.Column([top, look.title(stop.name), look.section(stop.task, color=MUTED)], spacing=4, tight=True),
        on_tap,
        edge=PRIMARY,
        edge_width=2,
    )
