"""The pure function against the contract's sentences, computed a second time in exact fractions."""

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given

from shared.commission.lines import compute_lines
from tests.contract.fractions_of_cents import Sums, half_away, shared_out, sums_by_rates
from tests.properties.commission_worlds import World, worlds
from tests.shared.commission.facts import a_book, a_consignment, a_tariff, legs_of


@given(world=worlds(simple=True))
def test_every_rate_comes_to_the_cents_of_the_contract(world: World) -> None:
    computed = compute_lines(world.consignments, world.legs, world.tariffs)
    assert computed.errors == ()
    sums: Sums = defaultdict(int)
    for line in computed.lines + computed.withheld:
        of = (line.period, line.payer_id, line.beneficiary_id, str(line.stage_or_kind), line.tariff_version)
        sums[*of, line.withheld_reason is None] += line.amount_cents
    by_hand = sums_by_rates(world.consignments, world.legs, world.tariffs)
    assert {key: cents for key, cents in sums.items() if cents} == by_hand


@pytest.mark.parametrize(
    ("turnover", "bp", "cents"),
    [
        *((57_700, 500, 2885), (2_999, 500, 150), (55_700, 500, 2785), (57_700, 517, 2983)),
        *((10, 500, 1), (9, 500, 0), (-10, 500, -1), (-9, 500, 0), (30, 500, 2), (2_990, 500, 150)),
        (2_989, 500, 149),
    ],
)
def test_halves_go_away_from_zero(turnover: int, bp: int, cents: int) -> None:
    lot = a_consignment(turnover)
    lines = compute_lines([lot], legs_of(lot), a_book(a_tariff(direct=bp))).lines
    assert sum(line.amount_cents for line in lines) == cents


def test_the_second_opinion_knows_the_contracts_own_figures() -> None:
    assert shared_out(2885, [1] * 8) == [361] * 5 + [360] * 3
    assert shared_out(101, [1, 1]) == [51, 50]
    pot_cents = half_away(Fraction(200_001 * 1700 * 6500, 10_000 * 10_000))
    assert shared_out(pot_cents, [100_000, 50_000, 50_001]) == [11_050, 5_525, 5_525]
    assert shared_out(pot_cents, [120_000, 40_000]) == [16_575, 5_525]
