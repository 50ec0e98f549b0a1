"""Who is paid what for which crates: rules 1 to 5, and what is an error."""

from dataclasses import replace
from datetime import date

import pytest

from shared.commission.keepers import KeeperBook
from shared.commission.legs import Stage, WithheldReason
from shared.commission.line_values import CommissionErrorCode
from shared.commission.lines import compute_lines
from shared.commission.tariff import HandoverSplit, TurnoverBase
from shared.errors import RelaisError
from tests.shared.commission.facts import (
    FRIDAY,
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


def test_a_line_names_its_payer_its_crates_its_events_and_its_tariff():
    consignment = a_consignment(10_000, crates=2)
    (line,) = due([consignment], legs_of(consignment))
    assert (line.period, line.payer_id, line.beneficiary_id) == ("2026-11", "P1", "H")
    assert (line.consignment_id, line.round_id, line.tariff_version) == ("c_2026-11-06_P1_R", "r-H", "v1")
    assert (line.base_cents, line.rate_bp, line.amount_cents) == (10_000, 500, 500)
    assert line.crates == ("P1-R-01", "P1-R-02")
    assert line.event_ids == ("drop-P1-R-01-H", "drop-P1-R-02-H", "pickup-P1-R-01-H", "pickup-P1-R-02-H")


def test_each_stage_pays_its_own_rate():
    consignment = a_consignment(10_000)
    legs = [
        a_leg(consignment, by="A", stage=Stage.COLLECTION, stage_index=0),
        a_leg(consignment, by="B", stage=Stage.TRANSFER, stage_index=1),
        a_leg(consignment, by="C", stage=Stage.DELIVERY, stage_index=2),
    ]
    assert paid(due([consignment], legs)) == {
        ("P1", "A", "collection"): 200,
        ("P1", "B", "transfer"): 100,
        ("P1", "C", "delivery"): 300,
    }


def test_two_helpers_with_some_crates_each_are_paid_by_crate():
    consignment = a_consignment(57_700, crates=8)
    legs = [a_leg(consignment, crate, "A" if crate <= 3 else "B") for crate in range(1, 9)]
    assert paid(due([consignment], legs)) == {
        ("P1", "A", "direct"): 3 * 361,
        ("P1", "B", "direct"): 2 * 361 + 3 * 360,
    }


def test_a_split_by_distance_follows_the_kilometres_when_all_are_known():
    consignment = a_consignment(2_000)
    tariff = a_tariff(handover_split=HandoverSplit.DISTANCE)
    known = a_handover(consignment, 1, "A", "B", distances=(1_000, 3_000))
    assert paid(due([consignment], known, tariff)) == {("P1", "A", "direct"): 25, ("P1", "B", "direct"): 75}
    unknown = a_handover(consignment, 1, "A", "B", distances=(1_000, None))
    assert paid(due([consignment], unknown, tariff)) == {("P1", "A", "direct"): 50, ("P1", "B", "direct"): 50}


def test_the_part_of_a_producer_who_carried_his_own_goods_is_not_due():
    consignment = a_consignment(2_020)
    legs = a_handover(consignment, 1, "P1", "H")
    assert paid(due([consignment], legs)) == {("P1", "H", "direct"): 50}


def test_a_carrier_who_takes_a_crate_back_is_paid_for_both_his_legs():
    consignment = a_consignment(2_000)
    legs = a_handover(consignment, 1, "A", "B", "A")
    assert paid(due([consignment], legs)) == {("P1", "A", "direct"): 34 + 33, ("P1", "B", "direct"): 33}


def test_an_unproven_leg_is_withheld_with_its_reason_and_never_paid():
    consignment = a_consignment(10_000)
    leg = replace(a_leg(consignment), proven=False, withheld_reason=WithheldReason.START_UNPROVEN)
    computed = compute_lines([consignment], [leg], a_book())
    assert computed.lines == ()
    (line,) = computed.withheld
    assert (line.withheld_reason, line.amount_cents) == (WithheldReason.START_UNPROVEN, 500)


def test_crates_withheld_for_different_reasons_are_different_lines():
    consignment = a_consignment(10_000, crates=2)
    legs = [
        unproven(consignment, 1),
        replace(unproven(consignment, 2), withheld_reason=WithheldReason.DISCREPANCY),
    ]
    withheld = compute_lines([consignment], legs, a_book()).withheld
    assert len({line.key for line in withheld}) == 2


def test_legs_that_end_in_two_months_make_lines_of_two_periods():
    consignment = a_consignment(10_000, crates=2, day=date(2026, 10, 31))
    legs = [
        a_leg(consignment, 1, ended=at_ms(date(2026, 10, 31), 20)),
        a_leg(consignment, 2, ended=at_ms(date(2026, 10, 31), 23, 30)),
    ]
    assert [line.period for line in due([consignment], legs)] == ["2026-10", "2026-11"]


def test_each_leg_is_paid_by_the_tariff_of_the_day_it_ended():
    consignment = a_consignment(10_000, crates=2, day=date(2026, 11, 30))
    legs = [a_leg(consignment, 1, day=date(2026, 11, 30)), a_leg(consignment, 2, day=date(2026, 12, 1))]
    raised = a_tariff(version="v2", valid_from=date(2026, 12, 1), direct=600)
    lines = due([consignment], legs, a_tariff(), raised)
    assert [(line.tariff_version, line.amount_cents) for line in lines] == [("v1", 250), ("v2", 300)]


def test_the_keeper_is_paid_for_the_crates_that_came_to_his_place():
    consignment = a_consignment(10_000, crates=3, keeper_id="K")
    legs = [a_leg(consignment, 1), a_leg(consignment, 2), unproven(consignment, 3)]
    computed = compute_lines([consignment], legs, a_book(a_tariff(direct=0, keeper_bp=50)))
    assert paid(computed.lines) == {("P1", "K", "keeper"): 34}
    assert paid(computed.withheld) == {("P1", "K", "keeper"): 16}


def test_a_keeper_is_paid_once_for_a_crate_whoever_shared_the_way():
    consignment = a_consignment(10_000, keeper_id="K")
    legs = a_handover(consignment, 1, "A", "B")
    assert paid(due([consignment], legs, a_tariff(direct=0, keeper_bp=50))) == {("P1", "K", "keeper"): 50}


def test_a_keeper_is_paid_once_even_when_a_crate_came_twice():
    consignment = a_consignment(10_000, keeper_id="K")
    legs = [
        a_leg(consignment, stage=Stage.DELIVERY, stage_index=1),
        a_leg(consignment, stage=Stage.DELIVERY, stage_index=3, by="H2"),
    ]
    assert paid(due([consignment], legs, a_tariff(delivery=0, keeper_bp=50))) == {("P1", "K", "keeper"): 50}


def test_a_producer_who_keeps_the_point_pays_himself_nothing():
    consignment = a_consignment(10_000, keeper_id="P1")
    assert due([consignment], legs_of(consignment), a_tariff(direct=0, keeper_bp=50)) == ()


def test_a_crate_left_at_a_fallback_point_pays_the_keeper_of_that_point():
    consignment = a_consignment(10_000, keeper_id="K")
    leg = replace(a_leg(consignment), to_place_id="R9")
    tariffs = a_book(a_tariff(direct=0, keeper_bp=50))
    assert paid(compute_lines([consignment], [leg], tariffs, KeeperBook({"R9": "K9"})).lines) == {
        ("P1", "K9", "keeper"): 50
    }
    assert compute_lines([consignment], [leg], tariffs).lines == ()


def test_a_crate_at_a_hub_pays_no_keeper():
    consignment = a_consignment(10_000, keeper_id="K")
    legs = legs_of(consignment, stage=Stage.COLLECTION)
    assert due([consignment], legs, a_tariff(collection=0, keeper_bp=50)) == ()


def test_a_leg_without_a_tariff_in_force_is_an_error_and_not_a_zero():
    consignment = a_consignment(10_000, crates=2)
    tariff = a_tariff(valid_from=date(2026, 12, 1))
    computed = compute_lines([consignment], legs_of(consignment), a_book(tariff))
    assert (computed.lines, computed.withheld) == ((), ())
    (error,) = computed.errors
    assert error.code is CommissionErrorCode.NO_TARIFF
    assert (error.consignment_id, error.stage, error.local_date) == (consignment.id, Stage.DIRECT, FRIDAY)
    assert error.crates == ("P1-R-01", "P1-R-02")


def test_a_leg_of_a_consignment_nobody_imported_is_an_error():
    computed = compute_lines([], legs_of(a_consignment(10_000)), a_book())
    assert [error.code for error in computed.errors] == [CommissionErrorCode.UNKNOWN_CONSIGNMENT]


def test_a_leg_of_a_crate_that_is_not_of_the_consignment_is_an_error():
    consignment = a_consignment(10_000)
    leg = replace(a_leg(consignment), crate="ELSE")
    computed = compute_lines([consignment], [leg], a_book())
    assert [error.code for error in computed.errors] == [CommissionErrorCode.UNBOUND_CRATE]


def test_a_tariff_on_untaxed_turnover_uses_it_and_misses_it_aloud():
    tariff = a_tariff(base=TurnoverBase.HT)
    given = a_consignment(10_550, turnover_ht_cents=10_000)
    assert paid(due([given], legs_of(given), tariff)) == {("P1", "H", "direct"): 500}
    absent = a_consignment(10_550)
    computed = compute_lines([absent], legs_of(absent), a_book(tariff))
    assert [error.code for error in computed.errors] == [CommissionErrorCode.NO_UNTAXED_TURNOVER]


def test_crates_without_a_code_keep_their_part_and_are_told():
    consignment = a_consignment(10_000, crates=2, unlabelled_count=1)
    computed = compute_lines([consignment], legs_of(consignment), a_book())
    assert paid(computed.lines) == {("P1", "H", "direct"): 167 + 167}
    (part,) = computed.unlabelled
    assert (part.crate_count, part.crate_count_total, part.turnover_ttc_cents) == (1, 3, 3_333)


def test_a_consignment_without_any_crate_is_unlabelled_as_a_whole():
    consignment = a_consignment(10_000, crates=0)
    (part,) = compute_lines([consignment], [], a_book()).unlabelled
    assert (part.crate_count_total, part.turnover_ttc_cents) == (0, 10_000)


def test_a_refund_larger_than_the_sales_takes_back_with_the_same_rounding():
    consignment = a_consignment(-2_999, crates=3)
    assert paid(due([consignment], legs_of(consignment))) == {("P1", "H", "direct"): -150}
    two = legs_of(consignment)[:2]
    assert paid(due([consignment], two)) == {("P1", "H", "direct"): -100}


def test_lines_of_zero_cents_are_not_made():
    consignment = a_consignment(5)
    assert due([consignment], legs_of(consignment)) == ()


def test_the_separator_in_an_identifier_cannot_make_two_keys_alike():
    consignment = a_consignment(10_000)
    (line,) = due([consignment], legs_of(consignment))
    odd = replace(line, payer_id="P1|H", beneficiary_id="X")
    even = replace(line, payer_id="P1", beneficiary_id="H|X")
    assert odd.key != even.key


def test_a_crate_transferred_twice_pays_each_transfer_in_a_line_of_its_own():
    consignment = a_consignment(10_000, crates=2)
    legs = [
        *legs_of(consignment, stage=Stage.TRANSFER, stage_index=1),
        *legs_of(consignment, stage=Stage.TRANSFER, stage_index=2),
    ]
    lines = due([consignment], legs, a_tariff(transfer=101, flat_per_crate_cents=0))
    assert [(line.detail, line.amount_cents) for line in lines] == [("2", 101), ("", 101)]


def test_one_consignment_given_with_two_turnovers_stops_the_computation():
    consignment = a_consignment(10_000)
    with pytest.raises(RelaisError, match="consignment-given-twice"):
        compute_lines([consignment, replace(consignment, turnover_ttc_cents=1)], [], a_book())
