"""A co-op's Friday on a server in process, and a coordinator's browser without a screen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
import pytest
from pyotp.totp import TOTP

from sync_server.accounts.console_sessions import SESSION_MAX_MS, note_factor, open_console_session
from sync_server.accounts.second_factor import STEP_S
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin
from tests.builders import ServerInProcess, a_server
from tests.sync_server.console.world import LOGIN, PASSWORD, Friday

HTTP_OK = 200
ASKS_FOR_CODE = "Votre code à six chiffres"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Coordinator:
    """What a coordinator does with a browser: looks at pages and sends forms, following where these lead."""

    client: httpx.Client
    runtime: Runtime
    secret: str = ""
    step: int = 0

    def get(self, path: str) -> httpx.Response:
        """Looks at a page."""
        return self.client.get(f"/console{path}")

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Sends a form from a page of the console."""
        return self.client.post(f"/console{path}", data=fields, headers=SAME_ORIGIN)

    def read(self, path: str) -> str:
        """The text of a page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return with_plain_blanks(answer.text)

    def signs_in(self, login: str = LOGIN, password: str = PASSWORD) -> httpx.Response:
        """Opens a session: password, then the code of the app, which is set up the first time."""
        return self.shows_factor(self.post("/entrer", login=login, password=password))

    def shows_factor(self, answer: httpx.Response) -> httpx.Response:
        """Types the code of the moment where it is asked; sets the app up where there is none yet."""
        found = re.search(r'name="vers" value="([^"]*)"', answer.text)
        goes_to = unescape(found[1]) if found else "/console/"
        if "/second-facteur/commencer" in answer.text:
            self.post("/second-facteur/commencer")
            self.secret = the_secret(self.read("/second-facteur"))
            answer = self.post("/second-facteur/confirmer", code=self.code())
            return self.client.get(goes_to) if answer.status_code == HTTP_OK else answer
        if ASKS_FOR_CODE in answer.text:
            return self.post("/second-facteur", code=self.code(), vers=goes_to)
        return answer

    def code(self) -> str:
        """The next code the app shows that was not typed yet."""
        self.step = max(self.step + 1, self.runtime.now_ms() // 1000 // STEP_S)
        return TOTP(self.secret).at(self.step * STEP_S)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    """A fresh server."""
    with a_server(tmp_path) as started:
        yield started


@pytest.fixture
def friday(server: ServerInProcess) -> Friday:
    """The co-op and its planned Friday; nothing is driven yet."""
    return Friday(server)


def with_a_browser(server: ServerInProcess) -> Coordinator:
    """Somebody who has not signed in."""
    server.client.follow_redirects = True
    return Coordinator(server.client, server.runtime)


def lets_in(visitor: Coordinator) -> Coordinator:
    """The coordinator, signed in without the tenth of a second a password takes."""
    runtime = visitor.runtime
    with begin(runtime.database) as session:
        token = open_console_session(
            session, "C01", runtime.random_bytes, runtime.now_ms(), is_factor_shown=True
        )
        # Her second factor stays fresh for the ten hours of the session, however the test's clock moves.
        note_factor(session, token, runtime.now_ms() + SESSION_MAX_MS)
    visitor.client.cookies.set("sid", token)
    return visitor


@pytest.fixture
def visitor(friday: Friday) -> Coordinator:
    """Somebody with a browser who has not signed in."""
    return with_a_browser(friday.server)


@pytest.fixture
def camille(visitor: Coordinator) -> Coordinator:
    """The coordinator, signed in."""
    return lets_in(visitor)


def the_secret(page: str) -> str:
    """The key that stands on the page of a second factor, to be typed into an app."""
    found = re.search(r'id="secret"[^>]*value="([A-Z2-7 ]+)"', page)
    assert found
    return found[1].replace(" ", "")


def with_plain_blanks(html: str) -> str:
    """A page as its sentences are written; which blanks do not break is told in `test_typography.py`."""
    return re.sub("[\u00a0\u202f](?=[:;?!»])|(?<=«)\u00a0|(?<=n°)\u00a0", " ", html)


def words(html: str) -> str:
    """The text of a page as it reads, blanks made one."""
    plain = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+", " ", plain)
