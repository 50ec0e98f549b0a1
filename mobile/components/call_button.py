"""« Appeler »: a number handed to the phone's own dialler, by the tap itself; nothing is called before."""

import flet as ft

from mobile.components.buttons import second_button
from mobile.components.look import Look


def call_button(look: Look, identifier: str, text: str, number: str) -> ft.Control:
    """`number` is digits, with a + first where there is one. The client opens it within the gesture."""
    return second_button(look, identifier, text, ft.OpenUrl(f"tel:{number}"), icon=ft.Icons.CALL)
