"""The pill of the title bar: how many facts still wait, or that all are received."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import DONE, FONT_MEDIUM, GRID, SIZE_SMALL, TARGET_HEIGHT, WAITING


def sync_pill(look: Look, pending: int, on_tap: OnTap, *, is_short: bool = False) -> ft.Control:
    """« 3 à envoyer » in the waiting colour, « Tout est envoyé » in the done colour.

    Short, it leaves the width to the title: the number alone, and the words to screen readers.
    """
    tint = WAITING if pending else DONE
    words = look.texts.sync.pill_pending(pending) if pending else look.texts.sync.pill_all_sent
    shown = (str(pending) if pending else "") if is_short else words
    icon = ft.Icon(
        ft.Icons.CLOUD_UPLOAD if pending else ft.Icons.CLOUD_DONE, size=look.icon(22), color=tint.ink
    )
    text = [look.text(shown, size=SIZE_SMALL, font=FONT_MEDIUM, color=tint.ink, max_lines=1)] if shown else []
    pill = ft.Container(
        content=ft.Row([icon, *text], spacing=GRID // 2 + 2, tight=True),
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
    answer = named("sync-pill", target)
    answer.label = words if is_short else None
    return answer
