"""Alone in a real browser, the server unreachable: a round nobody planned, a check, a fixed badge."""

from pathlib import Path

import pytest

from mobile.screens.routes import note_route, stop_handover_route
from shared.custody.codes import place_payload, print_code
from tests.browser.conftest import BrunoAway
from tests.browser.phone_browser import PhoneProcess, PhoneScreen
from tests.browser.server_process import ServerProcess
from tests.builders_phone import FARM, HUB, RELAY, ROUND, crate_codes

CRATES = crate_codes(4)
STRANGER = crate_codes(1, start=700)[0]


@pytest.fixture
def server(bruno_away: BrunoAway) -> ServerProcess:
    return bruno_away(len(CRATES))


@pytest.fixture
def app(server: ServerProcess, tmp_path: Path) -> PhoneProcess:
    """Bruno's phone, which has its rows."""
    return PhoneProcess(tmp_path / "phones", "bruno")


def everything_lands(phone: PhoneScreen, server: ServerProcess) -> None:
    """The server answers again, and has all of it without a word in quarantine."""
    server.start()
    phone.open("/outbox")
    phone.tap("send-now")
    phone.sees("Tout est envoyé")
    assert server.asked("SELECT count(*) FROM log_entry WHERE quarantine_reason IS NOT NULL") == 0


def take_all_at_the_farm(phone: PhoneScreen) -> None:
    phone.open(f"/stop/{ROUND}/{FARM}")
    phone.tap("record-all")
    phone.sees(f"{len(CRATES)} caisses prises")


def test_a_round_a_stop_and_a_crate_nobody_planned_are_told_to_the_coordinator(
    phone: PhoneScreen, server: ServerProcess
) -> None:
    phone.open("/unplanned")
    phone.type("round-title", "Depannage de Claire")
    phone.tap("begin")
    phone.tap("open-round")
    phone.tap("add-stop")
    phone.type("place-search", "bourg")
    phone.tap(f"place-{RELAY}")
    phone.tap("open-stop")
    phone.tap("add-crates")
    phone.type_and_enter("extra-code", print_code(STRANGER))
    phone.tap("record-extra")
    phone.sees("1 caisse prise")

    everything_lands(phone, server)
    told = server.asked("SELECT count(*) FROM discrepancy WHERE status = 'open' AND kind = 'unplanned_round'")
    assert told == 1
    assert server.asked("SELECT count(*) FROM event WHERE kind = 'pickup'") == 1


def test_the_delivery_note_is_opened_at_a_roadside_check(phone: PhoneScreen) -> None:
    take_all_at_the_farm(phone)
    phone.open(note_route(ROUND))
    phone.sees("Bon de livraison")
    phone.sees("Ferme")
    phone.sees(print_code(CRATES[0]))
    phone.type("plate", "AB-123-CD")
    assert phone.named("plate").locator("input, textarea").input_value() == "AB-123-CD"


def test_a_badge_fixed_at_the_place_confirms_the_handover(phone: PhoneScreen, server: ServerProcess) -> None:
    take_all_at_the_farm(phone)
    phone.open(stop_handover_route(ROUND, HUB))
    phone.tap("to-badge")
    phone.type_and_enter("badge-code", place_payload("relais.example", FARM))
    phone.sees("Ce badge est celui de")
    phone.type_and_enter("badge-code", place_payload("relais.example", HUB))
    phone.sees("Badge lu")
    phone.tap("give")
    phone.sees("badge lu")

    everything_lands(phone, server)
    assert server.asked("SELECT count(*) FROM leg WHERE proven = 1") == len(CRATES)
