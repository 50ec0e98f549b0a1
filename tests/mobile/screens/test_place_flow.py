"""The card of a place, headless: the way there, the code under a thumb, a correction proposed and undone."""

from base64 import b64encode
from typing import Any

import flet as ft
import pytest

from mobile.actions.outcomes import RefusalReason, Refused
from mobile.actions.propose_place import ProposePlace, propose_place
from mobile.components.map_button import map_address
from mobile.store.history import newest_facts
from mobile.store.pulled import RowChange
from shared.custody.events import Fact, Kind
from tests.builders_evidence import a_photo
from tests.builders_phone import ROUND, give_rows
from tests.builders_phone_bank import BANK, PLACE_CODE, a_bank_place, a_locker_round
from tests.mobile.headless import HeadlessApp, controls_under
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.test_app_flows import story
from tests.mobile.screens.test_lockers_flow import everything_drawn

AT_THE_PLACE = f"/stop/{ROUND}/{BANK}/place"


@pytest.fixture
def driver(bruno: Person) -> Person:
    """Bruno's round calls at the bank, whose keeper and note are known."""
    content = a_bank_place().content or {}
    known: dict[str, Any] = {"keeper": "P001", "note": "Sonner à droite.", "area": "Centre"}
    rows = [*a_locker_round(()), RowChange("place", BANK, {**content, **known})]
    give_rows(bruno.hands.store, rows)
    return bruno


def proposals(person: Person) -> list[Fact]:
    """What was proposed, oldest first."""
    found = [logged.fact for logged in reversed(newest_facts(person.hands.store, 50))]
    return [fact for fact in found if fact is not None and fact.kind is Kind.PLACE_PROPOSED]


