"""The console in a real browser: the real server over loopback, Chromium in front of it."""

import re
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page
from pyotp.totp import TOTP

from sync_server.accounts.second_factor import STEP_S
from sync_server.app import app_on
from tests.builders import ServerInProcess, a_server
from tests.sync_server.console.world import LOGIN, PASSWORD, Friday

LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@dataclass
class Served:
    """The co-op's Friday, and the address where its console answers."""

    friday: Friday
    url: str

    @property
    def server(self) -> ServerInProcess:
        """The server behind the address."""
        return self.friday.server


@contextmanager
def on_this_machine(folder: Path) -> Generator[tuple[ServerInProcess, str]]:
    """A server that listens on this machine, driven by the test's own clock; and its address."""
    # Open before anybody knocks: on a busy machine the thread starts later than the browser.
    door = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{door.getsockname()[1]}"
    with a_server(folder, public_url=url) as server:
        listening = uvicorn.Server(uvicorn.Config(app_on(server.runtime), log_level="error"))
        thread = threading.Thread(target=listening.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield server, url
        finally:
            listening.should_exit = True
            thread.join()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The Friday's server."""
    with on_this_machine(tmp_path) as (server, url):
        yield Served(Friday(server), url)


@pytest.fixture
def open_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser windows that fail the test on any error, refused script or dialog."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A page that is not there, or a refused form, is told by its own test.
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    def refuse(dialog: Dialog) -> None:
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open_one(**settings: object) -> BrowserContext:
        context = chromium.new_context(**{"viewport": LAPTOP, "locale": "fr-FR", **settings})  # type: ignore[arg-type]
        context.on("console", note)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("dialog", refuse)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert faults == []


@pytest.fixture
def page(served: Served, open_context: Callable[..., BrowserContext]) -> Page:
    """The coordinator's window, signed in by the form."""
    return signed_in(open_context(base_url=served.url).new_page())


def signed_in(page: Page, login: str = LOGIN) -> Page:
    """Opens the bare address and signs in."""
    page.goto("/")
    signs_in(page, login)
    # A treasurer's first page is another than a coordinator's.
    page.wait_for_url(re.compile(r"/console/(?!second-facteur|connexion)"))
    return page


def signs_in(page: Page, login: str = LOGIN) -> None:
    """Fills the form and shows the second factor; everybody in these tests has the same password."""
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(re.compile(r"/second-facteur"))
    if page.get_by_role("button", name="Commencer").is_visible():
        page.get_by_role("button", name="Commencer").click()
        _APPS[_origin(page), login] = App(
            page.get_by_label(re.compile("^Clé")).input_value().replace(" ", "")
        )
        types_code(page, "Code à six chiffres", "Vérifier", login)
        page.get_by_role("link", name="Je les ai gardés, continuer").click()
    else:
        types_code(page, "Code affiché par votre application", "Continuer", login)


@dataclass
class App:
    """The authenticator app on the coordinator's phone; it never shows a code twice."""

    secret: str
    step: int = 0

    def code(self, at_s: int) -> str:
        """The code half a minute before that instant, or the next one after the last shown."""
        self.step = max(self.step + 1, at_s // STEP_S - 1)
        return TOTP(self.secret).at(self.step * STEP_S)


# What everybody has on their phones, by the server's address and their login.
_APPS: dict[tuple[str, str], App] = {}


def _origin(page: Page) -> str:
    return page.url.partition("/console")[0]


def types_code(page: Page, label: str, button: str, login: str = LOGIN) -> None:
    """Types what the app shows at the hour the server says, and presses."""
    said = page.locator("time[datetime]").get_attribute("datetime")
    assert said is not None
    page.get_by_label(label).fill(
        _APPS[_origin(page), login].code(int(datetime.fromisoformat(said).timestamp()))
    )
    page.get_by_role("button", name=button).click()
