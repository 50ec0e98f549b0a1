"""What the tests of scanning share: a story told on a phone, labels held up, the facts that came of it."""

import asyncio
from collections.abc import Awaitable, Callable

from mobile.store.history import newest_facts
from shared.custody.events import Fact
from tests.builders_labels import picture_of
from tests.builders_phone import FARM, HUB, ROUND
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

SCAN_AT_THE_FARM = f"/stop/{ROUND}/{FARM}/scan"
SCAN_AT_THE_HUB = f"/stop/{ROUND}/{HUB}/scan"


def story(person: Person, route: str, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    """Open the app and live the story through."""

    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def facts(person: Person) -> list[Fact]:
    """The facts on the phone, oldest first."""
    logged = reversed(newest_facts(person.hands.store, 100))
    return [one.fact for one in logged if one.fact is not None]


async def hold_up(person: Person, app: HeadlessApp, *codes: str) -> None:
    """Labels before the lens, one after the other."""
    for code in codes:
        await person.camera.show(picture_of(code))
        await app.settle()
