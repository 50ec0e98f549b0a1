"""« Je conteste »: one line only, with a reason where one is given, taken back at once or later."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mobile.screens.routes import why_route
from mobile.store.history import newest_facts
from shared.custody.events import Fact
from tests.builders_phone import a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.test_states import a_line

Tell = Callable[[Callable[[HeadlessApp], Awaitable[None]]], None]


@pytest.fixture
def tell(bruno: Person, eight: tuple[str, ...]) -> Tell:
    """Two lines on Bruno's phone, and a story lived through on the first one's « pourquoi ? »."""
    give_rows(bruno.hands.store, [*a_small_round(eight), a_line("l1", 1240), a_line("l2", 500)])

    def live_through(story: Callable[[HeadlessApp], Awaitable[None]]) -> None:
        async def live() -> None:
            async with bruno.opens_the_app(why_route("l1")) as app:
                await story(app)

        asyncio.run(live())

    return live_through


def facts(person: Person) -> list[Fact]:
    return [logged.fact for logged in reversed(newest_facts(person.hands.store, 50)) if logged.fact]


def test_a_line_is_disputed_with_its_reason_and_it_alone(tell: Tell, bruno: Person):
    async def story(app: HeadlessApp) -> None:
        await app.tap("dispute")
        assert app.says("Les autres lignes suivent leur cours")
        await app.type_text("dispute-reason", "8 caisses, pas 7")
        await app.tap("send-dispute")
        assert app.says("C’est noté")
        assert app.says("8 caisses, pas 7")
        assert app.says("Contestée")
        await app.go(why_route("l2"))
        assert not app.says("Contestée")

    tell(story)
    [dispute] = facts(bruno)
    assert (dispute.data["line"], dispute.data["because"]) == ("l1", "8 caisses, pas 7")


def test_no_reason_is_needed_and_thinking_better_of_it_records_nothing(tell: Tell, bruno: Person):
    async def story(app: HeadlessApp) -> None:
        await app.tap("dispute")
        await app.tap("never-mind")
        assert "dispute" in app.identifiers()
        await app.tap("dispute")
        await app.tap("send-dispute")

    tell(story)
    [dispute] = facts(bruno)
    assert "because" not in dispute.data


def test_a_dispute_is_taken_back_at_once_or_later(tell: Tell, bruno: Person):
    async def story(app: HeadlessApp) -> None:
        await app.tap("dispute")
        await app.tap("send-dispute")
        await app.tap("undo")
        assert app.says("Contestation retirée")
        await app.tap("dispute")
        await app.tap("send-dispute")
        await app.alarm_rings()
        assert "undo" not in app.identifiers()
        await app.tap("withdraw-dispute")
        assert app.says("Contestation retirée")
        assert not app.says("Contestée")

    tell(story)
    assert [fact.kind.value for fact in facts(bruno)] == ["dispute", "void", "dispute", "void"]


def test_what_was_decided_is_read_with_its_reason_and_there_is_nothing_left_to_press(
    bruno: Person, eight: tuple[str, ...]
):
    told = {
        "dispute": {"status": "rejected", "because": "les scans y sont", "at_ms": 1},
        "decided": [{"how": "supplied", "by": "Camille", "because": "déposée devant moi", "at_ms": 1}],
    }
    give_rows(bruno.hands.store, [*a_small_round(eight), a_line("l1", 1240, **told)])

    async def live() -> None:
        async with bruno.opens_the_app(why_route("l1")) as app:
            assert app.says("La ligne reste ainsi")
            assert app.says("les scans y sont")
            assert app.says("Compte par décision de Camille (coordination) : « déposée devant moi »")
            assert "dispute" not in app.identifiers()
            assert not app.says("Contestée")

    asyncio.run(live())
