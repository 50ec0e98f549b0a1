"""The components: the app as a stack of screens, each drawn behind its error boundary."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

import flet as ft

from mobile.app.pulse import Pulse, ScreenModel
from mobile.components.boundary import guarded
from mobile.components.look import Look
from mobile.components.message import inline_message
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.tokens import BACKGROUND, WRONG
from mobile.screens.contract import Scene
from mobile.texts.format import Format
from mobile.texts.fr import FRENCH
from shared.words.language import Language

DispatchFrom = Callable[[ScreenModel, object], None]

FALLBACK_LOOK = Look(FRENCH, Format(Language.FRENCH))


class Conductor(Protocol):
    """What the components need of the session."""

    pulse: Pulse

    def dispatch(self, model: ScreenModel, intent: object) -> None:
        """Carry out an intent that came from a screen."""
        ...


def blank_view() -> ft.View:
    """The first frame: the app's colour, for the moment the store opens."""
    return ft.View(route="/", bgcolor=BACKGROUND, controls=[])


def _error_view() -> ft.View:
    message = inline_message(FALLBACK_LOOK, WRONG, FRENCH.common.display_error)
    return screen_frame(FALLBACK_LOOK, "/", Head(FRENCH.common.app_name), [message])


@guarded(_error_view)
def draw_screen(conductor: Conductor, pulse: Pulse, model: ScreenModel) -> ft.View:
    """One screen from what it shows and what was begun on it."""
    path = model.destination.path
    if not model.is_loaded:
        return ft.View(route=path, bgcolor=BACKGROUND, controls=[])
    scene = Scene(
        look=pulse.look,
        route=path,
        pending=pulse.pending,
        is_syncing=pulse.is_syncing,
        now_ms=pulse.now_ms,
        dispatch=partial(conductor.dispatch, model),
    )
    return model.destination.screen.view(scene, model.state, model.draft)


@ft.component
def ScreenHost(conductor: Conductor, pulse: Pulse, model: ScreenModel) -> ft.View:
    """Drawn again when its model or the pulse moves."""
    return draw_screen(conductor, pulse, model)


@ft.component
def App(conductor: Conductor, pulse: Pulse) -> list[ft.View]:
    """The stack of screens; the topmost is the one seen."""
    if not pulse.stack:
        return [blank_view()]
    return [
        ScreenHost(conductor, pulse, model, key=model.destination.path)  # type: ignore[call-arg]
        for model in pulse.stack
    ]
