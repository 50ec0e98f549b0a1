"""The three weights of button: the one action of a screen, a second choice, a quiet link."""

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, named
from mobile.components.tokens import (
    DONE,
    FONT_BOLD,
    FONT_MEDIUM,
    GRID,
    LINE,
    MUTED,
    ON_PRIMARY,
    PRIMARY,
    PRIMARY_HEIGHT,
    RADIUS,
    SIZE_BODY,
    SURFACE,
    TARGET_HEIGHT,
    TEXT,
)


def _vertical_padding(look: Look, height: int) -> float:
    # The height comes from padding and not from a fixed height, so that text at 200 % is never cut.
    return max(GRID, (height - look.size(SIZE_BODY) * 1.25) / 2)


def _words(
    look: Look, text: str, icon: ft.IconData | None, *, color: ft.ColorValue | None, font: str
) -> ft.Control:
    # What a button asks for is never cut: large text takes the lines it needs.
    lines = None if look.is_large else 2
    words = look.text(
        text, size=SIZE_BODY, font=font, color=color, max_lines=lines, align=ft.TextAlign.CENTER
    )
    words.expand, words.expand_loose = True, True
    parts: list[ft.Control] = [words]
    if icon is not None:
        parts.insert(0, ft.Icon(icon, size=look.icon(24), color=color))
    return ft.Row(parts, alignment=ft.MainAxisAlignment.CENTER, spacing=GRID, tight=True)


def primary_button(
    look: Look,
    identifier: str,
    text: str,
    on_tap: OnTap,
    *,
    icon: ft.IconData | None = None,
    enabled: bool = True,
) -> ft.Control:
    """The one action of the screen: full width, within the thumb."""
    button = ft.FilledButton(
        content=_words(look, text, icon, color=None, font=FONT_BOLD),
        disabled=not enabled,
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            padding=ft.Padding.symmetric(
                vertical=_vertical_padding(look, PRIMARY_HEIGHT), horizontal=2 * GRID
            ),
            bgcolor={ft.ControlState.DISABLED: LINE, ft.ControlState.DEFAULT: PRIMARY},
            color={ft.ControlState.DISABLED: MUTED, ft.ControlState.DEFAULT: ON_PRIMARY},
        ),
        on_click=lambda _event: on_tap(),
    )
    return ft.Row([ft.Container(named(identifier, button, button=False), expand=True)], key=identifier)


def second_button(
    look: Look,
    identifier: str,
    text: str,
    on_tap: OnTap | ft.OpenUrl,
    *,
    icon: ft.IconData | None = None,
    expand: bool = False,
) -> ft.Control:
    """Another thing one may do here. An address is opened by the client within the gesture."""
    opens = on_tap if isinstance(on_tap, ft.OpenUrl) else None
    button = ft.OutlinedButton(
        content=_words(look, text, icon, color=TEXT, font=FONT_MEDIUM),
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            side=ft.BorderSide(1, MUTED),
            bgcolor=SURFACE,
            padding=ft.Padding.symmetric(
                vertical=_vertical_padding(look, TARGET_HEIGHT), horizontal=2 * GRID
            ),
        ),
        action=opens,
        on_click=None if isinstance(on_tap, ft.OpenUrl) else lambda _event: on_tap(),
    )
    return ft.Container(named(identifier, button, button=False), key=identifier, expand=expand)


def quiet_button(
    look: Look, identifier: str, text: str, on_tap: OnTap, *, color: ft.ColorValue = PRIMARY
) -> ft.Control:
    """A choice few take: as tall as any target, without a frame."""
    button = ft.TextButton(
        content=look.text(text, size=SIZE_BODY, font=FONT_MEDIUM, color=color),
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            padding=ft.Padding.symmetric(vertical=_vertical_padding(look, TARGET_HEIGHT), horizontal=GRID),
        ),
        on_click=lambda _event: on_tap(),
    )
    return ft.Container(named(identifier, button, button=False), key=identifier)


def choice_button(
    look: Look, identifier: str, text: str, on_tap: OnTap, *, chosen: bool = False
) -> ft.Control:
    """One of a few answers set side by side."""
    button = ft.OutlinedButton(
        content=look.text(text, size=SIZE_BODY, font=FONT_MEDIUM, color=DONE.ink if chosen else TEXT),
        icon=ft.Icons.CHECK if chosen else None,
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            side=ft.BorderSide(2 if chosen else 1, PRIMARY if chosen else MUTED),
            bgcolor=DONE.paper if chosen else SURFACE,
            padding=ft.Padding.symmetric(
                vertical=_vertical_padding(look, TARGET_HEIGHT), horizontal=2 * GRID
            ),
        ),
        on_click=lambda _event: on_tap(),
    )
    answer = named(identifier, button, button=False)
    answer.selected = chosen
    return ft.Container(answer, key=identifier)
