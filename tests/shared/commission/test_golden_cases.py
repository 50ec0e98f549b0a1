"""The worked cases of the contract, to the cent."""

from dataclasses import replace

import pytest

from shared.commission.crate_cents import split_over_crates
from shared.commission.legs import CrateUnit, Stage
from shared.commission.lines import compute_lines
from shared.commission.settle import difference_by_line_key
from shared.commission.tariff import CrateWeights, Pool, PoolKey
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


def test_g1_eight_crates_carried_direct_earn_the_whole_stage_amount():
    consignment = a_consignment(57_700, crates=8)
    per_crate = split_over_crates(2_885, consignment, a_tariff())
    assert list(per_crate.values()) == [361, 361, 361, 361, 361, 360, 360, 360]
    lines = due([consignment], legs_of(consignment))
    assert paid(lines) == {("P1", "H", "direct"): 2_885}
    assert len(lines[0].crates) == 8


def test_g2_an_unproven_crate_is_withheld_with_what_it_would_pay():
    consignment = a_consignment(57_700, crates=8)
    legs = [*legs_of(consignment)[:7], unproven(consignment, 8)]
    computed = compute_lines([consignment], legs, a_book())
    assert paid(computed.lines) == {("P1", "H", "direct"): 2_525}
    assert paid(computed.withheld) == {("P1", "H", "direct"): 360}


def test_g3_half_a_cent_is_rounded_away_from_zero():
    consignment = a_consignment(2_999, crates=3)
    tariff = a_tariff(delivery=500)
    assert list(split_over_crates(150, consignment, tariff).values()) == [50, 50, 50]
    lines = due([consignment], legs_of(consignment, stage=Stage.DELIVERY), tariff)
    assert paid(lines) == {("P1", "H", "delivery"): 150}


def test_g4_two_carriers_of_one_crate_share_and_the_earlier_takes_the_odd_cent():
    consignment = a_consignment(2_020)
    lines = due([consignment], a_handover(consignment, 1, "H1", "H2"))
    assert paid(lines) == {("P1", "H1", "direct"): 51, ("P1", "H2", "direct"): 50}


def test_g5_a_producer_carrying_his_own_goods_makes_no_line_of_money():
    consignment = a_consignment(57_700, crates=8)
    computed = compute_lines([consignment], legs_of(consignment, by="P1"), a_book())
    assert (computed.lines, computed.withheld, computed.errors) == ((), (), ())


def test_g6_the_pool_takes_from_sales_and_gives_by_turnover_carried():
    p1 = a_consignment(100_000, producer="P1")
    p2 = a_consignment(50_000, crates=5, producer="P2")
    p3 = a_consignment(50_001, crates=5, producer="P3")
    legs = [
        a_leg(p1, by="H1"),
        *(a_leg(p2, crate, "H1") for crate in (1, 2)),
        *(a_leg(p2, crate, "H2") for crate in (3, 4, 5)),
        a_leg(p3, 2, "H2"),
        *(a_leg(p3, crate, "P3") for crate in (1, 3, 4, 5)),
    ]
    tariff = a_tariff(direct=0, pool=Pool(1_700, 6_500, PoolKey.TURNOVER))
    assert paid(due([p1, p2, p3], legs, tariff)) == {
        ("P1", "pool", "pool_in"): 11_050,
        ("P2", "pool", "pool_in"): 5_525,
        ("P3", "pool", "pool_in"): 5_525,
        ("pool", "H1", "pool_out"): 16_575,
        ("pool", "H2", "pool_out"): 5_525,
    }


@pytest.mark.parametrize("proven_crates", [8, 7])
def test_g7_a_refund_after_closing_comes_out_as_adjustments_of_the_origin_period(proven_crates: int):
    consignment = a_consignment(57_700, crates=8)
    legs = legs_of(consignment)[:proven_crates]
    november = difference_by_line_key(due([consignment], legs), [], "2026-11")
    refunded = replace(consignment, turnover_ttc_cents=55_700)
    december = difference_by_line_key(
        due([refunded], legs), [each.line for each in november], closing_period="2026-12"
    )
    assert [(each.line.payer_id, each.line.beneficiary_id) for each in december] == [("P1", "H")]
    assert all(each.is_adjustment and each.line.period == "2026-11" for each in december)
    full_before, full_after = 2_885, 2_785
    if proven_crates == 8:
        assert sum(each.line.amount_cents for each in december) == full_after - full_before == -100


def test_g8_the_keeper_gets_his_rate_rounded_once():
    consignment = a_consignment(57_700, crates=8, keeper_id="K")
    lines = due([consignment], legs_of(consignment, by="P1"), a_tariff(keeper_bp=517))
    assert paid(lines) == {("P1", "K", "keeper"): 2_983}


def test_grams_share_an_amount_only_when_every_crate_is_weighed():
    tariff = a_tariff(crate_weights=CrateWeights.GRAMS)
    weighed = a_consignment(2_000, crates=3, weights=(1_000, 3_000, 6_000))
    assert list(split_over_crates(100, weighed, tariff).values()) == [10, 30, 60]
    one_unknown = replace(weighed, crates=(*weighed.crates[:2], CrateUnit(weighed.crates[2].code)))
    assert list(split_over_crates(100, one_unknown, tariff).values()) == [34, 33, 33]
