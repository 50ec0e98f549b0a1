"""Labels read by a camera in a real browser, with no server anywhere: from a film to the facts on the disk.

The camera is Chromium's own, fed with a film of labels shown one after the other.
"""

from pathlib import Path

import pytest

from mobile.actions.rescue_make import Entrusted, Form, entrusted_now
from mobile.store.carried import carried_packs
from mobile.store.enrolment import Enrolment
from shared.custody.codes import print_code
from shared.custody.events import How, Kind
from tests.browser.conftest import WithCamera
from tests.browser.phone_browser import PhoneProcess, phone_in_browser
from tests.builders_labels import label_text
from tests.builders_phone import FARM, ROUND, a_person, a_small_round, an_enrolled_phone, crate_codes

STOP = f"/stop/{ROUND}/{FARM}"
CODES = crate_codes(4)
STRANGER = crate_codes(1, start=70)[0]
# Every track a page asked for, so that a test can tell whether one still runs.
COUNT_TRACKS = """
window.tracks = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  window.asked = [...(window.asked || []), wanted];
  const stream = await ask(wanted);
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""
NO_MICROPHONE = "window.asked.every(wanted => !wanted.audio)"
NONE_RUNS = "() => window.tracks.length > 0 && window.tracks.every(track => track.readyState === 'ended')"


@pytest.fixture
def app(tmp_path: Path) -> PhoneProcess:
    """Bruno's phone, enrolled, with his round of four crates."""
    an_enrolled_phone(tmp_path / "bruno", a_small_round(CODES)).store.close()
    return PhoneProcess(tmp_path, "bruno")


def test_labels_in_a_film_become_facts_on_the_disk(with_camera: WithCamera, app: PhoneProcess) -> None:
    texts = [label_text(code) for code in (CODES[0], STRANGER, *CODES[1:])]
    with with_camera(texts) as browser, phone_in_browser(browser, app) as phone:
        phone.page.add_init_script(COUNT_TRACKS)
        phone.open(STOP)
        phone.tap("scan")
        phone.sees("Prendre les 4 caisses scannées")
        phone.tap("record-scanned")
        # The film runs on: what was recorded is soon answered by the next label, « déjà fait ».
        phone.sees("Retour à l’arrêt")
        phone.tap("end-scanning")
        phone.sees("Suivant : Plateforme de Nozay")
        phone.page.wait_for_function(NONE_RUNS)
        assert phone.page.evaluate("window.asked.every(wanted => !wanted.audio)"), (
            "the microphone was asked for"
        )
        app.stop()
    facts = app.recorded()
    (pickup,) = [fact for fact in facts if fact.kind is Kind.PICKUP]
    assert (set(pickup.crates), pickup.how) == (set(CODES), How.QR.value)
    unknown = [fact for fact in facts if fact.kind is Kind.SCAN_ODD and fact.data["answer"] == "unknown"]
    assert {fact.crates for fact in unknown} == {(STRANGER,)}


def test_a_camera_that_may_not_be_used_leads_to_typing(with_camera: WithCamera, app: PhoneProcess) -> None:
    refused = with_camera([label_text(CODES[0])], is_allowed=False)
    with refused as browser, phone_in_browser(browser, app) as phone:
        phone.open(STOP)
        phone.tap("scan")
        phone.sees("La caméra n’est pas disponible")
        phone.type_and_enter("crate-code", print_code(CODES[1]))
        phone.sees("1/4")
        phone.tap("record-scanned")
        phone.sees("Enregistré à")
        app.stop()
    assert [(fact.kind, fact.how) for fact in app.recorded()] == [(Kind.PICKUP, How.TYPED.value)]


def test_a_reader_that_types_needs_no_field(with_camera: WithCamera, app: PhoneProcess) -> None:
    with with_camera([label_text(CODES[0])]) as browser, phone_in_browser(browser, app) as phone:
        phone.open(STOP)
        phone.sees("Prendre les 4 caisses")
        for code in CODES[:3]:
            phone.page.keyboard.type(label_text(code), delay=2)
            phone.page.keyboard.press("Enter")
        phone.sees("Prendre la caisse")
        app.stop()
    assert [(fact.crates, fact.how) for fact in app.recorded()] == [
        ((code,), How.HID.value) for code in CODES[:3]
    ]


def test_a_colleagues_pictures_are_read_from_his_screen(with_camera: WithCamera, tmp_path: Path) -> None:
    hands = an_enrolled_phone(tmp_path / "bruno", a_small_round(CODES))
    hands.pick_up(*CODES)
    for _ in range(8):
        hands.arrive(FARM)
    made = entrusted_now(hands.store, Form.PICTURES)
    hands.store.close()
    assert isinstance(made, Entrusted)
    other = an_enrolled_phone(tmp_path / "chloe", [a_person("P004", "Chloé")], person_id="P004")
    other.store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000002", "P004", "another token"))
    other.store.close()
    chloe = PhoneProcess(tmp_path, "chloe")
    with with_camera(made.frames) as browser, phone_in_browser(browser, chloe) as phone:
        phone.open("/outbox/carry")
        phone.sees("Vous portez 9 saisies de Bruno")
        chloe.stop()
    store = an_enrolled_phone(tmp_path / "chloe").store
    assert [pack.facts for pack in carried_packs(store)] == [9]
    store.close()
