"""Rules 6 and 7: flat amounts, and the floor and cap of a round."""

from dataclasses import replace
from datetime import date

from shared.commission.legs import Stage
from shared.commission.lines import compute_lines
from tests.shared.commission.facts import (
    a_book,
    a_consignment,
    a_handover,
    a_leg,
    a_tariff,
    at_ms,
    due,
    legs_of,
    paid,
    unproven,
)

NO_RATES = {"collection": 0, "transfer": 0, "delivery": 0, "direct": 0}


def test_each_crate_carried_for_another_pays_its_flat_amount():
    theirs, own = a_consignment(10_000, crates=3), a_consignment(10_000, crates=2, producer="H")
    legs = [*legs_of(theirs)[:2], unproven(theirs, 3), *legs_of(own)]
    computed = compute_lines([theirs, own], legs, a_book(a_tariff(**NO_RATES, flat_per_crate_cents=40)))
    assert paid(computed.lines) == {("P1", "H", "flat_crate"): 80}
    assert paid(computed.withheld) == {("P1", "H", "flat_crate"): 40}


def test_the_flat_amount_of_a_handed_over_crate_is_shared_by_its_carriers():
    consignment = a_consignment(10_000)
    legs = a_handover(consignment, 1, "A", "B", "P1")
    lines = due([consignment], legs, a_tariff(**NO_RATES, flat_per_crate_cents=40))
    # The producer carried the last third of his own crate: that part is not due.
    assert paid(lines) == {("P1", "A", "flat_crate"): 14, ("P1", "B", "flat_crate"): 13}


def test_a_stop_is_shared_by_the_producers_assisted_there_by_their_turnover():
    p1, p2 = a_consignment(30_000, crates=2, producer="P1"), a_consignment(10_000, crates=2, producer="P2")
    legs = [*legs_of(p1, stage=Stage.DELIVERY), *legs_of(p2, stage=Stage.DELIVERY)]
    lines = due([p1, p2], legs, a_tariff(**NO_RATES, flat_per_stop_cents=201))
    by_stop = {(line.payer_id, line.detail): line.amount_cents for line in lines}
    assert by_stop == {("P1", "HUB"): 151, ("P1", "R"): 151, ("P2", "HUB"): 50, ("P2", "R"): 50}


def test_a_stop_with_own_crates_only_pays_nothing():
    own = a_consignment(10_000, crates=2, producer="H")
    assert due([own], legs_of(own), a_tariff(**NO_RATES, flat_per_stop_cents=200)) == ()


def test_a_handover_on_the_way_is_no_stop():
    consignment = a_consignment(10_000)
    legs = a_handover(consignment, 1, "A", "B")
    lines = due([consignment], legs, a_tariff(**NO_RATES, flat_per_stop_cents=200))
    assert {(line.beneficiary_id, line.detail) for line in lines} == {("A", "F-P1"), ("B", "R")}


def test_a_stop_is_paid_once_even_when_its_legs_end_in_two_months():
    p1 = a_consignment(10_000, crates=2)
    legs = [
        a_leg(p1, 1, ended=at_ms(date(2026, 10, 31), 22)),
        replace(a_leg(p1, 2, ended=at_ms(date(2026, 10, 31), 23, 30)), to_place_id="R2"),
    ]
    lines = due([p1], legs, a_tariff(**NO_RATES, flat_per_stop_cents=200))
    told = sorted((line.detail, line.period, line.amount_cents) for line in lines)
    assert told == [("F-P1", "2026-10", 200), ("R", "2026-10", 200), ("R2", "2026-11", 200)]


def test_a_stop_without_any_proven_leg_is_withheld_whole():
    p1 = a_consignment(10_000, crates=2)
    computed = compute_lines(
        [p1], [unproven(p1, 1), unproven(p1, 2)], a_book(a_tariff(**NO_RATES, flat_per_stop_cents=200))
    )
    assert computed.lines == ()
    assert paid(computed.withheld) == {("P1", "H", "flat_stop"): 400}


def test_legs_outside_any_round_share_a_stop_when_it_is_the_same_day():
    p1 = a_consignment(10_000, crates=3)
    legs = [
        replace(a_leg(p1, 1), round_id=None),
        replace(a_leg(p1, 2), round_id=None),
        replace(a_leg(p1, 3, day=date(2026, 11, 7)), round_id=None),
    ]
    lines = due([p1], legs, a_tariff(**NO_RATES, flat_per_stop_cents=200))
    assert [line.detail for line in lines if line.detail.startswith("R")] == ["R 2026-11-06", "R 2026-11-07"]


def test_a_floor_adds_one_line_paid_by_the_network():
    consignment = a_consignment(10_000)
    lines = due([consignment], legs_of(consignment), a_tariff(round_floor_cents=1_200))
    assert paid(lines) == {("P1", "H", "direct"): 500, ("network", "H", "floor"): 700}
    (floor,) = [line for line in lines if line.payer_id == "network"]
    assert (floor.round_id, floor.base_cents) == ("r-H", 500)
    assert floor.event_ids == ("drop-P1-R-01-H", "pickup-P1-R-01-H")


def test_a_floor_looks_at_each_round_and_not_at_the_keepers_share():
    consignment = a_consignment(10_000, keeper_id="H")
    tariff = a_tariff(round_floor_cents=500, keeper_bp=100)
    assert paid(due([consignment], legs_of(consignment), tariff)) == {
        ("P1", "H", "direct"): 500,
        ("P1", "H", "keeper"): 100,
    }


def test_a_round_without_anything_for_others_has_no_floor():
    own = a_consignment(10_000, producer="H")
    assert due([own], legs_of(own), a_tariff(round_floor_cents=1_200)) == ()


def test_a_cap_scales_the_lines_down_to_the_cent():
    p1, p2 = a_consignment(20_000, producer="P1"), a_consignment(10_000, producer="P2")
    lines = due([p1, p2], [*legs_of(p1), *legs_of(p2)], a_tariff(round_cap_cents=1_000))
    assert paid(lines) == {
        ("P1", "H", "direct"): 1_000,
        ("P2", "H", "direct"): 500,
        ("P1", "H", "cap"): -333,
        ("P2", "H", "cap"): -167,
    }
    assert sum(line.amount_cents for line in lines) == 1_000


def test_a_cap_of_zero_leaves_nothing_and_owes_nothing():
    consignment = a_consignment(20_000)
    lines = due([consignment], legs_of(consignment), a_tariff(round_cap_cents=0))
    assert sum(line.amount_cents for line in lines) == 0


def test_a_cap_leaves_the_lines_of_refunds_whole():
    p1, p2 = a_consignment(20_000, producer="P1"), a_consignment(-2_000, producer="P2")
    lines = due([p1, p2], [*legs_of(p1), *legs_of(p2)], a_tariff(round_cap_cents=500))
    assert paid(lines) == {
        ("P1", "H", "direct"): 1_000,
        ("P1", "H", "cap"): -400,
        ("P2", "H", "direct"): -100,
    }


def test_a_round_over_midnight_of_a_new_month_is_capped_once():
    consignment = a_consignment(20_000, crates=2, day=date(2026, 10, 31))
    legs = [
        a_leg(consignment, 1, ended=at_ms(date(2026, 10, 31), 20)),
        a_leg(consignment, 2, ended=at_ms(date(2026, 10, 31), 23, 30)),
    ]
    lines = due([consignment], legs, a_tariff(round_cap_cents=501))
    assert sum(line.amount_cents for line in lines) == 501
    assert {line.period for line in lines} == {"2026-10", "2026-11"}
