"""A blank label bound to a consignment at its pickup: a crate like the others from then on, and undone."""

import pytest

from mobile.store.rounds import round_plan
from mobile.store.stops import TaskState, stop_plan
from shared.custody.codes import print_code
from shared.custody.events import How, Kind
from tests.builders_phone import (
    FARM,
    HUB,
    OTHER_FARM,
    PRODUCER,
    RELAY,
    ROUND,
    a_consignment,
    a_crate,
    a_person,
    a_place,
    crate_codes,
    give_rows,
)
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.scanning import SCAN_AT_THE_FARM, SCAN_AT_THE_HUB, facts, hold_up, story

BLANK = crate_codes(1, start=70)[0]
CHEESES, EGGS = "c_2026-11-06_P001_R002", "c_2026-11-06_P001_R009"


@pytest.fixture
def at_work(at_work: Person) -> Person:
    """One consignment lacks crates, another of the same farm has none with a label."""
    rows = [a_consignment(CHEESES, 9), a_consignment(EGGS, 2, place=HUB)]
    give_rows(at_work.hands.store, rows, "cursor-2")
    return at_work


def test_a_blank_label_bound_is_taken_and_left_like_the_others(at_work: Person, eight: tuple[str, ...]):
    async def at_the_farm(app: HeadlessApp) -> None:
        await hold_up(at_work, app, *eight, BLANK)
        assert app.says("Étiquette vierge ?")
        assert app.says("8/9 étiquetées")
        await app.tap(f"bind-{CHEESES}")
        assert app.says(f"Étiquette {print_code(BLANK)} liée : Fromages pour Épicerie du bourg")
        assert app.says("9/9")
        await app.tap("record-scanned")
        assert app.says("9 caisses prises")

    async def at_the_hub(app: HeadlessApp) -> None:
        await hold_up(at_work, app, BLANK)
        assert app.says("Attendue")
        assert app.says("1/9")
        await app.tap("record-scanned")

    story(at_work, SCAN_AT_THE_FARM, at_the_farm)
    story(at_work, SCAN_AT_THE_HUB, at_the_hub)
    odd, bind, pickup, drop = facts(at_work)
    assert (odd.kind, bind.kind, bind.data["consignment"]) == (Kind.SCAN_ODD, Kind.BIND, CHEESES)
    assert (bind.crates, bind.how, bind.place_id) == ((BLANK,), How.QR.value, FARM)
    assert (pickup.kind, set(pickup.crates)) == (Kind.PICKUP, {*eight, BLANK})
    assert (drop.kind, drop.crates) == (Kind.DROP, (BLANK,))


def test_the_round_counts_a_bound_crate(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, BLANK)
        await app.tap(f"bind-{CHEESES}")

    story(at_work, SCAN_AT_THE_FARM, tell)
    plan = round_plan(at_work.hands.store, ROUND)
    assert plan is not None
    assert (plan.summary.pickups.total, plan.summary.drops.total) == (9, 9)


def test_a_consignment_without_any_label_goes_straight_to_its_place(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, BLANK)
        await app.tap(f"bind-{EGGS}")
        await app.tap("record-scanned")

    story(at_work, SCAN_AT_THE_FARM, tell)
    plan = stop_plan(at_work.hands.store, ROUND, HUB)
    assert plan is not None
    assert (BLANK, EGGS, 1, 2) in [(one.code, one.consignment_id, one.rank, one.of) for one in plan.drops]


def test_a_binding_is_undone_where_it_was_told(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, BLANK)
        await app.tap(f"bind-{CHEESES}")
        assert app.says("1/9")
        await app.tap("undo")
        assert app.says("0/8")
        at_work.clock.advance(10_000)
        await hold_up(at_work, app, BLANK)
        assert app.says("Étiquette vierge ?")
        await app.tap(f"bind-{EGGS}")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert [fact.kind for fact in facts(at_work)] == [
        Kind.SCAN_ODD,
        Kind.BIND,
        Kind.VOID,
        Kind.SCAN_ODD,
        Kind.BIND,
    ]


def test_two_taps_bind_once(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, BLANK)
        await app.tap(f"bind-{CHEESES}", settle=False)
        await app.tap(f"bind-{CHEESES}", settle=False)
        await app.settle()
        assert app.says("1/9")

    story(at_work, SCAN_AT_THE_FARM, tell)
    assert [fact.kind for fact in facts(at_work)].count(Kind.BIND) == 1


def test_the_servers_own_row_of_the_crate_takes_the_place_of_what_was_bound(at_work: Person):
    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, BLANK)
        await app.tap(f"bind-{CHEESES}")
        await app.tap("record-scanned")

    story(at_work, SCAN_AT_THE_FARM, tell)
    row = a_crate(BLANK, [(ROUND, FARM, HUB)], cons_id=CHEESES, rank=9, of=9)
    give_rows(at_work.hands.store, [row], "cursor-3")
    plan = stop_plan(at_work.hands.store, ROUND, FARM)
    assert plan is not None
    bound = [one for one in plan.pickups if one.code == BLANK]
    assert [(one.state, one.rank) for one in bound] == [(TaskState.DONE, 9)]


def test_a_crate_of_another_round_is_no_blank_label(at_work: Person):
    rows = [
        a_place(OTHER_FARM, "Ferme du Chêne", "farm"),
        a_crate(BLANK, [("r_other", OTHER_FARM, RELAY)], cons_id="c_other"),
        a_person(PRODUCER, "Ferme des Ajoncs", FARM),
    ]
    give_rows(at_work.hands.store, rows, "cursor-3")

    async def tell(app: HeadlessApp) -> None:
        await hold_up(at_work, app, BLANK)
        assert app.says("Inconnue")
        assert not app.says("Étiquette vierge ?")

    story(at_work, SCAN_AT_THE_FARM, tell)
