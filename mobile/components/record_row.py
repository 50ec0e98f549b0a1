"""One recorded fact: what, when, how many; struck through, with icon and word, where it was withdrawn."""

from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.state_chip import state_chip
from mobile.components.tokens import DONE, GRID, MUTED, NEUTRAL, TEXT, WAITING


@dataclass(frozen=True, slots=True)
class RecordWords:
    """What the row says; `withdrawn` is the word for it, empty where the fact stands."""

    fact_id: str
    what: str
    when: str
    note: str
    withdrawn: str
    is_incident: bool


def record_row(look: Look, words: RecordWords) -> ft.Control:
    """A row to read, not to tap."""
    struck = bool(words.withdrawn)
    title = look.strong(words.what, color=MUTED if struck else TEXT)
    if struck:
        title.style = ft.TextStyle(decoration=ft.TextDecoration.LINE_THROUGH)
    lines: list[ft.Control] = [title, look.small(words.when)]
    if words.note:
        lines.append(look.small(words.note, max_lines=3))
    if struck:
        lines.append(ft.Row([state_chip(look, NEUTRAL, words.withdrawn, icon=ft.Icons.UNDO)]))
    tint = NEUTRAL if struck else WAITING if words.is_incident else DONE
    icon = ft.Icons.UNDO if struck else ft.Icons.REPORT if words.is_incident else ft.Icons.CHECK_CIRCLE
    row = ft.Row(
        [
            ft.Icon(icon, size=look.icon(24), color=tint.ink),
            ft.Column(lines, spacing=2, tight=True, expand=True),
        ],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    identifier = f"record-{words.fact_id}"
    return ft.Semantics(
        content=ft.Container(row, padding=ft.Padding.symmetric(vertical=GRID // 2, horizontal=GRID)),
        identifier=identifier,
        container=True,
        key=identifier,
    )
