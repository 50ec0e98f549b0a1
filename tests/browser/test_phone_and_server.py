"""A phone in a real browser and the real server as a process: enrolled, driven without it, synced again."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from sync_server.accounts.enrolment import (
    OpenedEnrolment,
    confirm_enrolment,
    find_enrolment,
    open_enrolment,
)
from sync_server.db.session import Database, begin, open_database, read
from tests.browser.phone_browser import ROOT, PhoneProcess, PhoneScreen, phone_in_browser, wait_for_port
from tests.builders import a_server
from tests.builders_phone import HELPER
from tests.mobile.sync.world import a_co_op


@dataclass
class ServerProcess:
    """`python -m sync_server serve` on a folder; may be stopped and started again on the same port."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Database:
        return open_database(f"sqlite:///{self.folder / 'relais.db'}")

    def start(self) -> None:
        settings = {"RELAIS_DATA_DIR": str(self.folder), "RELAIS_PORT": str(self.port)}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sync_server", "serve"],
                cwd=ROOT,
                env={**os.environ, **settings},
                stdout=log,
                stderr=log,
            )
        wait_for_port(self.port, self.process)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def asked(self, statement: str) -> Any:
        """What the database answers to a plain question."""
        with read(self.database) as session:
            return session.connection().exec_driver_sql(statement).scalar_one()

    def all_of(self, statement: str) -> list[Any]:
        """All rows of the answer."""
        with read(self.database) as session:
            return list(session.connection().exec_driver_sql(statement).all())


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the journeys of this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A co-op with one round of today for Bruno, running."""
    folder = tmp_path / "server"
    with a_server(folder) as seeded:
        a_co_op(seeded)
        seeded.change(move_to_today)
    process = ServerProcess(folder, PhoneProcess(tmp_path, "-").port)
    process.start()
    yield process
    process.stop()


def move_to_today(session: Any) -> None:
    """The co-op's rounds are driven today."""
    day = date.today().isoformat()  # noqa: DTZ011 - the programs under test go by this machine's day
    connection = session.connection()
    connection.exec_driver_sql("UPDATE round SET date = ?", (day,))
    connection.exec_driver_sql(
        "UPDATE pull_row SET d = replace(d, '2026-11-06', ?) WHERE t = 'round'", (day,)
    )


@pytest.fixture
def offered(server: ServerProcess) -> OpenedEnrolment:
    """« Ajouter un téléphone », for Bruno, just now."""
    with begin(server.database) as session:
        return open_enrolment(session, HELPER, "C01", time.time_ns() // 1_000_000, os.urandom)


@pytest.fixture
def app(tmp_path: Path) -> PhoneProcess:
    """A phone just out of its box."""
    folder = tmp_path / "phones"
    folder.mkdir()
    return PhoneProcess(folder, "bruno")


@pytest.fixture
def phone(chromium: Browser, app: PhoneProcess) -> Iterator[PhoneScreen]:
    """The phone in his hand."""
    with phone_in_browser(chromium, app) as screen:
        yield screen


def test_enrolled_then_driven_with_the_server_stopped_then_all_is_received(
    phone: PhoneScreen, server: ServerProcess, offered: OpenedEnrolment
) -> None:
    phone.open("/")
    phone.type_and_enter("enrol-code", f"{server.url}/enrol#code={offered.code}")
    phone.sees("Les deux écrans montrent-ils ces 4 chiffres")
    with begin(server.database) as session:
        row = find_enrolment(session, offered.id)
        assert row is not None
        digits = row.match_digits or ""
        assert confirm_enrolment(session, offered.id, digits, time.time_ns() // 1_000_000)
    phone.sees("Un code secret ?")
    phone.tap("skip-code")
    phone.sees("Ferme des Ajoncs")

    server.stop()
    for button in ("start-round", "open-next", "record-all", "next-stop", "record-all", "back-to-round"):
        phone.tap(button)
    phone.sees("2/2")
    phone.tap("tab-outbox")
    phone.tap("send-now")
    phone.sees("Pas de réseau : tout est gardé")

    server.start()
    phone.tap("send-now")
    phone.sees("Tout est envoyé")
    custody = "SELECT count(*) FROM event WHERE kind IN ('pickup', 'drop')"
    assert server.asked(custody) == 2


def test_a_wrong_code_is_told_in_words(phone: PhoneScreen, server: ServerProcess) -> None:
    phone.open("/")
    phone.type_and_enter("enrol-code", f"{server.url}/enrol#code=perdu")
    phone.sees("Ce code n’est pas le bon")
