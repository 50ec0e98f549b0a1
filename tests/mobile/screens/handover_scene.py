"""What stories of handovers share: a person lives one on the app, and what it left on the disk is read."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from mobile.store.history import newest_facts
from shared.custody.events import Fact, Kind
from tests.builders_phone import ROUND
from tests.mobile.headless import HeadlessApp, controls_under
from tests.mobile.screens.conftest import Person

FROM_THE_ROUND = f"/round/{ROUND}/handover"


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


def gives(bruno: Person, *, without: tuple[str, ...] = (), to: str = "P004") -> dict[str, str]:
    """Bruno hands his crates over; what his screen then shows."""
    shown: dict[str, str] = {}

    async def tell(app: HeadlessApp) -> None:
        await app.tap(f"to-{to}")
        for code in without:
            await app.tap(f"crate-{code}")
        await app.tap("give")
        assert app.says("En attente du reçu")
        assert "handover-picture" in app.identifiers()
        shown["short"], shown["whole"] = text_of(app, "short-code"), text_of(app, "whole-code")
        shown["route"] = app.page.route

    lived(bruno, FROM_THE_ROUND, tell)
    return shown
