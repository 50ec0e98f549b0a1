"""Discrepancies: each thing that cannot be is told once, under a key that stays the same."""

from typing import Any

from shared.custody.chain import Movement, fold_chain
from shared.custody.discrepancies import (
    FACTS_A_DAY_MAX,
    CratePlan,
    Discrepancy,
    DiscrepancyKind,
    discrepancies_of_crate,
    discrepancies_of_fact,
    too_many_facts,
)
from shared.custody.effective_time import EffectiveTime, TimeSource
from shared.custody.events import ClockMark, Fact, Kind
from shared.network import TemperatureClass

PLAN = CratePlan("R014", frozenset({"R100", "R014"}), (("r_1", "F001", "R100"), ("r_1", "R100", "R014")))


def moves(*steps: tuple[str, Kind, str]) -> list[Movement]:
    return [
        Movement(f"e{n}", kind, actor, n * 1000, place, "r_1")
        for n, (actor, kind, place) in enumerate(steps, start=1)
    ]


def kinds(movements: list[Movement], plan: CratePlan | None = PLAN) -> list[DiscrepancyKind]:
    return [each.kind for each in discrepancies_of_crate("A", fold_chain(movements), plan)]


def test_a_crate_that_arrived_has_no_discrepancy():
    assert (
        kinds(
            moves(
                ("a", Kind.PICKUP, "F001"),
                ("a", Kind.DROP, "R100"),
                ("b", Kind.PICKUP, "R100"),
                ("b", Kind.DROP, "R014"),
            )
        )
        == []
    )


def test_only_the_first_missed_move_is_told():
    assert kinds([]) == [DiscrepancyKind.NOT_PICKED]
    assert kinds(moves(("a", Kind.PICKUP, "F001"))) == [DiscrepancyKind.NOT_DROPPED]
    assert kinds(moves(("a", Kind.PICKUP, "F001"), ("a", Kind.DROP, "R100"))) == [DiscrepancyKind.NOT_PICKED]


def test_a_drop_at_a_place_of_no_plan_is_a_wrong_place_and_blocks():
    found = discrepancies_of_crate(
        "A", fold_chain(moves(("a", Kind.PICKUP, "F001"), ("a", Kind.DROP, "R099"))), PLAN
    )
    assert (found[0].kind, found[0].is_blocking, found[0].place_id) == (
        DiscrepancyKind.WRONG_PLACE,
        True,
        "R099",
    )


def test_a_crate_of_no_plan_is_unknown():
    assert kinds(moves(("a", Kind.DROP, "R014")), None) == [
        DiscrepancyKind.DROP_WITHOUT_PICKUP,
        DiscrepancyKind.UNKNOWN_CRATE,
    ]


def told_alone(fact_fields: dict[str, Any], source: TimeSource, at_ms: int = 0) -> list[DiscrepancyKind]:
    fact = Fact("e1", Kind.DROP, "a", "d", "1", ClockMark(0, 0, "b"), 1, **fact_fields)
    found = discrepancies_of_fact(fact, EffectiveTime(at_ms, source), 0, [TemperatureClass.CHILLED_4])
    return [each.kind for each in found]


def test_a_phone_that_recorded_more_than_anybody_does_is_told_once_a_day_and_withholds_nothing():
    assert too_many_facts("d_7", "2026-11-06", 5, FACTS_A_DAY_MAX) is None
    found = too_many_facts("d_7", "2026-11-06", 5, FACTS_A_DAY_MAX + 1)
    assert found == Discrepancy(DiscrepancyKind.TOO_MANY_FACTS, "too_many_facts:d_7:2026-11-06", at_ms=5)
    assert found is not None
    assert not found.is_blocking


def test_a_doubtful_clock_a_far_future_hot_cheese_and_a_mountain_of_crates_are_told():
    many = tuple(f"C{n}" for n in range(61))
    assert told_alone({"crates": many, "data": {"temp_dc": 41}}, TimeSource.CLAMPED, 25 * 3_600_000) == [
        DiscrepancyKind.CLOCK_DOUBT,
        DiscrepancyKind.FAR_FUTURE,
        DiscrepancyKind.TOO_MANY_CRATES,
        DiscrepancyKind.COLD_CHAIN,
    ]
    assert told_alone({"crates": ("C1",), "data": {"temp_dc": 40}}, TimeSource.WALL) == []
