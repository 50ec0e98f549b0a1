"""The components: the app as a stack of screens, each drawn behind its error boundary."""

from functools import partial
from typing import Any, Protocol, cast

import flet as ft

from mobile.app.pulse import Pulse, ScreenModel
from mobile.components.boundary import guarded
from mobile.components.look import Look
from mobile.components.message import inline_message
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.tokens import BACKGROUND, WRONG
from mobile.screens.contract import Scene
from mobile.texts.format import Format
from mobile.texts.french import FRENCH
from shared.words.language import Language

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
def draw_screen(conductor: Conductor, model: ScreenModel) -> ft.View:
    """One screen from what it shows and what was begun on it."""
    path, shown = model.destination.path, model.shown
    if shown is None:
        return ft.View(route=path, bgcolor=BACKGROUND, controls=[])
    model.kept.begin()
    scene = Scene(
        look=shown.look,
        route=path,
        pending=shown.pending,
        is_syncing=shown.is_syncing,
        now_ms=shown.now_ms,
        dispatch=partial(conductor.dispatch, model),
        is_practice=shown.is_practice,
        kept=model.kept,
    )
    return model.destination.screen.view(scene, shown.state, model.draft)


@ft.component
def ScreenHost(conductor: Conductor, model: ScreenModel) -> ft.View:
    """Drawn again when its model moves."""
    return draw_screen(conductor, model)


@ft.component
def App(conductor: Conductor, pulse: Pulse) -> list[ft.View]:
    """The stack of screens; the topmost is the one seen."""
    if not pulse.stack:
        return [blank_view()]
    return [_host(conductor, model) for model in pulse.stack]


def _host(conductor: Conductor, model: ScreenModel) -> ft.View:
    # Memoised: a screen already on the stack is not drawn again because another comes on top of it.
    host: Any = cast(Any, ft).memo(ScreenHost)
    return host(conductor, model, key=model.destination.path)
