"""At a locker bank, headless: a tap or two scans a deposit, doors that are not free, codes under a thumb."""

import pytest

from mobile.actions.outcomes import Recorded
from mobile.components.hold_card import MASK
from mobile.store.history import newest_facts
from shared.custody.codes import compartment_payload, print_code
from shared.custody.events import Fact, Kind
from tests.builders_phone import FARM, FRIDAY_MORNING_MS, ROUND, crate_codes, give_rows
from tests.builders_phone_bank import (
    BANK,
    DOOR_CODES,
    PLACE_CODE,
    a_locker_round,
    bank_row,
    code_row,
)
from tests.mobile.headless import HeadlessApp, controls_under
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.test_app_flows import story

AT_THE_BANK = f"/stop/{ROUND}/{BANK}/lockers"
COLD, PLAIN = crate_codes(2), crate_codes(1, start=50)
DAY_MS = 86_400_000


@pytest.fixture
def driver(bruno: Person) -> Person:
    """Bruno has two crates of cheese and one of honey in his van, for the bank."""
    give_rows(bruno.hands.store, a_locker_round(COLD, PLAIN))
    assert isinstance(bruno.hands.pick_up(*COLD, *PLAIN, at=FARM), Recorded)
    return bruno


def facts(person: Person, *kinds: Kind) -> list[Fact]:
    """The facts of these kinds, oldest first."""
    found = [logged.fact for logged in reversed(newest_facts(person.hands.store, 50))]
    return [fact for fact in found if fact is not None and fact.kind in kinds]


def everything_drawn(app: HeadlessApp) -> str:
    """All that is in the tree of controls, drawn or not."""
    return " ".join(
        str(value)
        for control in controls_under(app.page)
        for value in vars(control).values()
        if isinstance(value, str)
    )


