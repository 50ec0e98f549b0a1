"""What a round cost, at the co-op's own rates."""

import json

import pytest

from shared.commission.round_cost import CostRates, cost_of_round, read_cost_rates, write_cost_rates

RATES = CostRates(5_290, 1_200, "barème kilométrique 2025, 5 CV")


def test_kilometres_hours_and_costs_make_the_cost():
    cost = cost_of_round(61_400, 185, 1_250, RATES)
    # 61.4 km at 52.90 for a hundred: 32.4806; 3 h 05 at 12.00: 37.00.
    assert (cost.distance_cents, cost.time_cents, cost.fees_cents) == (3_248, 3_700, 1_250)
    assert cost.total_cents == 8_198


def test_half_a_cent_is_rounded_away_from_zero():
    assert cost_of_round(50_000, 0, 0, CostRates(1)).distance_cents == 1


def test_rates_are_read_as_they_are_written():
    assert read_cost_rates(json.dumps(write_cost_rates(RATES))) == RATES


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"cents_per_100_km": "12"}', '{"cents_per_100_km": -1}', '{"cents_per_100_km": true}',
     '{"cents_per_100_km": 1, "cents_per_hour": 1.5}', '{"cents_per_100_km": 1, "method": 3}'],
)  # fmt: skip
def test_hostile_rates_are_none(text: str):
    assert read_cost_rates(text) is None
