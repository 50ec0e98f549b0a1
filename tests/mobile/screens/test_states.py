"""What each screen shows, read from a real store: no screen, no client."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mobile.actions.scan_code import Scan
from mobile.screens.commissions import state as commissions
from mobile.screens.contract import Preferences, Reading
from mobile.screens.outbox import state as outbox
from mobile.screens.round import state as round_screen
from mobile.screens.stop import state as stop
from mobile.screens.stop.draft import StopDraft, WasScanned
from mobile.screens.why import state as why
from mobile.store.pulled import RowChange
from shared.custody.rules import Act, ScanAnswer
from tests.builders_phone import (
    FARM,
    HUB,
    RELAY,
    ROUND,
    Hands,
    a_round,
    a_small_round,
    an_enrolled_phone,
    give_rows,
)
from tests.mobile.screens.conftest import Person

FRIDAY = date(2026, 11, 6)


@pytest.fixture
def hands(tmp_path: Path, eight: tuple[str, ...]) -> Hands:
    return an_enrolled_phone(tmp_path / "phone", a_small_round(eight))


def reading(hands: Hands, today: date = FRIDAY, draft: object = None, **params: str) -> Reading:
    return Reading(hands.store, hands.clock.wall_ms(), today, params, Preferences(), draft)


def at_stop(hands: Hands, place_id: str, draft: object = None) -> stop.StopState:
    shown = stop.load(reading(hands, draft=draft, round_id=ROUND, place_id=place_id))
    assert shown is not None
    return shown


def a_line(key: str, amount_cents: int, **more: object) -> RowChange:
    line: dict[str, object] = {
        "period": "2026-11",
        "payer": "P001",
        "payer_name": "Ferme des Ajoncs",
        "beneficiary": "P003",
        "cons": "c_2026-11-06_P001_R002",
        "what": "direct",
        "detail": "",
        "round": ROUND,
        "tariff": "2026-1",
        "crates": ["00000Z81"],
        "of": 8,
        "base_cents": 57_700,
        "rate_bp": 500,
        "amount_cents": amount_cents,
        "carriers": 1,
        "status": "due",
        "reason": None,
        "events": [],
        "settlement": None,
    }
    return RowChange("line", key, {**line, **more})


def test_the_round_of_today_is_shown_before_those_to_come(hands: Hands):
    give_rows(hands.store, [a_round([FARM, HUB], "r_2026-11-13_01", "2026-11-13")])
    shown = round_screen.load(reading(hands)).shown
    assert shown is not None
    assert (shown.round_id, shown.day) == (ROUND, FRIDAY)


def test_between_two_rounds_the_next_one_is_shown(hands: Hands):
    give_rows(hands.store, [a_round([FARM, HUB], "r_2026-11-13_01", "2026-11-13")])
    shown = round_screen.load(reading(hands, today=date(2026, 11, 10))).shown
    assert shown is not None
    assert shown.round_id == "r_2026-11-13_01"


def test_a_round_left_open_is_still_offered_when_nothing_is_to_come(hands: Hands):
    shown = round_screen.load(reading(hands, today=date(2026, 11, 10))).shown
    assert shown is not None
    assert shown.round_id == ROUND


@pytest.mark.parametrize("today", [FRIDAY, date(2026, 11, 21)])
def test_of_a_day_with_several_rounds_the_first_one_left_open_is_shown(hands: Hands, today: date):
    give_rows(hands.store, [a_round([HUB, RELAY], "r_2026-11-06_11"), a_round([HUB], "r_2026-11-06_09")])
    state = round_screen.load(reading(hands, today))
    assert state.shown is not None
    assert state.shown.round_id == ROUND
    assert [other.round_id for other in state.others] == ["r_2026-11-06_09", "r_2026-11-06_11"]


def test_the_round_counts_what_is_aboard_and_what_remains(hands: Hands, eight: tuple[str, ...]):
    hands.pick_up(*eight[:3])
    shown = round_screen.load(reading(hands)).shown
    assert shown is not None
    assert (shown.aboard, shown.remaining) == (3, 13)
    assert shown.next_stop is not None
    assert shown.next_stop.to_take == 5


def test_a_stop_groups_what_is_to_be_done_and_keeps_what_was(hands: Hands, eight: tuple[str, ...]):
    hands.pick_up(*eight[:2])
    shown = at_stop(hands, FARM)
    assert shown.pickups.todo == eight[2:]
    assert {line.code for line in shown.pickups.handled} == set(eight[:2])
    assert (shown.pickups.done, shown.pickups.total) == (2, 8)
    assert [group.name for group in shown.pickups.groups] == ["Épicerie du bourg"]


def test_a_stop_knows_how_many_crates_stand_in_one_record(hands: Hands, eight: tuple[str, ...]):
    hands.pick_up(*eight[:5])
    shown = at_stop(hands, FARM)
    line = shown.line(eight[0])
    assert line is not None
    assert shown.recorded_with(line) == 5


def test_leaving_comes_before_taking_until_nothing_is_left_to_leave(hands: Hands, eight: tuple[str, ...]):
    crate = eight[0]
    back: list[dict[str, str]] = [
        {"round": ROUND, "from": FARM, "to": HUB},
        {"round": ROUND, "from": HUB, "to": RELAY},
    ]
    row = next(row for row in a_small_round(eight) if row.key == crate)
    give_rows(hands.store, [replace(row, content={**(row.content or {}), "moves": back})])
    hands.pick_up(*eight)
    assert at_stop(hands, HUB).current_act(None) is Act.DROP
    hands.drop(*eight)
    assert at_stop(hands, HUB).current_act(None) is Act.PICKUP
    assert at_stop(hands, HUB).current_act(Act.DROP) is Act.DROP


def test_the_next_stop_is_the_next_unfinished_one_wherever_it_stands(hands: Hands, eight: tuple[str, ...]):
    following = at_stop(hands, HUB).next_stop
    assert following is not None
    assert following.place_id == FARM
    hands.pick_up(*eight)
    hands.drop(*eight)
    assert at_stop(hands, HUB).next_stop is None


def test_a_crate_of_another_stop_is_told_where_it_goes(hands: Hands, eight: tuple[str, ...]):
    from_scan = WasScanned(Act.PICKUP, Scan(ScanAnswer.WRONG_STOP, eight[0], None, None))
    shown = at_stop(hands, HUB, StopDraft("i1", answer=from_scan))
    assert shown.asked_place == "Ferme des Ajoncs"


def test_an_unknown_stop_is_no_stop(hands: Hands):
    assert stop.load(reading(hands, round_id=ROUND, place_id="R999")) is None


def test_the_outbox_counts_and_ages(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.hands.pick_up(*eight)
    bruno.clock.advance(5_000)
    shown = outbox.load(reading(bruno.hands))
    assert (shown.pending, shown.received, shown.safe) == (1, 0, 0)
    assert shown.oldest_age_ms == 5_000


def test_commissions_are_told_by_farm_the_largest_first(hands: Hands):
    give_rows(
        hands.store,
        [
            a_line("l1", 100),
            a_line("l2", 250, payer="P002", payer_name="Aubépine"),
            a_line("l3", 30, status="withheld", reason="end_unproven"),
            a_line("l4", 999, period="2026-10", status="settled", settlement="2026-10"),
        ],
    )
    november, october = commissions.load(reading(hands))
    assert (november.period, november.due_cents, november.withheld_cents) == ("2026-11", 350, 30)
    assert [(payer.name, payer.due_cents, payer.withheld_cents) for payer in november.payers] == [
        ("Aubépine", 250, 0),
        ("Ferme des Ajoncs", 100, 30),
    ]
    assert (october.due_cents, october.is_settled, november.is_settled) == (999, True, False)


def test_a_line_names_the_point_its_goods_went_to(hands: Hands):
    give_rows(hands.store, [a_line("l1", 361), a_line("l2", 360, cons="c_of_another_round")])
    [period] = commissions.load(reading(hands))
    [payer] = period.payers
    assert [line.place_name for line in payer.lines] == ["Épicerie du bourg", None]


def test_why_is_told_from_the_line_with_this_phones_own_proofs(hands: Hands, eight: tuple[str, ...]):
    hands.pick_up(eight[0])
    (taken,) = at_stop(hands, FARM).pickups.handled
    give_rows(hands.store, [a_line("l1", 361, events=[taken.event_id, "elsewhere"])])
    shown = why.load(reading(hands, line_key="l1"))
    assert shown is not None
    assert shown.explanation is not None
    assert shown.explanation.steps
    assert [(proof.place_name, proof.crates) for proof in shown.proofs] == [("Ferme des Ajoncs", 1)]
    assert shown.proofs_elsewhere == 1


def test_a_line_of_a_kind_this_program_does_not_know_still_shows_its_amount(hands: Hands):
    give_rows(hands.store, [a_line("l1", 361, what="by_drone")])
    shown = why.load(reading(hands, line_key="l1"))
    assert shown is not None
    assert shown.explanation is None
    assert shown.line.amount_cents == 361


def test_a_line_that_is_gone_is_gone(hands: Hands):
    assert why.load(reading(hands, line_key="nothing")) is None
