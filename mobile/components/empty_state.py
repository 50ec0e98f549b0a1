"""What an empty screen says: what will appear here, and what to do meanwhile."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tokens import GRID, MUTED, NEUTRAL


def empty_state(
    look: Look, icon: ft.IconData, title: str, teaching: str, *, action: ft.Control | None = None
) -> ft.Control:
    """An icon, a title, one or two sentences that teach, an action if there is one."""
    parts: list[ft.Control] = [
        ft.Container(
            ft.Icon(icon, size=40, color=NEUTRAL.ink),
            bgcolor=NEUTRAL.paper,
            border_radius=40,
            width=80,
            height=80,
            alignment=ft.Alignment.CENTER,
        ),
        look.section(title),
        look.body(teaching, color=MUTED),
    ]
    if action is not None:
        parts.append(action)
    return ft.Container(
        ft.Column(parts, spacing=2 * GRID, horizontal_alignment=ft.CrossAxisAlignment.START, tight=True),
        padding=ft.Padding.symmetric(vertical=4 * GRID, horizontal=GRID),
    )
