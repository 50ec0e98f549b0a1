"""The count before leaving: what is there, what lacks, what is too much, one tap for all of it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mobile.store.history import newest_facts
from mobile.store.overlay import sights_of_crates
from shared.custody.chain import CarriedBy
from shared.custody.codes import print_code
from shared.custody.events import Fact
from tests.builders_phone import HELPER, ROUND, a_small_round, crate_codes, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

LOAD = f"/round/{ROUND}/load"
Tell = Callable[[Callable[[HeadlessApp], Awaitable[None]], str], None]


@pytest.fixture
def codes() -> tuple[str, ...]:
    return crate_codes(30)


@pytest.fixture
def tell(bruno: Person, codes: tuple[str, ...]) -> Tell:
    """Bruno's round of thirty crates, and a story lived through on the app."""
    give_rows(bruno.hands.store, a_small_round(codes))

    def live_through(story: Callable[[HeadlessApp], Awaitable[None]], route: str) -> None:
        async def live() -> None:
            async with bruno.opens_the_app(route) as app:
                await story(app)

        asyncio.run(live())

    return live_through


def facts(person: Person) -> list[Fact]:
    return [logged.fact for logged in reversed(newest_facts(person.hands.store, 50)) if logged.fact]


def aboard(person: Person, codes: tuple[str, ...]) -> set[str]:
    with person.hands.store.reading() as connection:
        sights = sights_of_crates(connection, codes)
    return {code for code, sight in sights.items() if isinstance(sight.holder, CarriedBy)}


def test_thirty_crates_are_checked_and_taken_in_two_taps(tell: Tell, bruno: Person, codes: tuple[str, ...]):
    async def story(app: HeadlessApp) -> None:
        assert app.says("Vérifier le chargement : 30 caisses")
        await app.tap("load-check")
        await app.tap("depart")
        assert app.says("Départ enregistré")
        await app.tap("to-round")
        assert app.says("30 caisses à bord")

    tell(story, "/")
    start, taken = facts(bruno)
    assert (start.kind.value, start.data["expected"], start.data["present"]) == ("round_started", 30, 30)
    assert (taken.kind.value, set(taken.crates)) == ("pickup", set(codes))
    assert aboard(bruno, codes) == set(codes)


def test_what_lacks_is_named_and_no_longer_due(tell: Tell, bruno: Person, codes: tuple[str, ...]):
    async def story(app: HeadlessApp) -> None:
        await app.tap(f"crate-{codes[0]}")
        await app.tap(f"crate-{codes[1]}")
        assert app.says("2 manquantes")
        await app.tap("depart")
        assert app.says("28/30")
        assert app.says(print_code(codes[0]))
        assert app.says("La coordination le verra")

    tell(story, LOAD)
    start, taken, missing = facts(bruno)
    assert set(start.data["missing"]) == set(missing.crates) == set(codes[:2])
    assert (missing.kind.value, missing.data["reason"], missing.data["act"]) == (
        "incident",
        "missing",
        "pickup",
    )
    assert len(taken.crates) == 28


def test_codes_read_tell_what_is_there_and_what_is_too_much(
    tell: Tell, bruno: Person, codes: tuple[str, ...]
):
    stranger, other = crate_codes(2, start=900)

    async def story(app: HeadlessApp) -> None:
        await app.type_and_enter("load-code", codes[0])
        assert app.says("elle est là")
        await app.tap("unseen")
        assert app.says("29 manquantes")
        await app.type_and_enter("load-code", codes[1])
        assert app.says("28 manquantes")
        await app.type_and_enter("load-code", codes[1][:-1] + ("X" if codes[1][-1] != "X" else "Y"))
        assert app.says("Un caractère est faux")
        for code in (stranger, other):
            await app.type_and_enter("load-code", code)
        assert app.says("2 en trop")
        await app.tap(f"crate-{stranger}")
        assert app.says("emportée")
        await app.tap("depart")
        assert app.says("2/30")

    tell(story, LOAD)
    kinds = [fact.kind.value for fact in facts(bruno)]
    assert kinds[:3] == ["scan_odd"] * 3
    start, taken, along, missing, extra = facts(bruno)[3:]
    assert set(start.data["extra"]) == {stranger, other} == set(extra.crates)
    assert (set(taken.crates), along.crates) == (set(codes[:2]), (stranger,))
    assert (extra.data["reason"], len(missing.crates)) == ("extra", 28)
    assert aboard(bruno, (stranger, other)) == {stranger}


def test_a_count_is_undone_whole_and_made_again(tell: Tell, bruno: Person, codes: tuple[str, ...]):
    async def story(app: HeadlessApp) -> None:
        await app.tap(f"group-{codes[0]}")
        assert app.says("30 manquantes")
        await app.tap("depart")
        await app.tap("undo")
        assert app.says("le départ est à refaire")
        await app.tap("depart")
        await app.alarm_rings()
        assert "undo" not in app.identifiers()
        await app.tap("correct")
        assert "depart" in app.identifiers()

    tell(story, LOAD)
    assert aboard(bruno, codes) == set()


def test_crates_are_looked_at_by_destination_or_by_producer(tell: Tell):
    async def story(app: HeadlessApp) -> None:
        assert app.says("Plateforme de Nozay")
        await app.tap("by-producer")
        assert app.says("Ferme des Ajoncs")

    tell(story, LOAD)


def test_a_round_may_begin_without_a_count_and_be_counted_afterwards(
    tell: Tell, bruno: Person, codes: tuple[str, ...]
):
    async def story(app: HeadlessApp) -> None:
        await app.tap("start-round")
        await app.tap("open-load")
        await app.tap("depart")

    tell(story, "/")
    assert [fact.kind.value for fact in facts(bruno)] == ["round_started", "round_started", "pickup"]
    assert {fact.actor for fact in facts(bruno)} == {HELPER}


def test_with_everything_taken_and_left_there_is_nothing_to_load(
    tell: Tell, bruno: Person, codes: tuple[str, ...]
):
    bruno.hands.pick_up(*codes)
    bruno.hands.drop(*codes)

    async def story(app: HeadlessApp) -> None:
        assert app.says("Rien à charger ici")

    tell(story, LOAD)


def test_thirty_crates_are_left_in_two_taps_from_the_round(tell: Tell, bruno: Person, codes: tuple[str, ...]):
    bruno.hands.pick_up(*codes)

    async def story(app: HeadlessApp) -> None:
        await app.tap("start-round")
        await app.tap("open-next")
        await app.tap("record-all")
        assert app.says("30 caisses déposées")

    tell(story, "/")
    assert [len(fact.crates) for fact in facts(bruno)] == [30, 0, 30]
