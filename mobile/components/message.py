"""Inline answers: a message where the eye already is, and a banner under the title."""

import flet as ft

from mobile.components.look import Look
from mobile.components.state_chip import ICONS
from mobile.components.tokens import FONT_MEDIUM, GRID, RADIUS, SIZE_BODY, Tint


def inline_message(
    look: Look,
    tint: Tint,
    text: str,
    *,
    identifier: str = "message",
    icon: ft.IconData | None = None,
    action: ft.Control | None = None,
) -> ft.Control:
    """The answer to what was just done, read out by a screen reader as it appears."""
    words = look.text(text, size=SIZE_BODY, font=FONT_MEDIUM, color=tint.ink)
    words.expand = True
    line: list[ft.Control] = [ft.Icon(icon or ICONS[tint], size=look.icon(24), color=tint.ink), words]
    below = look.scale > 1
    if action is not None and not below:
        line.append(action)
    parts: list[ft.Control] = [
        ft.Row(line, spacing=GRID + GRID // 2, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    ]
    if action is not None and below:
        parts.append(ft.Row([action], alignment=ft.MainAxisAlignment.END))
    box = ft.Container(
        content=ft.Column(parts, spacing=0, tight=True),
        bgcolor=tint.paper,
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(vertical=GRID + GRID // 2, horizontal=2 * GRID),
    )
    return ft.Semantics(content=box, identifier=identifier, live_region=True, container=True, key=identifier)
