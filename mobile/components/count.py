"""The number first: « 7/8 caisses », large, with its progress."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tokens import FONT_MEDIUM, GRID, LINE, MUTED, PRIMARY, SIZE_SECTION


def big_count(look: Look, done: int, total: int, words: str) -> ft.Control:
    """« 7/8 » at 40, the words beside it, and a bar that says the same."""
    complete = total > 0 and done >= total
    return ft.Column(
        [
            ft.Row(
                [
                    look.count(f"{done}/{total}"),
                    ft.Container(
                        look.text(words, size=SIZE_SECTION, font=FONT_MEDIUM, color=MUTED, max_lines=2),
                        padding=ft.Padding.only(bottom=6),
                        expand=True,
                    ),
                    *(
                        [ft.Icon(ft.Icons.CHECK_CIRCLE, size=look.icon(32), color=PRIMARY)]
                        if complete
                        else []
                    ),
                ],
                spacing=GRID,
                vertical_alignment=ft.CrossAxisAlignment.END,
            ),
            progress_line(done, total),
        ],
        spacing=GRID // 2,
        tight=True,
    )


def progress_line(done: int, total: int, *, thickness: int = 8) -> ft.Control:
    """How far along, as a bar."""
    return ft.ProgressBar(
        value=done / total if total else 0,
        color=PRIMARY,
        bgcolor=LINE,
        bar_height=thickness,
        border_radius=thickness,
    )
