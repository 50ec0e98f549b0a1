"""Who holds the phone: a code at the door, several people with a store each, nothing of one with another."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mobile.actions.hold_phone import FREE_TRIES, WRONG_MAX, SetPin, set_pin
from mobile.app.household import Household
from mobile.app.phones import Phones
from mobile.config import LOCK_AFTER_MS
from mobile.device.clock import SeededRandomness
from mobile.store.database import open_store
from mobile.store.enrolment import Enrolment
from mobile.store.history import newest_facts
from mobile.store.outbox import outbox_counts
from mobile.store.pin import has_pin
from tests.builders_evidence import a_photo
from tests.builders_phone import FARM, ROUND, a_person, a_small_round, an_enrolled_phone, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person, in_the_valley

AT_THE_FARM = f"/stop/{ROUND}/{FARM}"
ACCESS = "/settings/access"
PIN = "271828"


def story(person: Person, route: str, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


async def types(app: HeadlessApp, pin: str) -> None:
    for digit in pin:
        await app.tap(f"pin-{digit}")
    await app.settle()


@pytest.fixture
def locked(bruno: Person, eight: tuple[str, ...]) -> Person:
    """Bruno's phone with his round and his code."""
    give_rows(bruno.hands.store, a_small_round(eight))
    set_pin(SetPin(PIN), bruno.hands.store, bruno.clock, bruno.hands.randomness)
    return bruno


@pytest.fixture
def shared(bruno: Person, eight: tuple[str, ...]) -> Person:
    """Bruno's phone, on which Chloé is enrolled too, with a store of her own."""
    give_rows(bruno.hands.store, a_small_round(eight))
    chloe = an_enrolled_phone(bruno.folder / "phone--2", [a_person("P004", "Chloé")], person_id="P004").store
    chloe.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000002", "P004", "another token"))
    chloe.close()
    return bruno


def test_a_code_is_set_twice_alike_and_asked_for_at_the_next_opening(bruno: Person):
    async def set_it(app: HeadlessApp) -> None:
        await app.tap("set-code")
        await types(app, "111111")
        assert app.says("Trop facile à deviner")
        await types(app, PIN)
        assert app.says("encore une fois")
        await types(app, "314159")
        assert app.says("ne sont pas pareils")
        await types(app, PIN)
        await types(app, PIN)
        assert app.says("ce code sera demandé")

    async def opens_again(app: HeadlessApp) -> None:
        assert app.says("Tapez votre code")
        await types(app, PIN)
        assert app.says("Pas de tournée aujourd’hui")

    story(bruno, ACCESS, set_it)
    assert has_pin(bruno.hands.store.folder)
    story(bruno, "/", opens_again)