def test_each_crate_is_one_tap_with_the_door_proposed_for_it(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("4 casiers libres")
        for _ in range(3):
            await app.tap("deposit")
        assert app.says("Plus rien à déposer") or app.says("3/3")
        await app.tap("back-to-stop")
        assert app.conductor.route == f"/stop/{ROUND}/{BANK}"

    story(driver, AT_THE_BANK, tell)
    behind = {fact.crates[0]: fact.data["compartment"] for fact in facts(driver, Kind.DROP)}
    assert {behind[code] for code in COLD} == {"A1", "A2"}
    assert behind[PLAIN[0]] == "B1"


def test_two_scans_are_the_deposit_typed_or_seen(driver: Person):
    label = compartment_payload("relais.example", f"{BANK}:B2")

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("locker-code", print_code(PLAIN[0]))
        assert app.says(print_code(PLAIN[0]))
        await app.type_and_enter("locker-code", label)
        assert app.says(f"{print_code(PLAIN[0])} dans B2")

    story(driver, AT_THE_BANK, tell)
    [drop] = facts(driver, Kind.DROP)
    assert (drop.crates, drop.data["compartment"], drop.how) == (PLAIN, "B2", "typed")


def test_where_cold_asks_for_a_reading_the_second_scan_waits_for_the_person(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("locker-code", COLD[0])
        await app.type_and_enter("locker-code", "a2")
        assert app.says("Casier A2")
        assert app.says("Sans relevé de température")
        await app.type_text("temperature", "3,5")
        await app.settle()
        assert app.says("3,5 °C : c’est bon")
        await app.tap("deposit")

    story(driver, AT_THE_BANK, tell)
    [drop] = facts(driver, Kind.DROP)
    assert (drop.data["compartment"], drop.data["temp_dc"]) == ("A2", 35)


def test_a_reading_too_warm_is_recorded_with_its_reason_once_the_person_saw_it(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        for _ in range(5):
            await app.tap("warmer")
        assert app.says("6 °C : trop chaud")
        await app.tap("deposit")
        assert facts(driver, Kind.DROP) == []
        await app.tap("correct-reading")
        await app.tap("deposit")
        await app.tap("record-warm")

    story(driver, AT_THE_BANK, tell)
    drop, incident = facts(driver, Kind.DROP, Kind.INCIDENT)
    assert drop.data["temp_dc"] == 60
    assert (incident.data["reason"], incident.crates) == ("too_warm", drop.crates)


def test_a_door_somebody_else_filled_is_named_with_its_crate_and_another_is_offered(driver: Person):
    other = crate_codes(1, start=90)[0]
    taken = {"A1": {"crates": [other], "since_ms": FRIDAY_MORNING_MS, "event": "e"}}
    give_rows(driver.hands.store, [bank_row(taken)], cursor="cursor-2")

    async def tell(app: HeadlessApp) -> None:
        assert app.says("3 casiers libres")
        await app.tap("door-A1")
        assert app.says(f"Le casier A1 est déjà pris (caisse {print_code(other)}). Prendre le casier A2 ?")
        await app.tap("take-instead")
        await app.tap("deposit")
        await app.tap("door-A1")
        await app.tap("deposit-anyway")

    story(driver, AT_THE_BANK, tell)
    assert [fact.data["compartment"] for fact in facts(driver, Kind.DROP)] == ["A2", "A1"]


def test_a_cold_crate_is_not_put_into_the_warm_without_a_word(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap(f"crate-{COLD[1]}")
        await app.tap("door-B1")
        assert app.says("n’est pas froid")

    story(driver, AT_THE_BANK, tell)


def test_a_broken_door_is_reported_and_not_proposed_again(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("report-broken")
        assert app.says("casier A1 hors service")
        assert app.says("3 casiers libres")
        await app.tap("deposit")

    story(driver, AT_THE_BANK, tell)
    incident, drop = facts(driver, Kind.INCIDENT, Kind.DROP)
    assert (incident.data["reason"], incident.data["compartment"]) == ("locker_broken", "A1")
    assert incident.crates == ()
    assert drop.data["compartment"] == "A2"


def test_a_full_bank_says_where_to_go_and_keeps_the_crates_in_hand(driver: Person):
    taken = {
        door: {"crates": [crate_codes(1, start=90)[0]], "since_ms": FRIDAY_MORNING_MS}
        for door in ("A1", "A2")
    }
    give_rows(driver.hands.store, [bank_row(taken)], cursor="cursor-2")

    async def tell(app: HeadlessApp) -> None:
        await app.tap("deposit")
        assert app.says("Plus de casier libre qui convienne")
        assert app.says("Sur votre tournée : Épicerie du bourg")
        await app.tap("report-full")
        assert app.says("Noté : consigne pleine, vous gardez 2 caisses")

    story(driver, AT_THE_BANK, tell)
    [incident] = facts(driver, Kind.INCIDENT)
    assert (incident.data["reason"], set(incident.crates)) == ("full", set(COLD))


def test_a_deposit_is_undone_and_its_door_is_free_again(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("deposit")
        assert app.says("3 casiers libres")
        await app.tap("undo")
        assert app.says("4 casiers libres")

    story(driver, AT_THE_BANK, tell)


def test_a_label_of_another_bank_and_a_door_of_nowhere_are_told_apart(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("locker-code", compartment_payload("relais.example", "R099:A1"))
        assert app.says("celui d’un autre lieu")
        await app.type_and_enter("locker-code", "Z9")
        assert app.says("Il n’y a pas de casier Z9 ici")
        await app.type_and_enter("locker-code", "tomates")
        assert app.says("Ce n’est pas un code de caisse")

    story(driver, AT_THE_BANK, tell)


def test_a_code_is_drawn_only_while_a_thumb_holds_it_and_each_time_is_a_fact(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("Code du casier A1")
        assert app.says(MASK)
        assert "SECRET" not in everything_drawn(app)
        await app.hold("door-code")
        assert app.says(DOOR_CODES["A1"])
        await app.let_go("door-code")
        assert "SECRET" not in everything_drawn(app)
        await app.hold("door-code")
        assert app.says(DOOR_CODES["A1"])
        await app.alarm_rings()
        assert "SECRET" not in everything_drawn(app)

    story(driver, AT_THE_BANK, tell)
    shown = facts(driver, Kind.SCAN_ODD)
    assert [(fact.data["answer"], fact.data["compartment"]) for fact in shown] == [
        ("door_code_shown", "A1"),
        ("door_code_shown", "A1"),
    ]
    assert "SECRET" not in "".join(logged.body for logged in newest_facts(driver.hands.store, 50))


def test_a_thumb_lifted_before_the_fact_is_on_the_disk_shows_nothing(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        detector = app._holdable("door-code")
        await app._fire(detector, "long_press_start")
        await app._fire(detector, "long_press_end")
        await app.settle()
        assert "SECRET" not in everything_drawn(app)

    story(driver, AT_THE_BANK, tell)
    assert len(facts(driver, Kind.SCAN_ODD)) == 1


def test_a_door_without_a_code_of_its_own_shows_the_one_of_the_place(driver: Person):
    give_rows(driver.hands.store, [code_row(PLACE_CODE)], cursor="cursor-2")

    async def tell(app: HeadlessApp) -> None:
        assert app.says("Code de la porte")
        await app.hold("door-code")
        assert app.says(PLACE_CODE)

    story(driver, AT_THE_BANK, tell)
    [shown] = facts(driver, Kind.SCAN_ODD)
    assert "compartment" not in shown.data


@pytest.mark.parametrize("days", [-3, 3])
def test_outside_its_days_the_phone_shows_no_code_even_if_it_still_holds_one(driver: Person, days: int):
    driver.clock.advance(days * DAY_MS)

    async def tell(app: HeadlessApp) -> None:
        assert "door-code" not in app.identifiers()
        assert "SECRET" not in everything_drawn(app)

    story(driver, AT_THE_BANK, tell)


def test_the_stop_leads_to_its_bank(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("Déposer en casier (4 libres)")
        await app.tap("open-lockers")
        assert app.conductor.route == AT_THE_BANK
        await app.go_back()
        assert app.conductor.route == f"/stop/{ROUND}/{BANK}"

    story(driver, f"/stop/{ROUND}/{BANK}", tell)
