"""What the log holds after everything was asked with secrets in it: who did what, and no word of anybody."""

import asyncio
import io
import logging
import threading
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from shared.custody.events import Kind
from sync_server.cli.serve import LISTENING
from sync_server.log import LOGGER, WithoutWords, log_event
from tests.builders import a_server
from tests.reliability.api_fuzz.asking import Asked
from tests.reliability.api_fuzz.composing import BOUNDARY, credentials, honest_ids
from tests.reliability.api_fuzz.routes import FORM, UPLOAD, Route, every_route
from tests.reliability.api_fuzz.stage import Role, Stage
from tests.sync_server.console.world import GROCERY, LOGIN, PASSWORD

CANARY = "canari-secret-7421"
PLANTED = (CANARY, f"{CANARY}@ferme.example", f"+33 6 12 34 56 78 {CANARY}")
HEADERS = ("user-agent", "referer", "x-forwarded-for", "accept-language", "x-request-id")


@contextmanager
def logged() -> Generator[io.StringIO]:
    """All that the server would write to standard error."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(WithoutWords("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    before = root.level, LOGGER.level
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.INFO)
    try:
        yield text
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        LOGGER.setLevel(before[1])


@pytest.fixture
def stage(tmp_path: Path) -> Generator[Stage]:
    limits = {"syncs_a_minute": 10**9, "enrolment_tries": 10**9}
    with a_server(tmp_path, **limits) as server, closing(Stage(server)) as made:
        yield made


def planted(route: Route, ids: Mapping[str, str], said: Mapping[str, str]) -> Asked:
    """The request with the canary in every place that a person or a program fills in."""
    path = route.path
    for each in route.in_path:
        path = path.replace(f"{{{each.name}}}", quote(ids.get(each.name, CANARY), safe=""))
    pairs = [(each.name, PLANTED[n % 3]) for n, each in enumerate(route.in_query)]
    query = "&".join(f"{name}={quote(value)}" for name, value in [*pairs, ("vers", CANARY)])
    names = list(route.body.get("properties", {})) if route.body else []
    content, kind = b"", route.media_type
    if kind == FORM:
        content = "&".join(f"{name}={quote(PLANTED[n % 3])}" for n, name in enumerate(names)).encode()
    elif kind == UPLOAD:
        kind = f"{UPLOAD}; boundary={BOUNDARY}"
        content = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{CANARY}.csv"\r\n\r\n'
            f"producteur;point;montant_ttc\r\n{CANARY};{CANARY};12,50\r\n--{BOUNDARY}--\r\n"
        ).encode()
    elif kind == "application/json":
        content = ("{" + ",".join(f'"{name}": "{CANARY}"' for name in names) + "}").encode()
    headers = dict.fromkeys(HEADERS, CANARY) | {"content-type": kind, "sec-fetch-site": "same-origin"}
    headers |= {name.lower(): value for name, value in said.items()}
    return Asked(
        route.method,
        path.encode(),
        query.encode(),
        tuple((name.encode(), value.encode()) for name, value in headers.items()),
        content,
    )


def test_secrets_in_every_input_reach_no_line_of_the_log(stage: Stage) -> None:
    stranger = {"Authorization": f"Bearer {CANARY}", "Cookie": f"sid={CANARY}"}
    with logged() as text:
        for route in every_route():
            stage.door.ask(planted(route, {}, stranger))
            # With ids that exist, so that a form is read to its end by whoever may send it.
            for role in (Role.PRODUCER, Role.COORDINATOR):
                asked = planted(route, honest_ids(stage), credentials(stage, role))
                stage.note_answer(route, stage.door.ask(asked))
        phone = stage.phones[Role.PRODUCER]
        phone.record(Kind.INCIDENT, place_id=GROCERY, data={"note": CANARY, "reason": "absent"})
        phone.push()
        secrets = [CANARY, stage.enrolment_code, *stage.tokens.values()]
        secrets += [each.token for each in stage.phones.values()]
        said = text.getvalue()
    # What matters is told: that somebody was refused, by no name.
    assert "console-sign-in-refused" in said
    assert [secret for secret in secrets if secret in said] == []


def test_signing_in_is_told_by_account_and_without_what_was_typed(stage: Stage) -> None:
    entrance = next(route for route in every_route() if route.key == ("POST", "/console/entrer"))
    with logged() as text:
        for login, password in ((LOGIN, PASSWORD), (CANARY, PASSWORD), (LOGIN, CANARY)):
            form = f"login={login}&password={password}".encode()
            asked = planted(entrance, {}, {})
            stage.door.ask(Asked(asked.method, asked.path, b"", asked.headers, form))
    assert text.getvalue().splitlines() == [
        "INFO relais console-signed-in coordinator=C01",
        "INFO relais console-sign-in-refused",
        "INFO relais console-sign-in-refused",
    ]


def test_a_line_break_in_a_value_makes_no_second_line() -> None:
    with logged() as text:
        log_event("exported", what="lots\r\nERROR relais console-signed-in coordinator=C01\x1b[2J")
    assert len(text.getvalue().splitlines()) == 1
    assert "\x1b" not in text.getvalue()


class BrokenError(Exception):
    """Says what it was doing, as those of databases do."""


@pytest.fixture
def uvicorn_as_it_starts() -> Generator[None]:
    """Its log as in a fresh process: a test before, in this one, may have given it handlers of its own."""
    log = logging.getLogger("uvicorn")
    before = log.handlers[:], log.propagate
    log.handlers[:], log.propagate = [], True
    yield
    log.handlers[:], log.propagate = before


@contextmanager
def broken() -> Generator[str]:
    """The address of a page that breaks over somebody's words, served as `serve` does."""
    app = FastAPI()

    @app.get("/")
    def page() -> None:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            raise BrokenError(f"INSERT INTO person ... [parameters: ('{CANARY}',)]") from error

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, **LISTENING))
    started = threading.Event()

    async def serve() -> None:
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0)
        started.set()
        await task

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait()
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.usefixtures("uvicorn_as_it_starts")
def test_what_breaks_is_told_by_its_place_and_kind_without_its_words() -> None:
    with logged() as text, broken() as address:
        assert httpx.get(address).status_code == 500
    said = text.getvalue()
    assert "test_logs.py" in said
    assert "builtins.ValueError" in said
    assert "BrokenError" in said
    assert CANARY not in said
