"""What the drawing follows: the stack of screens, and for each screen what it shows."""

from dataclasses import dataclass, field

import flet as ft

from mobile.app.routes import Destination
from mobile.components.kept_rows import KeptRows
from mobile.components.look import Look
from mobile.screens.contract import Alarm


@dataclass(frozen=True, slots=True)
class Shown:
    """One reading of the store, and what surrounded it: with its draft, all a screen is drawn from."""

    state: object
    look: Look
    pending: int
    is_syncing: bool
    now_ms: int
    is_practice: bool = False


@dataclass(eq=False)
class ScreenModel(ft.Observable):
    """One screen on the stack: where it leads, whose it is, what it shows, what was begun on it.

    Moves: drawn again.
    """

    destination: Destination
    draft: object
    profile: str = ""
    shown: Shown | None = None
    alarm: Alarm | None = None
    kept: KeptRows = field(default_factory=KeptRows)


@dataclass(eq=False)
class Pulse(ft.Observable):
    """Moves when another screen is to be seen. What changes within a screen moves that screen alone."""

    stack: tuple[ScreenModel, ...] = ()
