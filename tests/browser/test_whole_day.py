"""A whole day in a real browser, the server unreachable from start to end, the app killed in between."""

import signal
from collections import Counter
from pathlib import Path

import pytest

from mobile.screens.routes import (
    add_stop_route,
    closing_route,
    extra_route,
    load_route,
    stop_incident_route,
    stop_route,
)
from tests.browser.conftest import BrunoAway
from tests.browser.phone_browser import PhoneProcess, PhoneScreen
from tests.browser.server_process import ServerProcess
from tests.builders_phone import FARM, HUB, RELAY, ROUND, crate_codes

CRATES = 30
STRANGER = crate_codes(1, start=700)[0]


@pytest.fixture
def server(bruno_away: BrunoAway) -> ServerProcess:
    return bruno_away(CRATES)


@pytest.fixture
def app(server: ServerProcess, tmp_path: Path) -> PhoneProcess:
    """Bruno's phone, which has its rows."""
    return PhoneProcess(tmp_path / "phones", "bruno")


def leave_with_one_missing(phone: PhoneScreen, missing: str) -> None:
    phone.open(load_route(ROUND))
    phone.tap(f"crate-{missing}")
    phone.sees("1 manquante")
    phone.tap("depart")
    phone.sees("Départ enregistré")
    phone.open(stop_incident_route(ROUND, FARM))
    phone.tap("reason-absent")
    phone.tap("report")
    phone.sees("Enregistré à")


def leave_at_the_hub_and_take_a_stranger(phone: PhoneScreen) -> None:
    phone.open(stop_route(ROUND, HUB))
    phone.tap("record-all")
    phone.sees("29 caisses déposées")
    phone.open(add_stop_route(ROUND))
    phone.type("place-search", "bourg")
    phone.tap(f"place-{RELAY}")
    phone.sees("Arrivée enregistrée")
    phone.open(extra_route(ROUND, RELAY))
    phone.type_and_enter("extra-code", STRANGER)
    phone.tap("record-extra")
    phone.sees("1 caisse prise")


def end_the_round(phone: PhoneScreen) -> None:
    phone.open(closing_route(ROUND))
    phone.sees("1 caisse encore à bord")
    phone.tap("end-round")
    phone.sees("Tournée terminée")
    phone.open("/outbox")
    phone.tap("send-now")
    phone.sees("Pas de réseau : tout est gardé")


def dead_battery(phone: PhoneScreen) -> None:
    phone.app.stop(signal.SIGKILL)
    phone.app.start()


def test_from_opening_to_closing_without_a_server_then_everything_lands_once(
    phone: PhoneScreen, server: ServerProcess
) -> None:
    leave_with_one_missing(phone, crate_codes(CRATES)[0])
    dead_battery(phone)
    leave_at_the_hub_and_take_a_stranger(phone)
    dead_battery(phone)
    end_the_round(phone)

    server.start()
    phone.tap("send-now")
    phone.sees("Tout est envoyé")
    kinds = Counter(kind for (kind,) in server.all_of("SELECT kind FROM event WHERE kind <> 'clock'"))
    assert kinds == {
        "round_started": 1,
        "pickup": 2,
        "incident": 2,
        "drop": 1,
        "stop_arrived": 1,
        "round_closed": 1,
    }
    assert server.asked("SELECT count(*) FROM log_entry WHERE quarantine_reason IS NOT NULL") == 0
    assert server.asked(f"SELECT status FROM round WHERE id = '{ROUND}'") == "closed"