def test_behind_the_lock_no_row_is_shown_whatever_the_address(locked: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        for route in (AT_THE_FARM, "/outbox", "/settings", "/commissions", "/nowhere", "/lock"):
            await app.go(route)
            assert app.says("Tapez votre code")
            assert not app.says("Ferme des Ajoncs")
            assert not app.says(eight[0][:4])
        await types(app, PIN)
        assert not app.says("Tapez votre code")
        await app.go("/lock")
        assert not app.says("Tapez votre code")

    story(locked, AT_THE_FARM, tell)


def test_a_digit_too_many_can_be_erased_and_a_wrong_code_says_what_is_left(locked: Person):
    async def tell(app: HeadlessApp) -> None:
        await types(app, "27182")
        await app.tap("pin-erase")
        assert app.find("pin-dots").label == "4 chiffres sur 6"
        await types(app, "28")
        assert not app.says("Tapez votre code")

    async def wrong(app: HeadlessApp) -> None:
        await types(app, "314159")
        assert app.says("Encore 4 essais")
        for _ in range(FREE_TRIES - 1):
            await types(app, "314159")
        assert app.says("Attendez 1 min")
        assert "pin-1" not in app.identifiers()
        locked.clock.advance(60_000)
        await app.alarm_rings()
        await types(app, PIN)
        assert not app.says("Tapez votre code")

    story(locked, "/", tell)
    story(locked, "/", wrong)


def test_after_fifteen_wrong_codes_only_the_coordinators_code_is_offered(locked: Person):
    async def tell(app: HeadlessApp) -> None:
        for _ in range(WRONG_MAX):
            if "pin-1" not in app.identifiers():
                locked.clock.advance(30 * 60_000)
                await app.alarm_rings()
            await types(app, "314159")
        assert app.says("seul un code de la coordination")
        assert "pin-1" not in app.identifiers()
        await app.tap("enrol-again")
        assert "enrol-code" in app.identifiers()
        await app.tap("home")
        assert app.says("seul un code de la coordination")

    story(locked, "/", tell)


def test_away_for_long_the_code_is_asked_again_and_what_was_begun_is_still_there(
    locked: Person, eight: tuple[str, ...]
):
    async def tell(app: HeadlessApp) -> None:
        await types(app, PIN)
        await app.go(AT_THE_FARM)
        await app.tap(f"crate-{eight[0]}")
        await app.tap("reason-missing")
        await app.is_away_for(locked.clock, LOCK_AFTER_MS - 1)
        assert app.says("Prendre 7 caisses, sauf 1")
        await app.is_away_for(locked.clock, LOCK_AFTER_MS)
        assert app.says("Tapez votre code")
        await types(app, PIN)
        assert app.says("Prendre 7 caisses, sauf 1")
        await app.tap("record-all")
        assert app.says("Enregistré à")

    story(locked, "/", tell)


def test_a_record_under_way_is_finished_behind_the_lock(locked: Person):
    async def tell(app: HeadlessApp) -> None:
        await types(app, PIN)
        await app.go(AT_THE_FARM)
        await app.tap("record-all", settle=False)
        await app.is_away_for(locked.clock, LOCK_AFTER_MS)
        assert app.says("Tapez votre code")
        assert outbox_counts(locked.hands.store).head == 1
        await types(app, PIN)
        assert app.says("Enregistré à")

    story(locked, "/", tell)


def test_the_code_is_changed_and_taken_away_by_who_knows_it_alone(locked: Person):
    async def tell(app: HeadlessApp) -> None:
        await types(app, PIN)
        await app.go(ACCESS)
        await app.tap("remove-code")
        await types(app, "314159")
        assert app.says("Encore 4 essais")
        await types(app, PIN)
        assert app.says("plus de code")
        assert not has_pin(locked.hands.store.folder)

    story(locked, "/", tell)


def test_the_phone_goes_to_somebody_else_and_rows_and_facts_never_mix(shared: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await app.go(AT_THE_FARM)
        await app.tap("record-all")
        await app.go(ACCESS)
        assert app.says("Bruno")
        await app.tap("switch-phone--2")
        assert not app.says("Ferme des Ajoncs")
        await app.go(AT_THE_FARM)
        assert not app.says("Ferme des Ajoncs")
        await app.go(ACCESS)
        assert app.says("Chloé")
        assert app.says("1 à envoyer")
        await app.tap("switch-phone")
        await app.go(AT_THE_FARM)
        assert app.says("8/8")

    story(shared, "/", tell)
    chloe = open_store(shared.folder / "phone--2")
    assert newest_facts(chloe, 5) == ()
    assert [each.fact.actor for each in newest_facts(shared.hands.store, 5) if each.fact] == ["P003"]


def test_who_held_the_phone_last_holds_it_when_the_app_opens_again(shared: Person):
    async def hand_over(app: HeadlessApp) -> None:
        await app.tap("switch-phone--2")

    async def open_again(app: HeadlessApp) -> None:
        assert not app.says("Ferme des Ajoncs")

    story(shared, ACCESS, hand_over)
    story(shared, "/", open_again)


def test_at_the_lock_the_phone_may_go_to_somebody_else(shared: Person):
    set_pin(SetPin(PIN), shared.hands.store, shared.clock, shared.hands.randomness)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("Bonjour Bruno")
        await app.tap("switch-phone--2")
        assert app.says("Pas de tournée aujourd’hui")
        await app.go(ACCESS)
        await app.tap("switch-phone")
        assert app.says("Bonjour Bruno")

    story(shared, "/", tell)


def test_a_photo_chosen_for_one_does_not_land_with_the_other(shared: Person):
    """The gallery stays open for minutes; meanwhile the phone was handed over."""
    waiting: list[asyncio.Future[bytes | None]] = []

    async def tell(app: HeadlessApp) -> None:
        async def pick(*, only_pictures: bool = False) -> bytes | None:
            assert only_pictures
            waiting.append(asyncio.get_running_loop().create_future())
            return await waiting[0]

        shared.files.pick = pick  # type: ignore[method-assign]
        await app.go(AT_THE_FARM)
        await app.tap("choose-photo")
        await app.go(ACCESS)
        await app.tap("switch-phone--2")
        waiting[0].set_result(a_photo(64))
        await app.settle()

    story(shared, "/", tell)
    for folder in ("phone", "phone--2"):
        with open_store(shared.folder / folder).reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM draft_photo").scalar_one() == 0


def test_one_more_person_enrols_in_a_store_of_their_own_or_thinks_better_of_it(bruno: Person):
    give_rows(bruno.hands.store, [a_person("P003", "Bruno")])

    async def tell(app: HeadlessApp) -> None:
        await app.tap("add-person")
        assert "enrol-code" in app.identifiers()
        await app.tap("switch-phone")
        assert app.says("Pas de tournée aujourd’hui")
        # The vacant place is used again: no store is made for nothing.
        await app.go(ACCESS)
        await app.tap("add-person")
        assert "enrol-code" in app.identifiers()

    story(bruno, ACCESS, tell)
    assert sorted(path.name for path in bruno.folder.glob("phone--*")) == ["phone--2"]
    assert bruno.hands.store.enrolment is not None


def test_every_persons_facts_go_up_whoever_holds_the_phone(shared: Person, tmp_path: Path):
    phones = Phones(shared.folder, shared.clock, SeededRandomness(3), in_the_valley)
    household = Household(phones, "phone")
    workers = {each: phones.open(each).worker for each in ("phone", "phone--2")}
    household.switch("phone--2")
    assert all(worker is not None for worker in workers.values())
    assert phones.open("phone").worker is workers["phone"]
    phones.close()


def test_a_lost_list_of_people_loses_nobody(shared: Person):
    phones = Phones(shared.folder, shared.clock, SeededRandomness(3), in_the_valley, is_syncing=False)
    Household(phones, "phone").switch("phone--2")
    (shared.folder / "phone.people.json").write_text("spoilt")
    household = Household(phones, "phone")
    assert [each.profile for each in household.holders()] == ["phone", "phone--2"]
    assert [each.is_current for each in household.holders()] == [True, False]
    phones.close()
