"""A round, stops and crates nobody planned, on the whole app without any server."""

import asyncio
from collections.abc import Awaitable, Callable

from mobile.store.history import newest_facts
from shared.custody.codes import print_code
from shared.custody.events import Fact
from tests.builders_phone import FARM, RELAY, ROUND, a_small_round, crate_codes, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person


def story(person: Person, route: str, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def facts(person: Person) -> list[Fact]:
    return [logged.fact for logged in reversed(newest_facts(person.hands.store, 50)) if logged.fact]


async def begin_and_take(app: HeadlessApp, one: str, two: str) -> None:
    """A round, a stop at the farm, and two crates taken there."""
    await app.tap("open-unplanned")
    await app.type_text("round-title", "Dépannage de Claire")
    await app.tap("begin")
    assert app.says("Tournée hors plan commencée")
    await app.tap("open-round")
    await app.tap("add-stop")
    await app.type_text("place-search", "ajoncs")
    await app.settle()
    await app.tap(f"place-{FARM}")
    await app.tap("open-stop")
    await app.tap("add-crates")
    await app.type_and_enter("extra-code", "tomates")
    assert app.says("Ce n’est pas un code de caisse")
    for code in (one, print_code(two)):
        await app.type_and_enter("extra-code", code)
    assert app.says("Prendre les 2 caisses")
    await app.tap("record-extra")
    assert app.says("2 caisses prises")
    await app.go_back()
    assert app.says(print_code(one))


async def leave_at_a_place_without_a_row(app: HeadlessApp) -> None:
    """Left at a market nobody had written down, taken back, left again; and the round is over."""
    await app.go("/")
    assert app.says("2 caisses à bord")
    await app.tap("open-add-stop")
    await app.type_text("place-search", "Marché de Blain")
    await app.settle()
    await app.tap("name-place")
    await app.tap("open-stop")
    assert app.says("Marché de Blain")
    await app.tap("add-crates")
    await app.tap("all-loose")
    await app.tap("record-extra")
    await app.tap("undo")
    await app.tap("all-loose")
    await app.tap("record-extra")
    assert app.says("2 caisses déposées")
    await app.go("/")
    await app.tap("close-round")
    await app.tap("end-round")
    assert app.says("Tournée terminée")


def test_a_whole_round_nobody_planned(bruno: Person):
    give_rows(bruno.hands.store, a_small_round(())[:-2])
    one, two = crate_codes(2, start=700)

    async def tell(app: HeadlessApp) -> None:
        await begin_and_take(app, one, two)
        await leave_at_a_place_without_a_row(app)

    story(bruno, "/", tell)
    kinds = [fact.kind.value for fact in facts(bruno)]
    arrive = "stop_arrived"
    assert kinds == [
        *("round_started", arrive, "pickup", arrive),
        *("drop", "void", "drop", "round_closed"),
    ]
    begun, at_farm, taken, at_market = facts(bruno)[:4]
    assert begun.data["unplanned"] is True
    assert len({fact.round_id for fact in facts(bruno)}) == 1
    assert (at_farm.place_id, set(taken.crates)) == (FARM, {one, two})
    assert at_market.data["place_name"] == "Marché de Blain"


def test_a_stop_and_a_crate_are_added_to_a_planned_round(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.hands.pick_up(*eight)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("start-round")
        await app.tap("open-add-stop")
        await app.type_text("place-search", "bourg")
        await app.settle()
        await app.tap(f"place-{RELAY}")
        await app.tap("undo")
        assert app.says("L’arrêt ne compte plus")
        await app.type_text("place-search", "bourg")
        await app.settle()
        await app.tap(f"place-{RELAY}")
        await app.tap("open-stop")
        await app.tap("add-crates")
        # A planned crate, left where nobody expected it: recorded as it is.
        await app.tap("what-drop")
        await app.type_and_enter("extra-code", eight[0])
        await app.tap("record-extra")
        assert app.says("1 caisse déposée")

    story(bruno, "/", tell)
    left = facts(bruno)[-1]
    assert (left.kind.value, left.place_id, left.round_id) == ("drop", RELAY, ROUND)


def test_an_unplanned_round_survives_the_app_and_can_be_taken_back(bruno: Person):
    async def begin(app: HeadlessApp) -> None:
        assert app.says("Pas de tournée aujourd’hui")
        await app.tap("open-unplanned")
        await app.tap("begin")
        await app.tap("undo")
        assert app.says("La tournée ne compte plus")
        await app.tap("begin")

    async def again(app: HeadlessApp) -> None:
        assert app.says("Tournée hors plan")
        assert "add-stop" in app.identifiers()

    story(bruno, "/", begin)
    story(bruno, "/", again)
