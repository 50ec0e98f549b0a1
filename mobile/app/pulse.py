"""What the drawing follows: one pulse for the app, one model for each screen on the stack."""

from dataclasses import dataclass

import flet as ft

from mobile.app.routes import Destination
from mobile.components.look import Look
from mobile.screens.contract import Alarm


@dataclass(eq=False)
class ScreenModel(ft.Observable):
    """One screen on the stack: where it leads, what it shows, what was begun on it.

    `is_loaded` is False until its state was read once.
    """

    destination: Destination
    draft: object
    state: object = None
    is_loaded: bool = False
    alarm: Alarm | None = None


@dataclass(eq=False)
class Pulse(ft.Observable):
    """Moves whenever what is shown may have changed; the app and its screens are drawn again."""

    look: Look
    revision: int = 0
    route: str = "/"
    is_syncing: bool = False
    pending: int = 0
    now_ms: int = 0
    stack: tuple[ScreenModel, ...] = ()
