"""What the tests in a real browser share: Chromium with and without a camera, a phone in somebody's hand."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from mobile.store.enrolment import Enrolment
from tests.browser.phone_browser import PhoneProcess, PhoneScreen, phone_in_browser
from tests.browser.server_process import ServerProcess
from tests.builders import a_server
from tests.builders_labels import jpeg, label, seen
from tests.mobile.sync.world import a_co_op, a_phone

FRAMES_A_LABEL = 30
WithCamera = Callable[..., AbstractContextManager[Browser]]
BrunoAway = Callable[[int], ServerProcess]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """One for the tests of a file: left open longer, its event loop would stand in others' way."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the tests of a file, without a camera."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium: Browser, app: PhoneProcess) -> Iterator[PhoneScreen]:
    """The phone in his hand; `app` is each file's own."""
    with phone_in_browser(chromium, app) as screen:
        yield screen


@pytest.fixture
def with_camera(playwright: Playwright, chromium_path: str, tmp_path: Path) -> WithCamera:
    """A Chromium whose camera shows these texts in turn, for ever; none of them: no leave to look."""

    @contextmanager
    def opened(texts: Sequence[str], *, is_allowed: bool = True) -> Generator[Browser]:
        film = tmp_path / "film.mjpeg"
        film.write_bytes(b"".join(_frame(text) * FRAMES_A_LABEL for text in texts))
        args = [
            "--no-sandbox",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
            "--enable-unsafe-swiftshader",
        ]
        if is_allowed:
            args.append("--use-fake-ui-for-media-stream")
        browser = playwright.chromium.launch(executable_path=chromium_path, args=args)
        try:
            yield browser
        finally:
            browser.close()

    return opened


def _frame(text: str) -> bytes:
    return jpeg(seen([label(text)], size=(640, 480)), quality=90)


@pytest.fixture
def bruno_away(tmp_path: Path) -> Iterator[BrunoAway]:
    """A co-op's server that gave Bruno's phone its rows, so many crates; it does not run yet."""
    made: list[ServerProcess] = []

    def away(crates: int) -> ServerProcess:
        folder = tmp_path / "server"
        process = ServerProcess(folder, PhoneProcess(tmp_path, "-").port)
        made.append(process)
        with a_server(folder) as seeded:
            a_co_op(seeded, crates)
            bruno = a_phone(seeded, tmp_path / "phones" / "bruno")
            bruno.sync()
            known = bruno.store.enrolment
            assert known is not None
            bruno.store.save_enrolment(Enrolment(process.url, known.device_id, known.person_id, known.token))
            bruno.store.close()
        return process

    yield away
    for process in made:
        process.stop()
