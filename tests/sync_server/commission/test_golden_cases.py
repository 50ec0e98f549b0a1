"""The worked cases of the rules, through the real database."""

from shared.commission.tariff import PercentRates
from sync_server.commission.compute import lines_with_evidence, value_all
from sync_server.commission.grouped import LineSum
from tests.sync_server.money_world import World, a_tariff

DIRECT_500 = a_tariff(percent=PercentRates(direct=500, delivery=500))


def paid(lines: tuple[LineSum, ...]) -> dict[tuple[str, str], int]:
    return {(line.payer_id, line.beneficiary_id): line.amount_cents for line in lines}


def test_g1_full_carriage_pays_exactly_the_rate(world: World) -> None:
    world.tariff(DIRECT_500)
    world.carry(world.consignment("P1", "R001", 57_700, 8), "H")
    valuation = value_all(world.session)
    assert paid(valuation.lines) == {("P1", "H"): 2_885}
    assert valuation.withheld == ()
    (line,) = lines_with_evidence(world.session, valuation.lines)
    assert len(line.crates) == 8
    assert len(line.event_ids) == 2
    assert line.tariff_version == "1"


def test_g2_an_unproven_crate_withholds_its_own_cents_only(world: World) -> None:
    world.tariff(DIRECT_500)
    lot = world.consignment("P1", "R001", 57_700, 8)
    *seven, last = world.codes[lot]
    world.carry(lot, "H", crates=seven)
    world.carry(lot, "H", crates=[last], withheld="start_unproven")
    valuation = value_all(world.session)
    assert paid(valuation.lines) == {("P1", "H"): 2_525}
    assert paid(valuation.withheld) == {("P1", "H"): 360}
    assert valuation.withheld[0].withheld_reason == "start_unproven"


def test_g3_a_half_cent_rounds_away_from_zero(world: World) -> None:
    world.tariff(DIRECT_500)
    world.carry(world.consignment("P1", "R001", 2_999, 3), "H", "delivery")
    assert paid(value_all(world.session).lines) == {("P1", "H"): 150}


def test_g4_a_handover_shares_a_crate_and_the_odd_cent_goes_to_the_first(world: World) -> None:
    world.tariff(DIRECT_500)
    world.carry(world.consignment("P1", "R001", 2_020, 1), ["H1", "H2"])
    assert paid(value_all(world.session).lines) == {("P1", "H1"): 51, ("P1", "H2"): 50}


def test_g5_nobody_is_paid_for_his_own_goods(world: World) -> None:
    world.tariff(DIRECT_500)
    world.carry(world.consignment("P1", "R001", 57_700, 8), "P1")
    assert value_all(world.session).lines == ()


def test_g8_the_keeper_of_the_relay_point_gets_his_rate(world: World) -> None:
    world.tariff(a_tariff(keeper_bp=517))
    world.place("R001", "relay", keeper="K")
    world.carry(world.consignment("P1", "R001", 57_700, 8), "H")
    assert paid(value_all(world.session).lines) == {("P1", "K"): 2_983}


def test_a_leg_without_a_tariff_in_force_is_an_error_and_not_a_zero(world: World) -> None:
    world.tariff(a_tariff(valid_from="2026-12-01", percent=PercentRates(direct=500)))
    lot = world.consignment("P1", "R001", 57_700, 2)
    world.carry(lot, "H")
    (error,) = value_all(world.session).errors
    assert error.code == "no_tariff"
    assert error.consignment_id == lot
    assert set(error.crates) == set(world.codes[lot])
