"""A phone that knows many rounds shows those its driver needs, in the order he looks for them."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest

from mobile.device.preferences import RememberedChoices
from mobile.store.pulled import RowChange
from mobile.texts.format import Format
from shared.words.language import Language
from tests.builders_phone import FARM, HELPER, HUB, a_person, a_place, a_round, an_enrolled_phone, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

TODAY = date(2026, 11, 6)
FORMAT = Format(Language.FRENCH)


def round_of(day: date, number: int = 1) -> str:
    return f"r_{day.isoformat()}_{number:02d}"


def a_season() -> list[RowChange]:
    """A round on each of thirty days, fifteen gone and closed; a second and a third one today."""
    days = [TODAY + timedelta(days=n) for n in range(-15, 15)]
    rows = [a_place(FARM, "Ferme des Ajoncs", "farm"), a_place(HUB, "Plateforme de Nozay", "hub")]
    rows.append(a_person(HELPER, "Bruno"))
    for day in days:
        row = a_round([FARM, HUB], round_of(day), day.isoformat())
        assert row.content is not None
        row.content["status"] = "closed" if day < TODAY else "planned"
        rows.append(row)
    return [*rows, *(a_round([FARM], round_of(TODAY, n), TODAY.isoformat()) for n in (2, 3))]


@pytest.fixture
def busy(tmp_path: Path) -> Person:
    return Person(tmp_path, an_enrolled_phone(tmp_path / "phone", a_season()), RememberedChoices())


def rounds_shown(app: HeadlessApp) -> list[str]:
    return [name.removeprefix("round-") for name in app.identifiers() if name.startswith("round-")]


def test_today_then_the_next_days_and_the_rest_behind_one_button(busy: Person):
    async def tell() -> None:
        async with busy.opens_the_app("/") as app:
            tomorrow = TODAY + timedelta(days=1)
            near = [round_of(TODAY, 2), round_of(TODAY, 3)]
            near += [round_of(tomorrow), round_of(tomorrow + timedelta(days=1))]
            assert rounds_shown(app) == near
            assert app.says("Voir 27 de plus")
            await app.tap("more-rows")
            shown = rounds_shown(app)
            assert len(shown) == 24
            assert shown[:4] == near
            # After the last one to come, the latest one driven.
            assert shown[16] == round_of(TODAY - timedelta(days=1))
            await app.tap("more-rows")
            assert len(set(rounds_shown(app))) == 31
            assert "more-rows" not in app.identifiers()

    asyncio.run(tell())


def test_what_is_under_way_is_never_behind_the_button(busy: Person):
    under_way: list[RowChange] = []
    for n in range(1, 7):
        day = TODAY - timedelta(days=n)
        row = a_round([FARM, HUB], round_of(day), day.isoformat())
        assert row.content is not None
        row.content["status"] = "started"
        under_way.append(row)
    give_rows(busy.hands.store, under_way)

    async def tell() -> None:
        async with busy.opens_the_app("/") as app:
            shown = {*rounds_shown(app), round_in_front(app)}
            assert shown == {*(row.key for row in under_way), *(round_of(TODAY, n) for n in (1, 2, 3))}

    asyncio.run(tell())


def round_in_front(app: HeadlessApp) -> str:
    """The one whose stops the screen shows, by its day."""
    days = [TODAY - timedelta(days=n) for n in range(7)]
    [day] = [day for day in days if FORMAT.big_day(day) in app.texts()]
    return round_of(day)
