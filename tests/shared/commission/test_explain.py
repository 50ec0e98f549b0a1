"""Why a line has its amount, step by step and crate by crate."""

from dataclasses import replace

import pytest

from shared.commission.explain import explain
from shared.commission.explain_values import (
    AdjustmentStep,
    CarriersStep,
    CrateSplitStep,
    CratesStep,
    RateStep,
    Rounding,
    WithheldStep,
)
from shared.commission.legs import Stage
from shared.commission.line_json import line_from_json, line_to_json
from shared.commission.lines import compute_lines
from shared.commission.settle import difference_by_line_key
from shared.commission.tariff import CrateWeights
from tests.shared.commission.facts import (
    a_book,
    a_consignment,
    a_handover,
    a_leg,
    a_tariff,
    due,
    legs_of,
    unproven,
)

EIGHT = a_consignment(57_700, crates=8)
SEVEN_PROVEN = [*legs_of(EIGHT)[:7], unproven(EIGHT, 8)]


def test_full_carriage_is_one_step():
    (line,) = due([EIGHT], legs_of(EIGHT))
    (step,) = explain(line, a_tariff()).steps
    assert isinstance(step, RateStep)
    assert (step.turnover_cents, step.rate_bp, step.amount_cents) == (57_700, 500, 2_885)
    assert step.rounding is Rounding.EXACT


def test_rounding_is_told_with_the_exact_product():
    consignment = a_consignment(2_999, crates=3)
    (line,) = due([consignment], legs_of(consignment, stage=Stage.DELIVERY), a_tariff(delivery=500))
    (step,) = explain(line).steps
    assert isinstance(step, RateStep)
    assert (step.exact_e4, step.amount_cents, step.rounding) == (1_499_500, 150, Rounding.UP)


def test_a_part_of_the_crates_tells_the_split_and_the_crates():
    (line,) = due([EIGHT], SEVEN_PROVEN)
    rate, split, crates = explain(line).steps
    assert isinstance(rate, RateStep)
    assert split == CrateSplitStep(2_885, 8, CrateWeights.EQUAL, 360, 361, 5)
    assert crates == CratesStep(7, 8, 2_525)


def test_each_crate_is_told_with_its_cents_and_its_events_when_the_legs_are_known():
    (line,) = due([EIGHT], SEVEN_PROVEN)
    proofs = explain(line, a_tariff(), EIGHT, SEVEN_PROVEN).crates
    assert [proof.part_cents for proof in proofs] == [361, 361, 361, 361, 361, 360, 360]
    assert proofs[0].event_ids == ("drop-P1-R-01-H", "pickup-P1-R-01-H")


def test_facts_that_changed_since_explain_no_crate():
    (line,) = due([EIGHT], SEVEN_PROVEN)
    refunded = replace(EIGHT, turnover_ttc_cents=10)
    assert explain(line, a_tariff(), refunded, SEVEN_PROVEN[:3]).crates[0].part_cents is None


def test_a_shared_stage_tells_the_part_of_each_carrier():
    consignment = a_consignment(2_020)
    legs = a_handover(consignment, 1, "H1", "H2")
    first, second = due([consignment], legs)
    for line, part_cents in ((first, 51), (second, 50)):
        explanation = explain(line, a_tariff(), consignment, legs)
        assert explanation.steps[-1] == CarriersStep(2, a_tariff().handover_split, part_cents)
        (proof,) = explanation.crates
        assert (proof.crate_cents, proof.part_cents, proof.carrier_count) == (101, part_cents, 2)


def test_a_keepers_line_is_explained_like_a_stage():
    consignment = replace(EIGHT, keeper_id="K")
    legs = [a_leg(EIGHT, crate, by="P1") for crate in (1, 2)]
    tariff = a_tariff(keeper_bp=517)
    (line,) = due([consignment], legs, tariff)
    explanation = explain(line, tariff, consignment, legs)
    assert [type(step) for step in explanation.steps] == [RateStep, CrateSplitStep, CratesStep]
    assert sum(proof.part_cents or 0 for proof in explanation.crates) == line.amount_cents == 373 + 373


def test_a_withheld_line_ends_with_its_reason():
    (line,) = compute_lines([EIGHT], SEVEN_PROVEN, a_book()).withheld
    assert line.withheld_reason is not None
    explanation = explain(line, a_tariff(), EIGHT, SEVEN_PROVEN)
    assert explanation.steps[-1] == WithheldStep(line.withheld_reason, 360)
    assert [proof.part_cents for proof in explanation.crates] == [360]


def test_an_adjustment_tells_what_is_due_now_and_what_was_settled():
    first = difference_by_line_key(due([EIGHT], SEVEN_PROVEN), [], "2026-11")
    now = due([EIGHT], legs_of(EIGHT))
    (late,) = difference_by_line_key(now, [each.line for each in first], "2026-12")
    explanation = explain(late.line, a_tariff(), settled_before_cents=late.settled_before_cents)
    assert explanation.steps[-1] == AdjustmentStep("2026-11", 2_885, 2_525, 360)
    (taken_back,) = difference_by_line_key([], [first[0].line], "2026-12")
    (step,) = explain(taken_back.line, settled_before_cents=2_525).steps
    assert step == AdjustmentStep("2026-11", 0, 2_525, -2_525)


@pytest.mark.parametrize("crate_weights", list(CrateWeights))
def test_parts_by_weight_are_told_only_when_the_weights_are_known(crate_weights: CrateWeights):
    consignment = a_consignment(2_000, crates=3, weights=(1_000, 3_000, 6_000))
    tariff = a_tariff(crate_weights=crate_weights)
    legs = legs_of(consignment)[1:]
    (line,) = due([consignment], legs, tariff)
    known = explain(line, tariff, consignment, legs).steps[1]
    assert isinstance(known, CrateSplitStep)
    extremes = (10, 60) if crate_weights is CrateWeights.GRAMS else (33, 34)
    assert (known.low_cents, known.high_cents) == extremes
    told = [type(step) for step in explain(line, tariff).steps]
    assert (CrateSplitStep in told) == (crate_weights is CrateWeights.EQUAL)


def test_a_line_written_as_json_and_read_back_is_the_same():
    computed = compute_lines([EIGHT], SEVEN_PROVEN, a_book(a_tariff(flat_per_crate_cents=10)))
    for line in (*computed.lines, *computed.withheld):
        assert line_from_json({**line_to_json(line), "payer_name": "Ferme du Bois"}) == line
