"""Rule 8: the pool."""

from dataclasses import replace
from datetime import date
from typing import Any

from shared.commission.legs import CrateUnit, Stage
from shared.commission.line_values import CommissionErrorCode, CommissionLine
from shared.commission.lines import compute_lines
from shared.commission.tariff import Pool, PoolKey, Tariff, TurnoverBase
from tests.shared.commission.facts import (
    a_book,
    a_consignment,
    a_handover,
    a_leg,
    a_tariff,
    due,
    legs_of,
    paid,
    unproven,
)

P1 = a_consignment(60_000, crates=3, producer="P1", weights=(1_000, 1_000, 4_000))
P2 = a_consignment(40_000, crates=1, producer="P2", weights=(2_000,))
LEGS = [a_leg(P1, 1, "A"), a_leg(P1, 2, "A"), a_leg(P1, 3, "B"), a_leg(P2, 1, "B")]


def pooling(key: PoolKey, **changes: Any) -> Tariff:
    """A tariff whose pot is a tenth of the sales and that pays nothing else."""
    return a_tariff(collection=0, direct=0, pool=Pool(2_000, 5_000, key), **changes)


def received(lines: tuple[CommissionLine, ...]) -> dict[str, int]:
    return {line.beneficiary_id: line.amount_cents for line in lines if line.payer_id == "pool"}


def test_the_pot_is_a_part_of_the_sales_and_is_given_whole():
    lines = due([P1, P2], LEGS, pooling(PoolKey.TURNOVER))
    assert paid(lines) == {
        ("P1", "pool", "pool_in"): 6_000,
        ("P2", "pool", "pool_in"): 4_000,
        ("pool", "A", "pool_out"): 4_000,
        ("pool", "B", "pool_out"): 6_000,
    }


def test_the_key_decides_what_is_counted():
    assert received(due([P1, P2], LEGS, pooling(PoolKey.CRATES))) == {"A": 5_000, "B": 5_000}
    assert received(due([P1, P2], LEGS, pooling(PoolKey.GRAMS))) == {"A": 2_500, "B": 7_500}
    # A: one farm, one relay; B: two farms, one relay.
    assert received(due([P1, P2], LEGS, pooling(PoolKey.STOPS))) == {"A": 4_000, "B": 6_000}


def test_one_unknown_weight_makes_crates_count_instead_of_grams():
    unweighed = replace(P2, crates=(CrateUnit(P2.crates[0].code),))
    assert received(due([P1, unweighed], LEGS, pooling(PoolKey.GRAMS))) == {"A": 5_000, "B": 5_000}


def test_a_handed_over_crate_counts_for_each_carriers_part():
    legs = a_handover(P2, 1, "A", "B")
    assert received(due([P2], legs, pooling(PoolKey.CRATES))) == {"A": 2_000, "B": 2_000}
    with_producer = a_handover(P2, 1, "P2", "B")
    legs = [*with_producer, a_leg(P1, 1, "A")]
    shares = received(due([P1, P2], legs, pooling(PoolKey.CRATES)))
    # Half a crate against a whole one.
    assert shares == {"A": 6_667, "B": 3_333}


def test_own_goods_and_unproven_legs_count_for_nothing():
    legs = [a_leg(P1, 1, "A"), unproven(P1, 2, "B"), a_leg(P2, 1, "P2")]
    assert received(due([P1, P2], legs, pooling(PoolKey.CRATES))) == {"A": 10_000}


def test_every_line_of_the_pool_lists_events_even_for_a_producer_nobody_carried_for():
    lines = due([P1, P2], [a_leg(P1, 1, "A")], pooling(PoolKey.CRATES))
    assert all(line.event_ids for line in lines)


def test_a_pot_nobody_carried_for_is_an_error_and_takes_from_nobody():
    computed = compute_lines([P1], [], a_book(pooling(PoolKey.CRATES)))
    assert computed.lines == ()
    assert [error.code for error in computed.errors] == [CommissionErrorCode.POOL_WITHOUT_CARRIER]


def test_sales_without_untaxed_turnover_are_an_error():
    tariff = pooling(PoolKey.CRATES, base=TurnoverBase.HT)
    computed = compute_lines([P1], [], a_book(tariff))
    assert [error.code for error in computed.errors] == [CommissionErrorCode.NO_UNTAXED_TURNOVER]


def test_a_producer_with_more_refunds_than_sales_pays_nothing_into_the_pot():
    refunded = replace(P2, turnover_ttc_cents=-10_000)
    lines = due([P1, refunded], LEGS, pooling(PoolKey.CRATES))
    assert {line.payer_id: line.amount_cents for line in lines if line.beneficiary_id == "pool"} == {
        "P1": 5_000
    }


def test_each_month_has_its_own_pot():
    december = a_consignment(30_000, producer="P1", day=date(2026, 12, 4))
    lines = due(
        [P1, P2, december], [*LEGS, *legs_of(december, "A", day=date(2026, 12, 4))], pooling(PoolKey.CRATES)
    )
    out = {(line.period, line.beneficiary_id): line.amount_cents for line in lines if line.payer_id == "pool"}
    assert out == {("2026-11", "A"): 5_000, ("2026-11", "B"): 5_000, ("2026-12", "A"): 3_000}


def test_both_stages_of_a_crate_count():
    legs = [a_leg(P2, 1, "A", stage=Stage.COLLECTION), a_leg(P2, 1, "B", stage=Stage.DELIVERY, stage_index=1)]
    tariff = pooling(PoolKey.CRATES, delivery=0)
    assert received(due([P2], legs, tariff)) == {"A": 2_000, "B": 2_000}
