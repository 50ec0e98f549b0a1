"""A stop with more crates than anybody reads: a tap changes what it touches, nothing else is drawn again."""

from dataclasses import replace

import pytest

from mobile.app.phones import News, Phone
from mobile.screens.rows import DONE_AT_FIRST, ROWS_AT_FIRST, ROWS_MORE
from mobile.screens.stop.draft import StopDraft
from mobile.store.rounds import round_plan
from tests.builders_phone import ROUND, a_small_round, crate_codes, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person, in_the_valley
from tests.mobile.screens.test_app_flows import AT_THE_FARM, story

MANY = crate_codes(250)


@pytest.fixture
def farm(bruno: Person) -> Person:
    """A farm where 250 crates wait."""
    give_rows(bruno.hands.store, a_small_round(MANY))
    return bruno


def rows_of(app: HeadlessApp) -> list[str]:
    """The crates in sight, in order."""
    return [name.removeprefix("crate-") for name in app.identifiers() if name.removeprefix("crate-") in MANY]


def test_a_tap_keeps_every_other_row_as_it_is(farm: Person):
    async def tell(app: HeadlessApp) -> None:
        first, second, third = rows_of(app)[:3]
        before = {code: app.find(f"crate-{code}") for code in (first, second, third)}
        await app.tap(f"crate-{second}")
        assert app.find(f"crate-{first}") is before[first]
        assert app.find(f"crate-{second}") is not before[second]
        # What was kept answers as what was drawn anew, also where it has moved meanwhile.
        await app.tap(f"crate-{third}")
        await app.tap(f"crate-{first}")
        assert app.says("mise à part")
        for code in (first, second, third):
            await app.tap(f"crate-{code}")
        assert not app.says("mise à part")

    story(farm, AT_THE_FARM, tell)


def test_many_crates_are_shown_by_and_by_and_recorded_all_at_once(farm: Person):
    async def tell(app: HeadlessApp) -> None:
        assert len(rows_of(app)) == ROWS_AT_FIRST
        assert app.says(f"Voir {250 - ROWS_AT_FIRST} de plus")
        await app.tap("more-rows")
        assert len(rows_of(app)) == ROWS_AT_FIRST + ROWS_MORE
        await app.tap("record-all")
        assert app.says("Enregistré à")

    story(farm, AT_THE_FARM, tell)
    plan = round_plan(farm.hands.store, ROUND)
    assert plan is not None
    assert len(plan.carried) == 250


def test_of_what_is_done_the_newest_are_in_sight_and_the_others_on_demand(farm: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all")
        assert len(rows_of(app)) == DONE_AT_FIRST
        assert app.says(f"Voir {250 - DONE_AT_FIRST} de plus")
        await app.tap("more-rows")
        assert len(rows_of(app)) == DONE_AT_FIRST + ROWS_MORE

    story(farm, AT_THE_FARM, tell)


def test_whoever_read_the_news_already_is_not_told_once_more(farm: Person):
    store, clock = farm.hands.store, farm.clock
    phone = Phone(store, clock, farm.hands.randomness, in_the_valley)
    heard: list[str] = []

    def one(_news: News) -> None:
        heard.append("one")

    def other(_news: News) -> None:
        heard.append("other")

    phone.listen(one)
    phone.listen(other)
    phone.tell(None, besides=one)
    assert heard == ["other"]
    phone.tell(None)
    assert heard == ["other", "one", "other"]


def test_what_is_set_aside_is_in_sight_though_it_stands_further_down(farm: Person):
    async def tell(app: HeadlessApp) -> None:
        near = rows_of(app)
        await app.tap("more-rows")
        far = next(code for code in rows_of(app) if code not in near)
        await app.tap(f"crate-{far}")
        await app.tap("reason-missing")
        assert app.says("sauf 1")
        model = app.conductor.pulse.stack[-1]
        assert isinstance(model.draft, StopDraft)
        model.draft = replace(model.draft, rows_shown=ROWS_AT_FIRST)
        await app.settle()
        assert rows_of(app) == [*near, far]
        # All of them at once are a number, not a list to read.
        await app.tap(next(name for name in app.identifiers() if name.startswith("group-")))
        assert len(rows_of(app)) == ROWS_AT_FIRST + ROWS_MORE

    story(farm, AT_THE_FARM, tell)
