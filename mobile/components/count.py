"""The number first: « 7/8 caisses », large, with its progress."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tokens import FONT_MEDIUM, GRID, LINE, MUTED, PRIMARY, SIZE_SECTION


def big_count(look: Look, done: int, total: int, words: str) -> ft.Control:
    """« 7/8 » at 40, the words beside it (below it where text is large), and a bar that says the same."""
    complete = total > 0 and done >= total
    said = look.text(words, size=SIZE_SECTION, font=FONT_MEDIUM, color=MUTED, max_lines=2)
    number = look.count(f"{done}/{total}")
    mark = [ft.Icon(ft.Icons.CHECK_CIRCLE, size=look.icon(32), color=PRIMARY)] if complete else []
    beside: list[ft.Control] = [number, *mark]
    parts: list[ft.Control] = [said, progress_line(done, total)]
    if not look.is_large:
        beside.insert(1, ft.Container(said, padding=ft.Padding.only(bottom=6), expand=True))
        parts = parts[1:]
    line = ft.Row(beside, spacing=GRID, vertical_alignment=ft.CrossAxisAlignment.END)
    return ft.Column([line, *parts], spacing=GRID // 2, tight=True)


def progress_line(done: int, total: int, *, thickness: int = 8) -> ft.Control:
    """How far along, as a bar."""
    return ft.ProgressBar(
        value=done / total if total else 0,
        color=PRIMARY,
        bgcolor=LINE,
        bar_height=thickness,
        border_radius=thickness,
    )
