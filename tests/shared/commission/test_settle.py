"""What a closing adds to what is settled already."""

from dataclasses import replace
from datetime import date

import pytest

from shared.commission.line_values import CommissionLine
from shared.commission.settle import SettledLine, difference_by_line_key
from shared.errors import RelaisError
from tests.shared.commission.facts import a_consignment, a_leg, due, legs_of, paid

CONSIGNMENT = a_consignment(57_700, crates=8)
LEGS = legs_of(CONSIGNMENT)


def lines_of(settled: tuple[SettledLine, ...]) -> list[CommissionLine]:
    return [each.line for each in settled]


def test_the_first_closing_settles_all_lines_of_its_period_and_before():
    settled = difference_by_line_key(due([CONSIGNMENT], LEGS), [], "2026-11")
    assert [(each.line.amount_cents, each.is_adjustment) for each in settled] == [(2_885, False)]


def test_closing_twice_adds_nothing():
    lines = due([CONSIGNMENT], LEGS)
    first = difference_by_line_key(lines, [], "2026-11")
    assert difference_by_line_key(lines, lines_of(first), "2026-11") == ()


def test_lines_of_a_later_period_wait_for_their_own_closing():
    december = a_leg(CONSIGNMENT, 8, day=date(2026, 12, 1))
    lines = due([CONSIGNMENT], [*LEGS[:7], december])
    assert paid(lines_of(difference_by_line_key(lines, [], "2026-11"))) == {("P1", "H", "direct"): 2_525}


def test_a_late_crate_comes_out_as_an_adjustment_with_its_events():
    first = difference_by_line_key(due([CONSIGNMENT], LEGS[:7]), [], "2026-11")
    (late,) = difference_by_line_key(due([CONSIGNMENT], LEGS), lines_of(first), "2026-12")
    assert (late.line.amount_cents, late.line.period, late.is_adjustment) == (360, "2026-11", True)
    assert late.settled_before_cents == 2_525
    assert late.causing_event_ids == ("drop-P1-R-08-H", "pickup-P1-R-08-H")


def test_a_late_leg_of_a_line_never_settled_is_an_adjustment_of_its_origin_period():
    (late,) = difference_by_line_key(due([CONSIGNMENT], LEGS), [], "2026-12")
    assert (late.is_adjustment, late.line.period) == (True, "2026-11")


def test_a_voided_line_is_taken_back_whole():
    first = difference_by_line_key(due([CONSIGNMENT], LEGS), [], "2026-11")
    (back,) = difference_by_line_key([], lines_of(first), "2026-12")
    assert (back.line.amount_cents, back.is_adjustment) == (-2_885, True)
    assert back.causing_event_ids == back.line.event_ids
    assert difference_by_line_key([], lines_of((*first, back)), "2027-01") == ()


def test_three_settlements_add_up_to_what_is_due_at_the_last():
    settled: list[CommissionLine] = []
    for period, turnover, crates in (("2026-11", 57_700, 7), ("2026-12", 55_700, 8), ("2027-01", 60_001, 8)):
        lines = due([replace(CONSIGNMENT, turnover_ttc_cents=turnover)], LEGS[:crates])
        settled += lines_of(difference_by_line_key(lines, settled, period))
        assert paid(settled) == paid(lines)


def test_two_lines_of_one_key_stop_the_closing_rather_than_lose_one():
    (line,) = due([CONSIGNMENT], LEGS)
    with pytest.raises(RelaisError, match="two-lines-one-key"):
        difference_by_line_key([line, replace(line, amount_cents=1)], [], "2026-11")


def test_a_disputed_line_does_not_move_until_the_decision():
    first = difference_by_line_key(due([CONSIGNMENT], LEGS[:7]), [], "2026-11")
    key = first[0].line.key
    now = due([CONSIGNMENT], LEGS)
    assert difference_by_line_key(now, lines_of(first), "2026-12", frozen_keys={key}) == ()
