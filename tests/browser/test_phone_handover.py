"""Crates change hands in a real browser: two phones and no server, a camera, a finger on the pad."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mobile.actions.give_handover import GiveHandover, give_handover
from mobile.actions.outcomes import Recorded
from mobile.device.clock import SystemClock
from mobile.device.decoder import decode_picture
from mobile.store.enrolment import Enrolment
from mobile.store.handovers import GivenHandover, own_handover
from shared.custody.events import Kind
from shared.custody.handover_code import HandoverOffer, write_handover
from tests.browser.conftest import WithCamera
from tests.browser.phone_browser import PhoneProcess, PhoneScreen, phone_in_browser
from tests.browser.server_process import ServerProcess, move_to_today
from tests.builders import a_server
from tests.builders_phone import (
    HELPER,
    RELAY,
    ROUND,
    a_person,
    a_small_round,
    an_enrolled_phone,
    crate_codes,
)
from tests.mobile.sync.world import CARRIER, DELIVERY, a_co_op, a_phone

CODES = crate_codes(8)


def shown_code(phone: PhoneScreen) -> str:
    """What another phone's camera reads from this screen."""
    phone.named("handover-picture").wait_for(state="attached")
    # The picture is painted a moment after it is named: look again, as a camera does.
    for _ in range(50):
        found = decode_picture(phone.page.screenshot())
        if found:
            return found[0]
    raise AssertionError("no code is to be read on the screen")


def paste_and_enter(phone: PhoneScreen, identifier: str, text: str) -> None:
    """A long code is pasted, never typed key by key."""
    box = phone.named(identifier)
    box.wait_for(state="attached")
    box.click()
    entry = phone.page.locator("input:focus, textarea:focus")
    entry.wait_for(state="attached")
    phone.page.keyboard.insert_text(text)
    expect(entry).to_have_value(text)
    entry.press("Enter")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A co-op with a collection for Bruno today, a delivery for Chloé, a phone for each; running."""
    process = ServerProcess(tmp_path / "server", PhoneProcess(tmp_path, "-").port)
    with a_server(tmp_path / "server") as seeded:
        a_co_op(seeded)
        seeded.change(move_to_today)
        for name, person_id in (("bruno", HELPER), ("chloe", CARRIER)):
            store = a_phone(seeded, tmp_path / name, person_id).store
            enrolment = store.enrolment
            assert enrolment is not None
            store.save_enrolment(
                Enrolment(process.url, enrolment.device_id, enrolment.person_id, enrolment.token)
            )
            store.close()
    process.start()
    yield process
    process.stop()


def test_two_phones_without_a_server_then_one_custody_and_no_discrepancy(
    chromium: Browser, server: ServerProcess, tmp_path: Path
) -> None:
    with (
        phone_in_browser(chromium, PhoneProcess(tmp_path, "bruno")) as bruno,
        phone_in_browser(chromium, PhoneProcess(tmp_path, "chloe")) as chloe,
    ):
        for phone in (bruno, chloe):
            phone.open("/")
            phone.sees("Tous les arrêts")
        server.stop()
        bruno.open(f"/stop/{ROUND}/F001")
        bruno.tap("record-all")
        bruno.sees("8 caisses prises")
        bruno.open(f"/round/{ROUND}/handover")
        bruno.tap(f"to-{CARRIER}")
        bruno.tap("give")
        bruno.sees("En attente du reçu")
        chloe.open(f"/round/{DELIVERY}/take-over")
        paste_and_enter(chloe, "handover-code", shown_code(bruno))
        chloe.sees("Bruno vous remet 8 caisses")
        chloe.tap("take")
        chloe.sees("Faites lire ce reçu")
        paste_and_enter(bruno, "receipt-code", shown_code(chloe))
        bruno.sees("Reçu par Chloé à")
        bruno.sees("8/8 caisses")
        chloe.open(f"/stop/{DELIVERY}/{RELAY}")
        chloe.tap("record-all")
        chloe.sees("8 caisses déposées")

        server.start()
        for phone in (chloe, bruno):
            phone.open("/outbox")
            phone.tap("send-now")
            phone.sees("Tout est envoyé")
    legs = "SELECT count(*) FROM leg WHERE carrier_id = '{}' AND proven = 1"
    assert server.asked(legs.format(HELPER)) == len(CODES)
    assert server.asked(legs.format(CARRIER)) == len(CODES)
    assert server.asked("SELECT count(*) FROM discrepancy WHERE status = 'open'") == 0


def test_a_camera_reads_the_offer_and_the_receipt_is_shown(with_camera: WithCamera, tmp_path: Path) -> None:
    hands = an_enrolled_phone(tmp_path / "bruno", [*a_small_round(CODES), a_person("P004", "Chloé")])
    # The app beside it goes by this machine's clock, and refuses a code of another day.
    hands.clock.advance(SystemClock().wall_ms() - hands.clock.wall_ms())
    hands.pick_up(*CODES)
    given = give_handover(
        GiveHandover(hands.intent(), CODES, to_person_id="P004", round_id=ROUND),
        hands.store,
        hands.clock,
        hands.randomness,
    )
    assert isinstance(given, Recorded)
    handover = own_handover(hands.store, given.ids[0])
    hands.store.close()
    assert isinstance(handover, GivenHandover)
    offer = HandoverOffer(handover.fact_id, HELPER, handover.at_ms, handover.lots, "P004", None, ROUND)
    rows = [*a_small_round(())[:3], a_person(HELPER, "Bruno"), a_person("P004", "Chloé")]
    chloe = an_enrolled_phone(tmp_path / "chloe", rows, person_id="P004")
    chloe.store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000002", "P004", "another token"))
    chloe.store.close()
    app = PhoneProcess(tmp_path, "chloe")
    with with_camera([write_handover(offer)]) as browser, phone_in_browser(browser, app) as phone:
        phone.open("/take-over")
        phone.sees("Bruno vous remet 8 caisses")
        phone.tap(f"crate-{CODES[0]}")
        phone.tap("reason-missing")
        phone.tap("take")
        phone.sees("Faites lire ce reçu")
        app.stop()
    [taken] = PhoneProcess(tmp_path, "chloe").recorded(Kind.HANDOVER_TAKEN)
    assert (taken.ref, set(taken.crates), taken.how) == (handover.fact_id, {*CODES[1:]}, "qr")


def test_somebody_without_the_app_signs_with_a_finger(chromium: Browser, tmp_path: Path) -> None:
    hands = an_enrolled_phone(tmp_path / "bruno", a_small_round(CODES))
    hands.pick_up(*CODES)
    hands.store.close()
    app = PhoneProcess(tmp_path, "bruno")
    with phone_in_browser(chromium, app) as phone:
        phone.open(f"/round/{ROUND}/handover")
        phone.tap("to-nobody")
        phone.type("taker-name", "Madame Le Goff")
        pad = phone.named("signature").bounding_box()
        assert pad is not None
        mouse = phone.page.mouse
        mouse.move(pad["x"] + 40, pad["y"] + 110)
        mouse.down()
        for step in range(30):
            mouse.move(pad["x"] + 40 + 8 * step, pad["y"] + (70 if step % 2 else 150))
        mouse.up()
        phone.sees("Remettre 8 caisses à Madame Le Goff")
        phone.tap("give")
        phone.sees("Avec signature ou photo")
        app.stop()
    [given] = PhoneProcess(tmp_path, "bruno").recorded(Kind.HANDOVER_GIVEN)
    assert given.evidence.signature is not None
    assert given.data["to_name"] == "Madame Le Goff"
