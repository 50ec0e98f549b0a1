"""Empties and temperatures at a stop: counted by the thumb, read once for an act, recorded as they are."""

import pytest

from mobile.actions.outcomes import Recorded
from mobile.screens.cold import (
    AskWarm,
    ReadingDraft,
    ReadingStepped,
    ReadingTyped,
    SignTurned,
    asking,
    broken_by,
    change_reading,
    read_temperature,
)
from mobile.store.history import newest_facts
from shared.custody.events import Fact, Kind
from shared.network import TemperatureClass
from tests.builders_phone import FARM, HUB, ROUND, a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.test_app_flows import kinds, story

AT_THE_FARM = f"/stop/{ROUND}/{FARM}"
AT_THE_HUB = f"/stop/{ROUND}/{HUB}"


def facts(person: Person, *wanted: Kind) -> list[Fact]:
    """The facts of these kinds, oldest first."""
    found = [logged.fact for logged in reversed(newest_facts(person.hands.store, 50))]
    return [fact for fact in found if fact is not None and fact.kind in wanted]


@pytest.fixture
def driver(bruno: Person, eight: tuple[str, ...]) -> Person:
    """Bruno before eight crates of cheese, which asks for 4 °C."""
    give_rows(bruno.hands.store, a_small_round(eight))
    return bruno


@pytest.mark.parametrize(
    ("text", "dc"),
    [("3,5", 35), ("3.5", 35), ("-18", -180), ("\u221218 °C", -180), (" 4 °c ", 40), ("0", 0), ("63", 630)],
)
def test_a_temperature_is_read_as_people_write_it(text: str, dc: int):
    assert read_temperature(text) == dc


@pytest.mark.parametrize("text", ["", "froid", "3,55", "1000", "--3", "3,5 F", "999"])
def test_what_is_no_temperature_is_none(text: str):
    assert read_temperature(text) is None


def test_the_steps_begin_at_what_the_class_allows_and_the_sign_turns():
    draft = change_reading(ReadingDraft(), ReadingStepped(5, 40))
    draft = change_reading(draft, ReadingStepped(-5, 40))
    assert (draft.dc, draft.typed.latest()) == (35, "3,5")
    assert change_reading(draft, SignTurned()).dc == -35


def test_changing_the_reading_takes_the_question_back():
    asked = change_reading(change_reading(ReadingDraft(), ReadingTyped("9")), AskWarm(is_asked=True))
    assert asked.is_asked
    assert not change_reading(asked, ReadingTyped("3")).is_asked


def test_the_strictest_class_is_asked_first_and_ambient_asks_nothing():
    classes = [TemperatureClass.AMBIENT, TemperatureClass.CHILLED_8, None, TemperatureClass.CHILLED_4]
    assert asking(classes) == (TemperatureClass.CHILLED_4, TemperatureClass.CHILLED_8)
    assert broken_by(60, asking(classes)) is TemperatureClass.CHILLED_4
    assert broken_by(500, asking([TemperatureClass.HOT_63])) is TemperatureClass.HOT_63


def test_one_reading_goes_with_the_whole_act(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("Température (frais, 4 °C au plus)")
        assert app.says("Sans relevé de température")
        await app.type_text("temperature", "3,5")
        await app.settle()
        assert app.says("3,5 °C : c’est bon")
        await app.tap("record-all")
        assert app.says("8 caisses prises")

    story(driver, AT_THE_FARM, tell)
    [pickup] = facts(driver, Kind.PICKUP)
    assert pickup.data["temp_dc"] == 35


def test_an_act_without_a_reading_is_recorded_all_the_same(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all")

    story(driver, AT_THE_FARM, tell)
    assert "temp_dc" not in facts(driver, Kind.PICKUP)[0].data


def test_too_warm_is_asked_then_recorded_with_its_reason_and_the_crates_go_on(
    driver: Person, eight: tuple[str, ...]
):
    async def tell(app: HeadlessApp) -> None:
        await app.type_text("temperature", "6")
        await app.settle()
        assert app.says("6 °C : trop chaud")
        await app.tap("record-all")
        assert kinds(driver) == []
        await app.tap("record-warm")
        await app.go(AT_THE_HUB)
        assert app.says("Déposer les 8 caisses")

    story(driver, AT_THE_FARM, tell)
    pickup, incident = facts(driver, Kind.PICKUP, Kind.INCIDENT)
    assert pickup.data["temp_dc"] == 60
    assert (incident.data["reason"], set(incident.crates)) == ("too_warm", set(eight))
    assert "temp_dc" not in incident.data


def test_a_reading_taken_at_the_pickup_is_not_there_at_the_drop(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.type_text("temperature", "3")
        await app.tap("record-all")
        await app.go(AT_THE_HUB)
        assert app.says("Sans relevé de température")

    story(driver, AT_THE_FARM, tell)


def test_empties_are_counted_by_taps_recorded_and_undone(driver: Person):
    assert isinstance(driver.hands.arrive(FARM), Recorded)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("open-empties")
        for _ in range(3):
            await app.tap("left-more")
        await app.tap("left-less")
        await app.tap("taken-more")
        await app.tap("record-empties")
        assert app.says("2 vides laissées, 1 vide reprise")
        await app.tap("undo-empties")
        assert not app.says("Enregistré à")
        await app.tap("record-empties")
        assert app.says("2 vides laissées, 1 vide reprise")
        assert not app.says("Annulé. La caisse")

    story(driver, AT_THE_FARM, tell)
    assert kinds(driver) == ["stop_arrived", "empties", "void", "empties"]
    assert [(fact.data["left"], fact.data["taken"]) for fact in facts(driver, Kind.EMPTIES)] == [
        (2, 1),
        (2, 1),
    ]


def test_nothing_counted_offers_nothing_to_record(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("open-empties")
        assert "record-empties" not in app.identifiers()
        await app.tap("open-empties")
        assert "left-more" not in app.identifiers()

    story(driver, AT_THE_FARM, tell)
