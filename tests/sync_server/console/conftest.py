"""A co-op's Friday on a server in process, and a coordinator's browser without a screen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
import pytest

from sync_server.accounts.console_sessions import open_console_session
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin
from tests.builders import ServerInProcess, a_server
from tests.sync_server.console.world import LOGIN, PASSWORD, Friday

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Coordinator:
    """What a coordinator does with a browser: looks at pages and sends forms, following where these lead."""

    client: httpx.Client
    runtime: Runtime

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
        return answer.text

    def signs_in(self, login: str = LOGIN, password: str = PASSWORD) -> httpx.Response:
        """Opens a session."""
        return self.post("/entrer", login=login, password=password)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    """A fresh server."""
    with a_server(tmp_path) as started:
        yield started


@pytest.fixture
def friday(server: ServerInProcess) -> Friday:
    """The co-op and its planned Friday; nothing is driven yet."""
    return Friday(server)


@pytest.fixture
def visitor(friday: Friday) -> Coordinator:
    """Somebody with a browser who has not signed in."""
    friday.server.client.follow_redirects = True
    return Coordinator(friday.server.client, friday.server.runtime)


@pytest.fixture
def camille(visitor: Coordinator) -> Coordinator:
    """The coordinator, signed in without the tenth of a second a password takes."""
    runtime = visitor.runtime
    with begin(runtime.database) as session:
        token = open_console_session(session, "C01", runtime.random_bytes, runtime.now_ms())
    visitor.client.cookies.set("sid", token)
    return visitor


def words(html: str) -> str:
    """The text of a page as it reads, blanks made one."""
    plain = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+", " ", plain)
