"""What stories of handovers share: a person lives one on the app, and what it left on the disk is read."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from mobile.store.history import newest_facts
from shared.custody.events import Fact, Kind
from tests.mobile.headless import HeadlessApp, controls_under
from tests.mobile.screens.conftest import Person


def lived(person: Person, route: str, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    """Open the app a minute later and live the story through."""
    person.clock.advance(60_000)

    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def facts(person: Person, kind: Kind) -> list[Fact]:
    found = [logged.fact for logged in reversed(newest_facts(person.hands.store, 100))]
    return [fact for fact in found if fact is not None and fact.kind is kind]


def text_of(app: HeadlessApp, identifier: str) -> str:
    return "".join(c.value for c in controls_under(app.find(identifier)) if isinstance(c, ft.Text))
