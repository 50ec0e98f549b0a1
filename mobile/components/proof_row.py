"""One recorded movement behind an amount."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tokens import DONE, GRID


def proof_row(look: Look, what: str, where: str) -> ft.Control:
    """What was done, then where and when."""
    return ft.Row(
        [
            ft.Icon(ft.Icons.VERIFIED, size=look.icon(24), color=DONE.ink),
            ft.Column([look.strong(what), look.small(where)], spacing=2, tight=True, expand=True),
        ],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
