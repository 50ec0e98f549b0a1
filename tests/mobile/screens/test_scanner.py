"""The scanner at a stop: labels before the lens, typed or read, from the answer to the facts on the disk."""

from dataclasses import replace

from mobile.device.camera import CameraByHand, CameraProblem
from mobile.device.cues import Cue
from mobile.screens.contract import CodeRead
from shared.custody.codes import crate_payload, print_code
from shared.custody.events import How, Kind
from tests.builders_labels import jpeg, label, label_text, picture_of, seen
from tests.builders_phone import (
    FARM,
    HUB,
    OTHER_FARM,
    RELAY,
    ROUND,
    a_crate,
    a_place,
    crate_codes,
    give_rows,
)
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.scanning import SCAN_AT_THE_FARM, SCAN_AT_THE_HUB, facts, hold_up, story

STRANGER = crate_codes(1, start=70)[0]


def test_scanned_crates_are_counted_and_recorded_together(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("scan")
        assert app.says("0/8")
        await hold_up(at_work, app, *eight)
        assert app.says("8/8")
        assert app.says("Attendue")
        assert facts(at_work) == []
        await app.tap("record-scanned")
        assert app.says("8 caisses prises")
        await app.tap("end-scanning")
        assert not at_work.camera.is_watching

    story(at_work, f"/stop/{ROUND}/{FARM}", tell)
    (taken,) = facts(at_work)
    assert (taken.kind, set(taken.crates), taken.how) == (Kind.PICKUP, set(eight), How.QR.value)
    assert at_work.cues.given == [Cue.EXPECTED] * 8


def test_several_labels_in_one_picture_are_several_scans(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await at_work.camera.show(picture_of(*eight[:3]))
        await app.settle()
        assert app.says("3/8")

    story(at_work, SCAN_AT_THE_FARM, tell)


def test_seven_of_eight_dropped_shows_so_and_asks_why(at_work: Person, eight: tuple[str, ...]):
    at_work.hands.pick_up(*eight)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("scan")
        await hold_up(at_work, app, *eight[:7])
        assert app.says("7/8")
        assert app.says("Déposer les 7 caisses scannées")
        await app.tap("record-scanned")
        assert app.says("7/8")
        assert app.says("Il manque 1 caisse : dire pourquoi")
        await app.tap("end-scanning")
        assert app.says(f"{print_code(eight[7])} à part : pourquoi ?")
        await app.tap("reason-missing")
        await app.tap("record-all")

    story(at_work, f"/stop/{ROUND}/{HUB}", tell)
    dropped, incident = facts(at_work)[-2:]
    assert (dropped.kind, dropped.how, len(dropped.crates)) == (Kind.DROP, How.QR.value, 7)
    assert (incident.kind, incident.crates) == (Kind.INCIDENT, (eight[7],))


def test_going_back_loses_no_scan_the_stop_goes_on_with_them(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("scan")
        await hold_up(at_work, app, *eight[:6])
        await app.go_back()
        assert app.says("2 caisses à part : pourquoi ?")
        await app.tap("reason-not_ready")
        await app.tap("record-all")
        assert app.says("6 caisses prises, 2 mises à part")

    story(at_work, f"/stop/{ROUND}/{FARM}", tell)
    taken, incident = facts(at_work)
    assert (set(taken.crates), taken.how) == (set(eight[:6]), How.QR.value)
    assert set(incident.crates) == set(eight[6:])


def test_going_back_without_a_scan_changes_nothing(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("scan")
        await app.go_back()
        assert app.says("Prendre les 8 caisses")

    story(at_work, f"/stop/{ROUND}/{FARM}", tell)


def test_one_tap_takes_all_back_after_a_few_scans(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("scan")
        await hold_up(at_work, app, eight[0])
        await app.go_back()
        await app.tap("take-back")
        assert app.says("Prendre les 8 caisses")
        await app.tap("record-all")

    story(at_work, f"/stop/{ROUND}/{FARM}", tell)
    assert [fact.how for fact in facts(at_work)] == [How.BULK.value]


def test_each_of_the_four_answers_has_its_word_and_its_sound(at_work: Person, eight: tuple[str, ...]):
    other = crate_codes(1, start=90)[0]
    here = a_place(OTHER_FARM, "Ferme du Chêne", "farm")
    give_rows(at_work.hands.store, [here, a_crate(other, [(ROUND, OTHER_FARM, RELAY)])], "cursor-2")
    at_work.hands.pick_up(eight[0])
    before = len(facts(at_work))

    async def tell(app: HeadlessApp) -> None:
        for code, word in (
            (eight[1], "Attendue"),
            (eight[0], "Déjà fait"),
            (other, "Mauvais arrêt"),
            (STRANGER, "Inconnue"),
        ):
            await hold_up(at_work, app, code)
            assert app.says(word)
        assert app.says("2/8")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert at_work.cues.given == [Cue.EXPECTED, Cue.ALREADY_DONE, Cue.WRONG_STOP, Cue.UNKNOWN]
    odd = facts(at_work)[before:]
    assert [(fact.kind, fact.data["answer"]) for fact in odd] == [
        (Kind.SCAN_ODD, "already_done"),
        (Kind.SCAN_ODD, "wrong_stop"),
        (Kind.SCAN_ODD, "unknown"),
    ]


def test_two_odd_codes_in_one_picture_are_two_facts(at_work: Person):
    strangers = crate_codes(2, start=70)

    async def tell(app: HeadlessApp) -> None:
        await at_work.camera.show(picture_of(*strangers))
        await app.settle()

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert {fact.crates for fact in facts(at_work)} == {(code,) for code in strangers}


def test_a_label_held_in_view_is_one_scan_and_shown_again_is_no_odd_one(
    at_work: Person, eight: tuple[str, ...]
):
    async def tell(app: HeadlessApp) -> None:
        for _ in range(4):
            await hold_up(at_work, app, eight[0])
            at_work.clock.advance(2_000)
        assert app.says("Attendue")
        at_work.clock.advance(5_000)
        await hold_up(at_work, app, eight[0])
        assert app.says("déjà scannée")
        assert app.says("1/8")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert facts(at_work) == []
    assert at_work.cues.given == [Cue.EXPECTED, Cue.ALREADY_DONE]


def test_a_qr_of_somebody_else_is_kept_and_said(at_work: Person):
    poster = jpeg(seen([label("https://www.example.org/promo")]))

    async def tell(app: HeadlessApp) -> None:
        await at_work.camera.show(poster)
        await app.settle()
        assert app.says("Ce n’est pas l’étiquette d’une caisse d’ici")

    story(at_work, SCAN_AT_THE_FARM, tell)
    (odd,) = facts(at_work)
    assert odd.data["text"] == "https://www.example.org/promo"


def test_typing_beside_the_lens_counts_the_same(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, eight[0])
        await app.type_and_enter("crate-code", print_code(eight[1]).lower())
        assert app.says("2/8")
        await app.tap("record-scanned")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert [(set(fact.crates), fact.how) for fact in facts(at_work)] == [(set(eight[:2]), How.QR.value)]


def test_without_a_camera_the_whole_work_is_done_by_typing(at_work: Person, eight: tuple[str, ...]):
    at_work.camera = CameraByHand(CameraProblem.NO_CAMERA)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("La caméra n’est pas disponible")
        for code in eight:
            await app.type_and_enter("crate-code", code)
        await app.tap("record-scanned")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert [(len(fact.crates), fact.how) for fact in facts(at_work)] == [(8, How.TYPED.value)]


def test_crates_this_phone_never_took_are_asked_about_before_they_are_dropped(
    at_work: Person, eight: tuple[str, ...]
):
    at_work.hands.pick_up(*eight[:6])

    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, *eight)
        await app.tap("record-scanned")
        assert app.says("2 caisses n’ont pas été prises sur ce téléphone")
        await app.tap("insist")
        assert app.says("8 caisses déposées")

    story(at_work, SCAN_AT_THE_HUB, tell)
    assert len(facts(at_work)[-1].crates) == 8


def test_a_record_from_the_scanner_is_undone_as_elsewhere(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, eight[0])
        await app.tap("record-scanned")
        await app.tap("undo")
        assert app.says("0/8")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert [fact.kind for fact in facts(at_work)] == [Kind.PICKUP, Kind.VOID]


def test_a_label_printed_by_the_phones_own_server_is_read(at_work: Person, eight: tuple[str, ...]):
    store = at_work.hands.store
    known = store.enrolment
    assert known is not None
    store.save_enrolment(replace(known, server_url="https://relais.vallees.coop"))

    async def tell(app: HeadlessApp) -> None:
        for code in (eight[0], eight[0], eight[1]):
            app.conductor.hear(CodeRead(crate_payload("relais.vallees.coop", code), How.QR))
            await app.settle()
        await app.tap("record-scanned")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert [fact.crates for fact in facts(at_work)] == [eight[:2]]


def test_a_payload_of_100_kb_is_answered_and_kept_short(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        long_link = "HTTPS://RELAIS.EXAMPLE/C/" + "7" * 100_000
        for payload in ("A" * 100_000, long_link, "\u202f" * 100_000, "é\0" * 50_000):
            app.conductor.hear(CodeRead(payload, How.QR))
            await app.settle()
            assert app.says("Inconnue")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert all(len(fact.data["text"]) <= 64 for fact in facts(at_work))
    assert len(facts(at_work)) == 4


def test_a_stop_nobody_knows_has_no_scanner(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        assert "home" in app.identifiers()
        app.conductor.hear(CodeRead(label_text(STRANGER), How.QR))
        await app.settle()

    story(at_work, f"/stop/{ROUND}/nowhere/scan", tell)
    assert facts(at_work) == []
