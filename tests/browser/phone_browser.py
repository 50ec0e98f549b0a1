"""A phone in a real browser: the app in its own process, Chromium of a phone's size in front of it.

Fails on any request that leaves this machine, any missing font, any error of the page, and any traceback
in the app's log. Flutter paints on a canvas: what a person taps is found by the names given to assistive
tools, once these are asked for.
"""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from mobile.store.history import newest_facts
from shared.custody.events import Fact, Kind
from tests.builders_phone import an_enrolled_phone

ROOT = Path(__file__).parents[2]
PHONE_SIZE = {"width": 390, "height": 844}
PIXELS = 2
READY_TIMEOUT_S = 60
ANSWER_TIMEOUT_MS = 20_000
TURNS_OF_THE_WHEEL = 40
FOCUS_TRIES, FOCUS_TIMEOUT_MS = 3, 5_000
# Asked for by Flet's client whatever one sets; the app's own content policy refuses it.
REFUSED_BY_POLICY = re.compile(r"/rive_native\.js$")
# Flet 1.0.5 starts a session that a reload has already closed: its own fault, no frame of the app in it.
CLOSED_BEFORE_IT_BEGAN = re.compile(
    r"^.* ERROR flet_web\.fastapi: Unhandled error processing page session: *\n"
    r"Traceback \(most recent call last\):\n"
    r"  File \".*/flet_web/fastapi/flet_app\.py\", line \d+, in __on_session_created\n"
    r"(?:    .*\n)+"
    r"AttributeError: 'NoneType' object has no attribute 'after_event'$",
    re.MULTILINE,
)
FAULT_IN_LOG = re.compile(r"^.*( ERROR |Traceback)", re.MULTILINE)
LOCAL = re.compile(r"^(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|^(blob|data|about):")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: "subprocess.Popen[Any]") -> None:
    """Wait until the process listens; it may be asked ten times a second, and must not have ended."""
    for _ in range(READY_TIMEOUT_S * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the process ended before it listened"
        select.select([], [], [], 0.1)
    raise AssertionError("the process did not start")


@dataclass
class PhoneProcess:
    """`python -m mobile` on a folder of its own; may be killed and started again on the same port."""

    folder: Path
    profile: str
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None
    was_stopped: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "app.log"

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {
            "RELAIS_PHONE_DIR": str(self.folder),
            "RELAIS_PHONE_PROFILE": self.profile,
            "RELAIS_PHONE_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mobile"],
                cwd=ROOT,
                env={**os.environ, **settings},
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        wait_for_port(self.port, self.process)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it: politely, or as a dead battery does."""
        self.was_stopped = True
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=READY_TIMEOUT_S)
            self.process = None

    def faults(self) -> str:
        """Its log from the first thing that it should not hold; empty without one."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        text = CLOSED_BEFORE_IT_BEGAN.sub("", text)
        fault = FAULT_IN_LOG.search(text)
        return text[fault.start() :] if fault else ""

    def recorded(self, *kinds: Kind) -> list[Fact]:
        """The facts in its log, oldest first, of these kinds or of all; read when the app has left it."""
        store = an_enrolled_phone(self.folder / self.profile).store
        try:
            facts = [logged.fact for logged in reversed(newest_facts(store, 100))]
        finally:
            store.close()
        return [fact for fact in facts if fact is not None and (not kinds or fact.kind in kinds)]


@dataclass
class PhoneScreen:
    """The page of one phone, and what went wrong on it."""

    page: Page
    app: PhoneProcess
    faults: list[str] = field(default_factory=list[str])

    def watch(self) -> None:
        """Note every request that leaves, every missing font, every error."""
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self._note_error(f"page error: {error}"))
        self.page.on("console", self._note_console)
        self.page.set_default_timeout(ANSWER_TIMEOUT_MS)

    def open(self, route: str = "/") -> None:
        """Open an address and wait until it can be tapped."""
        self.page.goto(self.app.url + route)
        self.ready()
        self.app.was_stopped = False

    def reload(self) -> None:
        """The browser's reload."""
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        """Wait for the first frame, then ask for the tree that assistive tools read."""
        self.page.wait_for_selector("#loading", state="detached")
        placeholder = self.page.locator("flt-semantics-placeholder")
        placeholder.wait_for(state="attached")
        # One pixel, off screen: it can only be clicked from within.
        placeholder.evaluate("placeholder => placeholder.click()")

    def named(self, identifier: str) -> Locator:
        """What bears this name."""
        return self.page.locator(f'flt-semantics[flt-semantics-identifier="{identifier}"]')

    def tap(self, identifier: str) -> None:
        """Touch it, as a thumb does: where it is drawn, and once it can be touched."""
        # A button that still waits for something said before is there, but takes no touch.
        itself = self.page.locator(f'flt-semantics[flt-semantics-identifier="{identifier}"][flt-tappable]')
        itself.or_(self.named(identifier).locator("[flt-tappable]")).first.click()

    def scroll_to(self, identifier: str) -> None:
        """Turn the wheel until it is on the screen: what lies below the fold is named by nothing."""
        # Before anything is drawn all names lack, and the wheel would turn past what is looked for.
        self.page.locator("flt-semantics[flt-semantics-identifier]").first.wait_for(state="attached")
        for _ in range(TURNS_OF_THE_WHEEL):
            if self.named(identifier).count():
                return
            self.page.mouse.move(180, 300)
            self.page.mouse.wheel(0, 300)
            self.page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
        raise AssertionError(f"{identifier} never came")

    def type_and_enter(self, identifier: str, text: str) -> None:
        """Type key by key, then Enter."""
        typed = self.type(identifier, text)
        typed.press("Enter")

    def type(self, identifier: str, text: str) -> Locator:
        """Type key by key; what was typed is all there."""
        box = self.named(identifier)
        box.wait_for(state="attached")
        entry = box.locator("input:focus, textarea:focus")
        for _ in range(FOCUS_TRIES):
            box.click()
            # The list may still have been scrolling to it: then the touch landed on its neighbour.
            with suppress(PlaywrightTimeout):
                entry.wait_for(state="attached", timeout=FOCUS_TIMEOUT_MS)
                break
        entry.press_sequentially(text)
        # Fields for codes write capitals by themselves.
        expect(entry).to_have_value(re.compile(re.escape(text), re.IGNORECASE))
        return entry

    def sees(self, text: str) -> None:
        """Wait until a text is on the screen; no-break spaces read as spaces."""
        expect(self._with_text(text).first).to_be_attached(timeout=ANSWER_TIMEOUT_MS)

    def does_not_see(self, text: str) -> None:
        """Wait until no such text is on the screen."""
        expect(self._with_text(text)).to_have_count(0, timeout=ANSWER_TIMEOUT_MS)

    def slow_down(self, times: int) -> None:
        """From here on the browser computes this many times slower, as a cheap phone does."""
        devtools: Any = self.page.context.new_cdp_session(self.page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def picture(self, path: Path) -> None:
        """What a person sees now."""
        self.page.screenshot(path=path)

    def _with_text(self, text: str) -> Locator:
        pattern = r"[\s\u00a0\u202f]+".join(re.escape(word) for word in text.split())
        by_text = self.page.locator("flt-semantics").filter(has_text=re.compile(pattern))
        return by_text.or_(self.page.get_by_label(re.compile(pattern)))

    def _note_request(self, request: Request) -> None:
        if not LOCAL.match(request.url) and not REFUSED_BY_POLICY.search(request.url):
            self.faults.append(f"asked from outside: {request.url}")
        if re.search(r"noto|fallback", request.url, re.IGNORECASE):
            self.faults.append(f"a glyph is missing: {request.url}")

    def _note_error(self, error: str) -> None:
        # Without its app the client tries again and again, each time with an error: part of the story.
        if not self.app.was_stopped:
            self.faults.append(error)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not re.search(r"rive_native\.js", message.text):
            self._note_error(f"console: {message.text}")
        if "Noto fonts" in message.text:
            self.faults.append(f"a glyph is missing: {message.text}")


def phone_context(browser: Browser, *, dark: bool = False, **more: Any) -> BrowserContext:
    """A browser of a phone's size, in French."""
    return browser.new_context(
        viewport={"width": PHONE_SIZE["width"], "height": PHONE_SIZE["height"]},
        device_scale_factor=PIXELS,
        locale="fr-FR",
        color_scheme="dark" if dark else "light",
        **more,
    )


@contextmanager
def phone_in_browser(
    browser: Browser, process: PhoneProcess, *, dark: bool = False
) -> Generator[PhoneScreen]:
    """A running app and its screen; both without fault to the end."""
    process.start()
    context = phone_context(browser, dark=dark)
    screen = PhoneScreen(context.new_page(), process)
    screen.watch()
    try:
        yield screen
    finally:
        context.close()
        process.stop()
    assert not screen.faults, screen.faults
    assert not process.faults(), process.faults()


def choices_as_kept(**choices: str) -> str:
    """A script that keeps choices in the browser as the app does, before it starts."""
    kept = {f"flutter.relais.{name}": json.dumps(value) for name, value in choices.items()}
    return f"for (const [k, v] of Object.entries({json.dumps(kept)})) localStorage.setItem(k, v);"
