"""No drawing replaces a text field: caret, keyboard and keys on their way would go with the old one."""

import re
from collections.abc import Iterator

import flet as ft
import pytest

from mobile.app.routes import WAYS
from tests.builders_phone import ROUND, crate_codes, give_rows
from tests.builders_phone_bank import BANK, a_locker_round
from tests.mobile.headless import HeadlessApp, controls_under
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.test_app_flows import story

COLD, PLAIN = crate_codes(3), crate_codes(2, start=50)
PLACES = {"round_id": ROUND, "place_id": BANK, "line_key": "none", "fact_id": "none"}
WITH_FIELDS = ("/unplanned", "/round/:round_id/close", "/stop/:round_id/:place_id/lockers", "/take-over")


@pytest.fixture
def at_the_bank(bruno: Person) -> Person:
    """Bruno with crates for a locker bank, and a reading to type."""
    give_rows(bruno.hands.store, a_locker_round(COLD, PLAIN, "2026-11-06"))
    bruno.hands.pick_up(*COLD, *PLAIN)
    return bruno


def address(path: str) -> str:
    """A screen's address on this phone."""
    return re.sub(r":(\w+)", lambda name: PLACES[name[1]], path)


def parts_with_fields(top: object) -> Iterator[ft.Control]:
    """The parts of the scrolling body in which somebody may type."""
    [body] = [control for control in controls_under(top) if isinstance(control, ft.ListView)]
    for part in body.controls:
        if any(isinstance(control, ft.TextField) for control in controls_under(part)):
            yield part


def fields_on(app: HeadlessApp) -> dict[int, str]:
    """Every field by the number the client knows it by."""
    found = [control for control in controls_under(app.top) if isinstance(control, ft.TextField)]
    return {int(getattr(field, "_i", 0)): str(field.label) for field in found}


def test_every_part_with_a_field_is_found_by_its_key(at_the_bank: Person):
    async def tell(app: HeadlessApp) -> None:
        seen: set[str] = set()
        for screen in (way.screen for way in WAYS):
            await app.go(address(screen.path))
            for part in parts_with_fields(app.top):
                assert part.key, screen.path
                seen.add(screen.path)
        assert seen.issuperset(WITH_FIELDS)

    story(at_the_bank, "/", tell)


def test_news_of_a_sync_and_a_message_above_leave_every_field_where_it_is(at_the_bank: Person):
    async def tell(app: HeadlessApp) -> None:
        before = fields_on(app)
        assert before
        for _ in range(3):
            app.conductor.phone.tell(None)
            await app.settle()
        assert fields_on(app) == before
        await app.type_and_enter("crate-code", "NOTACODE")
        assert fields_on(app) == before

    story(at_the_bank, f"/stop/{ROUND}/{BANK}", tell)
