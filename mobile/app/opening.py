"""Opening the app on a page: theme, fonts, whose phone, and what to do when something breaks."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

import flet as ft

from mobile.app.choices import read_preferences, theme_mode_of
from mobile.app.household import Household
from mobile.app.own_labels import is_one_of_ours
from mobile.app.phones import Phones, is_profile
from mobile.app.root import App, blank_view
from mobile.app.routes import parent_of
from mobile.app.senses import Senses
from mobile.app.session import Session
from mobile.components.caret import has_caret
from mobile.components.scan_box import Scanning, give_scanning, scanning_of
from mobile.components.theme import FONTS, dark_theme, light_theme
from mobile.device.cues import ClientCues, Cues
from mobile.device.files import ClientFiles, Files
from mobile.device.location import ClientLocation, Location
from mobile.device.preferences import DevicePreferences, KeptChoices
from mobile.device.wedge import Wedge
from mobile.screens.contract import CodeRead, GoTo
from mobile.texts.french import FRENCH
from shared.custody.events import How

log = logging.getLogger(__name__)

PROFILE = "relais.profile"
ONLY_PROFILE = "phone"

PageMain = Callable[[ft.Page], Awaitable[None]]


def dress(page: ft.Page) -> None:
    """Fonts, both themes, and the locales the two languages need."""
    page.title = FRENCH.common.app_name
    page.fonts = dict(FONTS)
    page.theme, page.dark_theme = light_theme(), dark_theme()
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[ft.Locale("fr", "FR"), ft.Locale("en", "GB")], current_locale=ft.Locale("fr", "FR")
    )


def outlive_errors(page: ft.Page) -> None:
    """Flet answers an exception in a handler by a red card over the whole app: a word will do instead."""

    def say(message: str) -> None:
        log.error("the app went on after an error:\n%s", message)
        try:
            page.show_dialog(ft.SnackBar(ft.Text(FRENCH.common.action_error)))
        except RuntimeError as gone:
            log.info("nobody is there to be told: %s", gone)

    page.session.error = say


async def choose_profile(page: ft.Page, kept: KeptChoices) -> str:
    """Which phone a browser is: the one its address names, its own, the default one, or a new one."""
    if not page.web:
        return ONLY_PROFILE
    named = parse_qs(urlsplit(page.route or "").query).get("phone", [""])[0]
    if is_profile(named):
        await kept.keep(PROFILE, named)
        return named
    own = await kept.read(PROFILE)
    if own is not None and is_profile(own):
        return own
    default = os.environ.get("RELAIS_PHONE_PROFILE", "")
    if is_profile(default):
        return default
    new = f"web-{os.urandom(6).hex()}"
    await kept.keep(PROFILE, new)
    return new


def app_on(
    phones: Phones,
    choices: Callable[[], KeptChoices] = DevicePreferences,
    files: Callable[[ft.Page], Files] = ClientFiles,
    scanning: Callable[[ft.Page], Scanning] = scanning_of,
    cues: Callable[[], Cues] = ClientCues,
    location: Callable[[], Location] = ClientLocation,
) -> PageMain:
    """The app as Flet starts it: once for every page."""

    async def main(page: ft.Page) -> None:
        outlive_errors(page)
        dress(page)
        page.views[:] = [blank_view()]
        page.update()
        kept = choices()
        profile = await choose_profile(page, kept)
        household = await asyncio.to_thread(Household, phones, profile)
        preferences = await read_preferences(kept)
        page.theme_mode = theme_mode_of(preferences)
        session = Session(page, household, Senses(kept, files(page), cues(), location()), preferences)
        eye = scanning(page)
        give_scanning(page, eye)
        _listen(page, session, eye)
        page.render_views(App, session, session.pulse)
        session.show(page.route or "/")
        session.get_ready()

    return main


def _reader_of(page: ft.Page, session: Session) -> Callable[[ft.KeyboardEvent], None]:
    """A reader that types: it needs no field, and a field with the caret needs no second reading."""
    wedge = Wedge(lambda text: is_one_of_ours(text, session.phone.store))

    def press(event: ft.KeyboardEvent) -> None:
        if has_caret(page):
            wedge.forget()
        elif not (event.ctrl or event.alt or event.meta):
            code = wedge.press(event.key, session.phone.clock.boot_ms())
            if code is not None:
                session.hear(CodeRead(code, How.HID))

    return press


def _listen(page: ft.Page, session: Session, eye: Scanning) -> None:
    def pop(event: ft.ViewPopEvent) -> None:
        if session.pulse.stack:
            session.dispatch(session.pulse.stack[-1], GoTo(parent_of(event.route)))

    def follow(event: ft.RouteChangeEvent) -> None:
        if event.route != session.route:
            session.show(event.route)

    def resume(event: ft.AppLifecycleStateChangeEvent) -> None:
        # The camera is let go while another app is in front, and opened anew on the way back.
        if event.state in (ft.AppLifecycleState.RESUME, ft.AppLifecycleState.SHOW):
            eye.is_awake = True
            session.come_back()
        elif event.state in (ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE):
            eye.is_awake = False
            session.leave()

    def leave(_event: object) -> None:
        eye.is_awake = False
        session.close()

    page.on_keyboard_event = _reader_of(page, session)
    page.on_view_pop = pop
    page.on_route_change = follow
    page.on_app_lifecycle_state_change = resume
    page.on_connect = lambda _event: session.refresh()
    page.on_close = leave
