"""The practice round: everything works, nothing is sent, nothing of it is left."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mobile.actions.practice import FARM, LOCKERS, OTHER_FARM, RELAY, ROUND
from mobile.app.phones import Phones, PracticeSendsNothingError, practice_profile
from mobile.device.clock import SeededRandomness
from mobile.store.database import open_store
from mobile.store.history import newest_facts
from mobile.store.outbox import outbox_counts
from mobile.sync.peer import Peer
from tests.builders_evidence import a_photo
from tests.builders_phone import a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

PRACTICE = "/settings/practice"


def story(person: Person, route: str, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def test_a_whole_round_is_practised_and_leaves_no_trace(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap("start-practice")
        assert app.says("ESSAI : rien n’est envoyé")
        assert app.says("Tournée d’essai")
        assert not app.says("Ferme des Ajoncs")
        await app.tap("start-round")
        await app.tap("open-next")
        bruno.files.chosen = a_photo(64)
        await app.tap("choose-photo")
        await app.settle()
        assert app.says("Prendre les 4 caisses, avec 1 photo")
        await app.tap("record-all")
        for place in (OTHER_FARM, RELAY, LOCKERS):
            await app.go(f"/stop/{ROUND}/{place}")
            assert app.says("ESSAI")
            # What one phone shows another one records for good: no handover is practised.
            assert "open-handover" not in app.identifiers()
            await app.tap("record-all")
            assert app.says("Enregistré à")
        await app.go("/outbox")
        assert app.says("ESSAI")
        assert "save-file" not in app.identifiers()
        assert "take-file" not in app.identifiers()
        await app.tap("practice-banner")
        await app.tap("leave-practice")
        assert not app.says("ESSAI")
        assert app.says("Ferme des Ajoncs")

    story(bruno, PRACTICE, tell)
    assert outbox_counts(bruno.hands.store).head == 0
    practised = open_store(bruno.folder / practice_profile("phone"))
    assert newest_facts(practised, 5) == ()
    assert practised.enrolment is None
    practised.close()


def test_it_begins_from_scratch_each_time(bruno: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("start-practice")
        await app.go(f"/stop/{ROUND}/{FARM}")
        await app.tap("record-all")
        await app.go(PRACTICE)
        await app.tap("restart-practice")
        await app.go(f"/stop/{ROUND}/{FARM}")
        assert app.says("Prendre les 4 caisses")

    story(bruno, PRACTICE, tell)


def test_who_is_not_enrolled_may_try_first(bruno: Person):
    bruno.hands.store.save_enrolment(None)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("start-practice")
        assert app.says("ESSAI")
        await app.go(PRACTICE)
        await app.tap("leave-practice")
        assert "enrol-code" in app.identifiers()

    story(bruno, "/", tell)


def test_an_app_that_was_left_in_practice_opens_on_real_work(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def begin(app: HeadlessApp) -> None:
        await app.tap("start-practice")

    async def open_again(app: HeadlessApp) -> None:
        assert not app.says("ESSAI")
        assert app.says("Ferme des Ajoncs")

    story(bruno, PRACTICE, begin)
    story(bruno, "/", open_again)


def test_a_practice_store_has_no_worker_and_no_way_to_a_server(bruno: Person):
    asked: list[str] = []

    def any_server(base_url: str) -> Peer:
        asked.append(base_url)
        raise AssertionError("a practice round asked for a server")

    phones = Phones(bruno.folder, bruno.clock, SeededRandomness(3), any_server)
    practice = phones.open(practice_profile("phone"))
    assert practice.worker is None
    with pytest.raises(PracticeSendsNothingError):
        practice.open_peer("http://127.0.0.1:9")
    phones.close()
    assert asked == []


def test_only_a_practice_store_can_be_thrown_away(bruno: Person):
    phones = Phones(bruno.folder, bruno.clock, SeededRandomness(3), lambda _url: None, is_syncing=False)  # type: ignore[arg-type,return-value]
    with pytest.raises(AssertionError):
        phones.open("phone").start_over()
    assert bruno.hands.store.enrolment is not None
