"""The pill of the title bar: how many facts still wait, or that all are received."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import DONE, FONT_MEDIUM, GRID, SIZE_SMALL, TARGET_HEIGHT, WAITING


def sync_pill(look: Look, pending: int, on_tap: OnTap) -> ft.Control:
    """« 3 à envoyer » in the waiting colour, « Tout est envoyé » in the done colour."""
    tint = WAITING if pending else DONE
    word = look.texts.sync.pill_pending(pending) if pending else look.texts.sync.pill_all_sent
    icon = ft.Icons.CLOUD_UPLOAD if pending else ft.Icons.CLOUD_DONE
    pill = ft.Container(
        content=ft.Row(
            [
                ft.Icon(icon, size=20, color=tint.ink),
                ft.Text(
                    word,
                    size=look.size(SIZE_SMALL),
                    font_family=FONT_MEDIUM,
                    color=tint.ink,
                    max_lines=1,
                    no_wrap=True,
                ),
            ],
            spacing=GRID // 2 + 2,
            tight=True,
        ),
        bgcolor=tint.paper,
        border_radius=20,
        padding=ft.Padding.symmetric(vertical=GRID, horizontal=GRID + GRID // 2),
    )
    target = ft.Container(
        content=pill,
        height=TARGET_HEIGHT,
        alignment=ft.Alignment.CENTER,
        ink=True,
        border_radius=20,
        on_click=lambda _event: on_tap(),
    )
    return named("sync-pill", target)
