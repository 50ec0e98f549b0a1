"""A round driven on the phone in a real browser, with no server anywhere."""

import signal
from pathlib import Path

import pytest

from shared.custody.codes import print_code
from shared.custody.events import Kind
from tests.browser.phone_browser import PhoneProcess, PhoneScreen
from tests.builders_phone import FARM, HUB, ROUND, a_small_round, an_enrolled_phone, crate_codes

STOP_AT_THE_FARM = f"/stop/{ROUND}/{FARM}"
STOP_AT_THE_HUB = f"/stop/{ROUND}/{HUB}"


@pytest.fixture
def codes() -> tuple[str, ...]:
    """The eight crates of the round."""
    return crate_codes(8)


@pytest.fixture
def app(tmp_path: Path, codes: tuple[str, ...]) -> PhoneProcess:
    """Bruno's phone, enrolled, with his round; its server does not answer."""
    an_enrolled_phone(tmp_path / "bruno", a_small_round(codes)).store.close()
    return PhoneProcess(tmp_path, "bruno")


def test_a_round_is_driven_from_start_to_end_without_a_server(
    phone: PhoneScreen, app: PhoneProcess, codes: tuple[str, ...]
) -> None:
    phone.open("/")
    phone.sees("Ferme des Ajoncs")
    phone.tap("start-round")
    phone.tap("open-next")
    phone.tap("record-all")
    phone.sees("Enregistré à")
    phone.tap("next-stop")
    phone.sees("Déposer les 8 caisses")
    phone.tap("record-all")
    phone.sees("8 caisses déposées")
    phone.tap("back-to-round")
    phone.tap("close-round")
    phone.tap("end-round")
    phone.sees("Tournée terminée")
    phone.tap("home")
    phone.tap("tab-outbox")
    phone.sees("Pas de réseau : tout est gardé")
    app.stop()
    assert [set(fact.crates) for fact in app.recorded(Kind.PICKUP)] == [set(codes)]
    assert [set(fact.crates) for fact in app.recorded(Kind.DROP)] == [set(codes)]


def test_everything_but_one_crate_takes_a_reason(
    phone: PhoneScreen, app: PhoneProcess, codes: tuple[str, ...]
) -> None:
    phone.open(STOP_AT_THE_FARM)
    phone.scroll_to(f"crate-{codes[7]}")
    phone.tap(f"crate-{codes[7]}")
    phone.sees(f"{print_code(codes[7])} à part : pourquoi ?")
    phone.tap("reason-broken")
    phone.sees("Photo demandée")
    # From its top, whatever the crates were scrolled to.
    back = phone.named("back-to-crates").bounding_box()
    assert back is not None
    assert back["y"] > 0
    phone.type("proof-note", "vu au chargement")
    phone.tap("record-all")
    phone.sees("7 caisses prises, 1 mise à part")
    app.stop()
    assert [fact.crates for fact in app.recorded(Kind.INCIDENT)] == [(codes[7],)]


def test_a_wrong_code_says_what_is_wrong_and_an_expected_one_is_recorded_at_once(
    phone: PhoneScreen, codes: tuple[str, ...]
) -> None:
    phone.open(STOP_AT_THE_FARM)
    wrong = codes[0][:-1] + ("X" if codes[0][-1] != "X" else "Y")
    phone.type_and_enter("crate-code", wrong)
    phone.sees("Un caractère est faux")
    phone.type_and_enter("crate-code", print_code(codes[0]).lower())
    phone.sees("1 caisse prise")
    phone.sees("1/8")


def test_a_double_tap_records_once(phone: PhoneScreen, app: PhoneProcess) -> None:
    phone.open(STOP_AT_THE_FARM)
    target = phone.named("record-all").locator("[flt-tappable]").first
    target.dblclick()
    phone.sees("Enregistré à")
    app.stop()
    assert len(app.recorded(Kind.PICKUP)) == 1


def test_what_was_recorded_outlives_a_reload_and_a_dead_battery(
    phone: PhoneScreen, app: PhoneProcess
) -> None:
    phone.open(STOP_AT_THE_FARM)
    phone.tap("record-all")
    phone.sees("Enregistré à")
    phone.reload()
    phone.sees("8/8")
    app.stop(signal.SIGKILL)
    app.start()
    phone.open(STOP_AT_THE_HUB)
    phone.sees("Déposer les 8 caisses")


def test_undo_gives_the_crates_back(phone: PhoneScreen, app: PhoneProcess) -> None:
    phone.open(STOP_AT_THE_FARM)
    phone.tap("record-all")
    phone.sees("Enregistré à")
    phone.tap("undo")
    phone.sees("Prendre les 8 caisses")
    app.stop()
    assert len(app.recorded(Kind.VOID)) == 1
