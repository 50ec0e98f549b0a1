"""At a locker bank in a real browser, with no server anywhere: deposits, and a code under a thumb."""

from pathlib import Path

import pytest

from mobile.actions.outcomes import Recorded
from mobile.device.clock import SystemClock
from shared.commission.local_time import local_date
from shared.custody.codes import print_code
from shared.custody.events import Kind
from tests.browser.phone_browser import PhoneProcess, PhoneScreen
from tests.builders_phone import ROUND, an_enrolled_phone, crate_codes
from tests.builders_phone_bank import BANK, DOOR_CODES, a_locker_round

AT_THE_BANK = f"/stop/{ROUND}/{BANK}/lockers"
KEY_MS = 60
COLD, PLAIN = crate_codes(1), crate_codes(1, start=50)


@pytest.fixture
def app(tmp_path: Path) -> PhoneProcess:
    """Bruno's phone on the day of his round, two crates in his van; its server does not answer."""
    today = local_date(SystemClock().wall_ms()).isoformat()
    hands = an_enrolled_phone(tmp_path / "bruno", a_locker_round(COLD, PLAIN, today))
    assert isinstance(hands.pick_up(*COLD, *PLAIN), Recorded)
    hands.store.close()
    return PhoneProcess(tmp_path, "bruno")


def test_crates_are_left_behind_doors_by_tap_and_by_two_codes_without_a_server(
    phone: PhoneScreen, app: PhoneProcess
) -> None:
    phone.open(AT_THE_BANK)
    phone.sees("0/2")
    phone.type_and_enter("locker-code", print_code(PLAIN[0]))
    phone.sees("Casier B1")
    phone.type_and_enter("locker-code", f"{BANK}:B2")
    phone.sees(f"{print_code(PLAIN[0])} dans B2")
    phone.type("temperature", "3,5")
    phone.sees("3,5 °C : c’est bon")
    phone.tap("deposit")
    phone.sees("2/2")
    app.stop()
    drops = {drop.crates[0]: drop for drop in app.recorded(Kind.DROP)}
    assert drops[PLAIN[0]].data["compartment"] == "B2"
    assert (drops[COLD[0]].data["compartment"], drops[COLD[0]].data["temp_dc"]) == ("A1", 35)


@pytest.mark.parametrize("slower", [1, 6])
def test_both_codes_typed_in_one_go_are_one_deposit_on_a_slow_phone_too(
    phone: PhoneScreen, app: PhoneProcess, slower: int
) -> None:
    phone.open(AT_THE_BANK)
    phone.sees("0/2")
    phone.slow_down(slower)
    # Nothing is waited for: the second code is typed while the first is being recorded and drawn.
    phone.type_and_enter("locker-code", print_code(PLAIN[0]))
    phone.page.keyboard.type(f"{BANK}:B2", delay=KEY_MS)
    phone.page.keyboard.press("Enter")
    phone.sees(f"{print_code(PLAIN[0])} dans B2")
    app.stop()
    [drop] = app.recorded(Kind.DROP)
    assert drop.data["compartment"] == "B2"


def test_a_code_is_on_the_page_only_while_the_thumb_is_on_it(phone: PhoneScreen, app: PhoneProcess) -> None:
    phone.open(AT_THE_BANK)
    phone.sees("Gardez le doigt dessus")
    assert "SECRET" not in phone.page.content()
    mask = phone.named("door-code").bounding_box()
    assert mask is not None
    phone.page.mouse.move(mask["x"] + mask["width"] / 2, mask["y"] + mask["height"] / 2)
    phone.page.mouse.down()
    phone.sees(DOOR_CODES["A1"])
    phone.page.mouse.up()
    phone.does_not_see(DOOR_CODES["A1"])
    assert "SECRET" not in phone.page.content()
    assert "SECRET" not in app.log.read_text(encoding="utf-8")
    app.stop()
    [shown] = app.recorded(Kind.SCAN_ODD)
    assert (shown.data["answer"], shown.data["compartment"]) == ("door_code_shown", "A1")
