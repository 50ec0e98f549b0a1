"""A phone in a real browser and the real server as a process: enrolled, driven without it, synced again."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_server.accounts.enrolment import (
    OpenedEnrolment,
    confirm_enrolment,
    find_enrolment,
    open_enrolment,
)
from sync_server.db.session import begin
from tests.browser.phone_browser import PhoneProcess, PhoneScreen
from tests.browser.server_process import ServerProcess, move_to_today
from tests.builders import a_server
from tests.builders_phone import HELPER
from tests.mobile.sync.world import a_co_op


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
