"""A month of four rounds and forty points: each amount here was worked out with pen and paper.

The tariff: 5 % of the turnover for a direct way, 1 % for the keeper, 0.10 for each crate, at most 100.00 for
a helper's round.
"""

from collections import defaultdict

import pytest

from shared.commission.line_values import LineKind
from shared.commission.tariff import PercentRates
from sync_server.commission.settled import lines_of_settlement
from sync_server.ledger.queries import balances, sum_of_postings
from sync_server.settlement.statement import statement
from sync_server.settlement.statement_values import PersonStatement
from tests.sync_server.money_world import World, a_tariff, noon_ms
from tests.sync_server.settlement.conftest import Coop

# Turnover of each point's goods, and 5 % of it to the cent; a half goes away from zero.
BY_H1 = {
    57_700: 2_885, 2_999: 150, 1_010: 51, 12_345: 617, 45_050: 2_253, 8_888: 444, 101: 5, 33_330: 1_667,
    20_010: 1_001, 9_990: 500,
}  # fmt: skip
BY_H2 = {
    10_000: 500, 10_010: 501, 10_030: 502, 9_999: 500, 333: 17, 5_555: 278, 7_070: 354, 64_010: 3_201,
}  # fmt: skip
# 5 %, then what H3 and H4, who took over on the road, each get of the one crate: the odd cent is H3's.
BY_H3_AND_H4 = {
    2_020: (51, 50), 2_000: (50, 50), 6_060: (152, 151), 980: (25, 24), 10_100: (253, 252), 3_000: (75, 75),
    20: (1, 0), 40: (1, 1), 19_990: (500, 500), 19_970: (500, 499),
}  # fmt: skip
# 1 % of the first five turnovers of H1's round: 577, 29.99, 10.10, 123.45, 450.50.
KEPT_BY_K = {57_700: 577, 2_999: 30, 1_010: 10, 12_345: 123, 45_050: 451}


@pytest.fixture
def month(coop: Coop) -> Coop:
    world = coop.world
    world.tariff(
        a_tariff(
            "2", "2026-11-01", percent=PercentRates(direct=500), keeper_bp=100, flat_per_crate_cents=10,
            round_cap_cents=10_000,
        )
    )  # fmt: skip
    for person in ("P1", "P2", "P3", "P4", "H1", "H2", "H3", "H4", "K"):
        world.person(person)
    points = iter(range(1, 41))
    for n, turnover in enumerate(BY_H1):
        # K keeps the first five points; P1, whose goods they are, the sixth.
        keeper = "K" if n < len(KEPT_BY_K) else "P1" if n == len(KEPT_BY_K) else None
        carry(world, next(points), "P1", turnover, 3, "H1", "r_2026-11-06_01", keeper=keeper)
    for turnover in BY_H2:
        carry(world, next(points), "P2", turnover, 2, "H2", "r_2026-11-06_02")
    for turnover in (30_000, 40_000):
        carry(world, next(points), "H2", turnover, 2, "H2", "r_2026-11-06_02")
    for turnover in BY_H3_AND_H4:
        carry(world, next(points), "P3", turnover, 1, ["H3", "H4"], "r_2026-11-06_03")
    for n in range(10):
        carry(world, next(points), "P4", 24_000, 4, "H4", "r_2026-11-06_04", lacks_last=n < 2)
    assert next(points, None) is None
    return coop


def carry(
    world: World,
    point: int,
    producer: str,
    turnover: int,
    crates: int,
    carrier: str | list[str],
    round_id: str,
    *,
    keeper: str | None = None,
    lacks_last: bool = False,
) -> None:
    place = f"R{point:03d}"
    world.place(place, "relay", keeper)
    lot = world.consignment(producer, place, turnover, crates)
    *others, last = world.codes[lot]
    proven = others if lacks_last else [*others, last]
    world.carry(lot, carrier, crates=proven, round_id=round_id, to_place=place)
    if lacks_last:
        world.carry(lot, carrier, crates=[last], round_id=round_id, to_place=place, withheld="end_unproven")


def test_everybody_gets_what_pen_and_paper_give(month: Coop) -> None:
    closed = month.close()
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for each in lines_of_settlement(month.world.session, closed.settlement.id):
        sums[each.line.payer_id, each.line.beneficiary_id, each.line.stage_or_kind.value] += each.due_cents
    assert {key: cents for key, cents in sums.items() if cents} == {
        ("P1", "H1", "direct"): 9_573,
        ("P1", "H1", "flat_crate"): 300,
        ("P1", "K", "keeper"): 1_191,
        ("P2", "H2", "direct"): 5_853,
        ("P2", "H2", "flat_crate"): 160,
        ("P3", "H3", "direct"): 1_608,
        ("P3", "H4", "direct"): 1_602,
        ("P3", "H3", "flat_crate"): 50,
        ("P3", "H4", "flat_crate"): 50,
        # Ten times 12.00, less the quarter of two of them: 114.00. And 38 crates. The cap takes 17.80.
        ("P4", "H4", "direct"): 11_400,
        ("P4", "H4", "flat_crate"): 380,
        ("P4", "H4", "cap"): -1_780,
    }
    assert balances(month.world.session) == {
        "producer:H1": 9_873,
        "producer:H2": 6_013,
        "producer:H3": 1_658,
        "producer:H4": 11_652,
        "producer:K": 1_191,
        "producer:P1": -11_064,
        "producer:P2": -6_013,
        "producer:P3": -3_310,
        "producer:P4": -10_000,
    }
    assert sum_of_postings(month.world.session) == 0


def test_each_point_pays_its_own_figure(month: Coop) -> None:
    closed = month.close()
    by_point: dict[tuple[str, str, int], int] = defaultdict(int)
    for each in lines_of_settlement(month.world.session, closed.settlement.id):
        line = each.line
        by_point[line.stage_or_kind.value, line.beneficiary_id, line.base_cents] += each.due_cents
    direct, keeper = LineKind.DIRECT.value, LineKind.KEEPER.value
    assert {t: by_point[direct, "H1", t] for t in BY_H1} == BY_H1
    assert {t: by_point[direct, "H2", t] for t in BY_H2} == BY_H2
    shared = {t: (by_point[direct, "H3", t], by_point[direct, "H4", t]) for t in BY_H3_AND_H4}
    assert shared == BY_H3_AND_H4
    assert {t: by_point[keeper, "K", t] for t in KEPT_BY_K} == KEPT_BY_K


def test_what_is_not_proven_waits_and_is_told(month: Coop) -> None:
    told = statement(month.world.session, "H4", "2026-11", noon_ms("2026-12-02"))
    assert isinstance(told, PersonStatement)
    assert told.earned_cents == 11_652
    withheld = [line for party in told.withheld for line in party.lines]
    assert {line.line.withheld_reason for line in withheld} == {"end_unproven"}
    percent = [line.amount_cents for line in withheld if line.line.stage_or_kind is LineKind.DIRECT]
    assert percent == [300, 300]


def test_own_goods_give_no_line_and_no_cent(month: Coop) -> None:
    closed = month.close()
    lines = lines_of_settlement(month.world.session, closed.settlement.id)
    assert not any(each.line.payer_id == "H2" for each in lines)
    assert not any(each.line.payer_id == each.line.beneficiary_id for each in lines)