def test_the_card_says_who_keeps_the_place_how_to_get_in_and_opens_the_map(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        for said in ("Consigne · Centre", "Tenu par Ferme des Ajoncs", "Sonner à droite.", "47,200000"):
            assert app.says(said)
        [button] = [
            each for each in controls_under(app.find("go-there")) if isinstance(each, ft.FilledButton)
        ]
        assert isinstance(button.action, ft.OpenUrl)
        assert "47.200000" in button.action.url

    story(driver, AT_THE_PLACE, tell)


def test_each_system_is_given_an_address_it_understands():
    def at(platform: ft.PagePlatform, *, is_web: bool = False) -> str:
        return map_address(platform, is_web=is_web, lat=47.2, lon=-1.5, name="Mairie & école")

    assert (
        at(ft.PagePlatform.ANDROID)
        == "geo:47.200000,-1.500000?q=47.200000,-1.500000(Mairie%20%26%20%C3%A9cole)"
    )
    assert at(ft.PagePlatform.IOS).startswith("https://maps.apple.com/")
    assert at(ft.PagePlatform.ANDROID, is_web=True).startswith("https://www.openstreetmap.org/")


def test_the_code_of_the_place_is_drawn_only_under_a_thumb(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        assert "SECRET" not in everything_drawn(app)
        await app.hold("door-code")
        assert app.says(PLACE_CODE)
        await app.let_go("door-code")
        assert "SECRET" not in everything_drawn(app)

    story(driver, AT_THE_PLACE, tell)


def test_a_correction_is_proposed_shown_and_undone(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("correct-place")
        await app.type_text("place-note", "Quai derrière, sonner deux fois")
        await app.type_text("place-pin", "derrière")
        await app.tap("propose")
        assert app.says("Ce n’est pas une position")
        assert proposals(driver) == []
        await app.type_text("place-pin", "47,331005 -1,624706")
        await app.tap("propose")
        assert app.says("La coordination décidera")
        assert app.says("Pour entrer : Quai derrière, sonner deux fois")
        assert app.says("Position : 47,331005")
        await app.tap("undo")
        assert not app.says("Déjà proposé par vous")

    story(driver, AT_THE_PLACE, tell)
    [fact] = proposals(driver)
    assert (fact.place_id, fact.data["note"]) == (BANK, "Quai derrière, sonner deux fois")
    assert (fact.data["lat_e7"], fact.data["lon_e7"]) == (473_310_050, -16_247_060)


def test_nothing_written_proposes_nothing(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("correct-place")
        await app.tap("propose")

    story(driver, AT_THE_PLACE, tell)
    assert proposals(driver) == []


def test_a_note_longer_than_a_place_holds_is_refused(driver: Person):
    hands = driver.hands
    too_long = ProposePlace(hands.intent(), ROUND, BANK, note="x" * 501)
    refused = propose_place(too_long, hands.store, hands.clock, hands.randomness)
    assert refused == Refused(RefusalReason.TEXT_TOO_LONG)


def test_the_photo_of_a_place_is_proposed_alone_and_kept_apart_from_the_stops(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        assert "place-photo" not in app.identifiers()
        await app.tap("correct-place")
        driver.files.chosen = a_photo(300)
        await app.tap("choose-photo")
        await app.settle()
        assert app.says("elle partira avec votre proposition")
        # One shows the place: there is no room for a second.
        assert "choose-photo" not in app.identifiers()
        await app.tap("propose")
        assert app.says("Proposé à")
        assert app.says("Avec une photo du lieu")
        await app.go(f"/stop/{ROUND}/{BANK}")
        assert "remove-photo-1" not in app.identifiers()

    story(driver, AT_THE_PLACE, tell)
    [fact] = proposals(driver)
    assert len(fact.evidence.photos) == 1
    assert "note" not in fact.data


def test_nothing_is_proposed_where_nothing_was_written_or_taken(driver: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("correct-place")
        await app.tap("propose")
        assert not app.says("Proposé à")

    story(driver, AT_THE_PLACE, tell)
    assert proposals(driver) == []


def test_an_accepted_photo_is_on_the_card_and_a_broken_row_is_no_photo(driver: Person):
    jpeg = a_photo(64)
    content = {"jpeg": b64encode(jpeg).decode(), "at_ms": driver.clock.wall_ms()}
    give_rows(driver.hands.store, [RowChange("place_photo", BANK, content)])

    async def sees(app: HeadlessApp) -> None:
        [image] = [each for each in controls_under(app.find("place-photo")) if isinstance(each, ft.Image)]
        assert image.src == jpeg
        assert app.says("Photo proposée")

    async def sees_none(app: HeadlessApp) -> None:
        assert "place-photo" not in app.identifiers()

    story(driver, AT_THE_PLACE, sees)
    give_rows(driver.hands.store, [RowChange("place_photo", BANK, {"jpeg": "%%", "at_ms": 1})])
    story(driver, AT_THE_PLACE, sees_none)


@pytest.mark.parametrize(
    ("number", "said"),
    [("0240123456", "Appeler le 02 40 12 34 56"), ("+33240123456", "Appeler le +33 2 40 12 34 56")],
)
def test_the_number_of_a_place_is_called_by_the_tap_itself(driver: Person, number: str, said: str):
    give_rows(driver.hands.store, [RowChange("contact", BANK, {"phone": number})])

    async def tell(app: HeadlessApp) -> None:
        assert app.says(said)
        buttons = controls_under(app.find("call-place"))
        [button] = [each for each in buttons if isinstance(each, ft.OutlinedButton)]
        assert isinstance(button.action, ft.OpenUrl)
        assert button.action.url == f"tel:{number}"

    story(driver, AT_THE_PLACE, tell)


@pytest.mark.parametrize("row", [None, {"phone": "https://ailleurs.example"}, {"phone": ""}, {"phone": 7}])
def test_what_is_no_number_is_no_button(driver: Person, row: dict[str, Any] | None):
    give_rows(driver.hands.store, [RowChange("contact", BANK, row)])

    async def tell(app: HeadlessApp) -> None:
        assert "call-place" not in app.identifiers()

    story(driver, AT_THE_PLACE, tell)
