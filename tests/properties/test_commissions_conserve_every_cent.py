"""Whatever happened on the roads, commissions conserve the scheme's amounts, to the cent."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.commission.crate_cents import CrateCents, split_over_crates
from shared.commission.explain import explain
from shared.commission.legs import Consignment, CrateLeg, Stage
from shared.commission.line_values import PERCENT_KINDS, POOL, CommissionLine, LineKind
from shared.commission.lines import compute_lines
from shared.commission.settle import difference_by_line_key
from shared.commission.tariff import (
    HandoverSplit,
    PercentRates,
    Tariff,
    TariffBook,
)
from shared.money import apply_rate, split_by_largest_remainder
from tests.properties.commission_worlds import DAYS, World, all_lines, rates, worlds
from tests.shared.commission.facts import a_consignment, a_leg


def whole_carriage(consignment: Consignment, carriers: tuple[str, ...]) -> list[CrateLeg]:
    return [
        a_leg(consignment, number, carrier, carrier_order=order)
        for number in range(1, len(consignment.crates) + 1)
        for order, carrier in enumerate(carriers)
    ]


@given(world=worlds(simple=False), seed=st.integers(0, 2**16))
def test_the_order_in_which_facts_arrive_changes_nothing(world: World, seed: int):
    shuffled_legs, shuffled_consignments = list(world.legs), list(world.consignments)
    Random(seed).shuffle(shuffled_legs)
    Random(seed).shuffle(shuffled_consignments)
    assert compute_lines(shuffled_consignments, shuffled_legs, world.tariffs) == compute_lines(
        world.consignments, world.legs, world.tariffs
    )


@given(world=worlds(simple=False))
def test_no_two_lines_bear_one_key(world: World):
    keys = Counter(line.key for line in all_lines(world))
    assert set(keys.values()) <= {1}


@given(world=worlds(simple=False))
def test_what_goes_into_the_pool_comes_out_of_it(world: World):
    into: Counter[str] = Counter()
    out_of: Counter[str] = Counter()
    for line in compute_lines(world.consignments, world.legs, world.tariffs).lines:
        if line.beneficiary_id == POOL:
            into[f"{line.period} {line.tariff_version}"] += line.amount_cents
        if line.payer_id == POOL:
            out_of[f"{line.period} {line.tariff_version}"] += line.amount_cents
    assert into == out_of


@given(world=worlds(simple=False))
def test_nobody_pays_himself_and_every_line_lists_an_event(world: World):
    for line in all_lines(world):
        assert line.payer_id != line.beneficiary_id
        assert line.event_ids
        assert line.amount_cents != 0


@given(world=worlds(simple=False))
def test_rounds_stay_between_their_floor_and_their_cap(world: World):
    rounds: dict[tuple[str, str], list[CommissionLine]] = {}
    limited = {*PERCENT_KINDS, LineKind.FLAT_CRATE, LineKind.FLAT_STOP, LineKind.FLOOR, LineKind.CAP}
    for line in compute_lines(world.consignments, world.legs, world.tariffs).lines:
        if line.stage_or_kind in limited and line.round_id is not None:
            rounds.setdefault((line.beneficiary_id, line.round_id), []).append(line)
    for lines in rounds.values():
        versions = {line.tariff_version for line in lines}
        newest = max(
            (tariff for tariff in world.tariffs.tariffs if tariff.version in versions),
            key=lambda tariff: tariff.valid_from,
        )
        total = sum(line.amount_cents for line in lines)
        assert newest.round_cap_cents is None or total <= newest.round_cap_cents
        # Lines of zero cents are not made, so a round's newest tariff may be one that made none.
        if len({tariff.round_floor_cents for tariff in world.tariffs.tariffs}) == 1:
            assert newest.round_floor_cents is None or total >= newest.round_floor_cents


@given(
    turnover=st.integers(-90_000, 900_000),
    crates=st.integers(1, 12),
    rate_bp=rates(),
    carriers=st.lists(st.sampled_from(("H1", "H2", "H3")), min_size=1, max_size=4).map(tuple),
)
def test_full_carriage_pays_exactly_the_stage_amount_however_it_is_shared(
    turnover: int, crates: int, rate_bp: int, carriers: tuple[str, ...]
):
    consignment = a_consignment(turnover, crates=crates)
    tariff = Tariff("v1", date(2026, 1, 1), percent=PercentRates(direct=rate_bp))
    legs = whole_carriage(consignment, carriers)
    lines = compute_lines([consignment], legs, TariffBook((tariff,))).lines
    assert sum(line.amount_cents for line in lines) == apply_rate(turnover, rate_bp)


@given(world=worlds(simple=True))
def test_the_crates_parts_add_up_to_each_stage_amount(world: World):
    for tariff in world.tariffs.tariffs:
        for consignment in world.consignments:
            for stage in Stage:
                amount = apply_rate(consignment.turnover_ttc_cents, tariff.percent.of(stage))
                parts = split_over_crates(amount, consignment, tariff).values()
                if not consignment.unlabelled_count:
                    assert sum(parts) == amount


@given(world=worlds(simple=True), data=st.data())
def test_a_late_crate_moves_no_other_crates_cents(world: World, data: st.DataObject):
    crates = sorted({leg.crate for leg in world.legs})
    if not crates:
        return
    late = data.draw(st.sampled_from(crates))
    before = replace(world, legs=tuple(leg for leg in world.legs if leg.crate != late))
    only_late = replace(world, legs=tuple(leg for leg in world.legs if leg.crate == late))
    assert cents_by_key(all_lines(world)) == cents_by_key(all_lines(before) + all_lines(only_late))


def cents_by_key(lines: Iterable[CommissionLine]) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for line in lines:
        totals[line.key] += line.amount_cents
    return {key: cents for key, cents in totals.items() if cents}


@given(world=worlds(simple=True))
def test_whole_groups_pay_what_their_crates_add_up_to_leg_by_leg(world: World):
    """The rules once more, said leg by leg without any grouping or short cut."""
    known = {consignment.id: consignment for consignment in world.consignments}
    expected: dict[tuple[str, str, str, bool], int] = defaultdict(int)
    for leg in world.legs:
        consignment, tariff = known[leg.consignment_id], world.tariffs.in_force_on(leg.local_date)
        assert isinstance(tariff, Tariff)
        if leg.carrier_id == consignment.producer_id:
            continue
        amount = apply_rate(consignment.turnover_ttc_cents, tariff.percent.of(leg.stage))
        part = split_over_crates(amount, consignment, tariff)[leg.crate]
        stage = [
            each for each in world.legs if (each.crate, each.stage_index) == (leg.crate, leg.stage_index)
        ]
        distances = [each.distance_m for each in stage if each.distance_m is not None]
        by_distance = tariff.handover_split is HandoverSplit.DISTANCE and len(distances) == len(stage)
        parts = split_by_largest_remainder(part, distances if by_distance else [1] * len(stage))
        key = (consignment.producer_id, leg.carrier_id, leg.stage.value, leg.proven)
        expected[key] += parts[leg.carrier_order]
    found: dict[tuple[str, str, str, bool], int] = defaultdict(int)
    for line in all_lines(world):
        if line.stage_or_kind in PERCENT_KINDS:
            due = line.withheld_reason is None
            found[line.payer_id, line.beneficiary_id, line.stage_or_kind.value, due] += line.amount_cents
    assert {key: cents for key, cents in expected.items() if cents} == {
        key: cents for key, cents in found.items() if cents
    }


@given(world=worlds(simple=True), proven=st.data())
def test_proving_one_more_leg_never_lowers_what_anyone_gets(world: World, proven: st.DataObject):
    positive = tuple(
        replace(each, turnover_ttc_cents=abs(each.turnover_ttc_cents)) for each in world.consignments
    )
    unproven = [index for index, leg in enumerate(world.legs) if not leg.proven]
    if not unproven:
        return
    chosen = proven.draw(st.sampled_from(unproven))
    legs = list(world.legs)
    before = gains(compute_lines(positive, legs, world.tariffs).lines)
    legs[chosen] = replace(legs[chosen], proven=True, withheld_reason=None)
    after = gains(compute_lines(positive, legs, world.tariffs).lines)
    assert all(after[person] >= cents for person, cents in before.items())


def gains(lines: tuple[CommissionLine, ...]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for line in lines:
        totals[line.beneficiary_id] += line.amount_cents
    return totals


@given(turnover=st.integers(0, 90_000), more=st.integers(0, 5_000), crates=st.integers(1, 9), rate_bp=rates())
def test_more_turnover_never_lowers_a_crates_part_when_all_count_alike(
    turnover: int, more: int, crates: int, rate_bp: int
):
    consignment, tariff = a_consignment(0, crates=crates), Tariff("v1", date(2026, 1, 1))
    before = split_over_crates(apply_rate(turnover, rate_bp), consignment, tariff)
    after = split_over_crates(apply_rate(turnover + more, rate_bp), consignment, tariff)
    assert all(after[code] >= cents for code, cents in before.items())


@given(first=worlds(simple=False), data=st.data())
def test_settlements_add_up_to_what_is_due_at_the_last_closing(first: World, data: st.DataObject):
    settled: list[CommissionLine] = []
    world = first
    for period in ("2026-10", "2026-11", "2026-12"):
        due = compute_lines(world.consignments, world.legs, world.tariffs).lines
        added = difference_by_line_key(due, settled, period)
        settled += [each.line for each in added]
        assert cents_by_key(settled) == cents_by_key(line for line in due if line.period <= period)
        world = changed(world, data)


def changed(world: World, data: st.DataObject) -> World:
    """The same world after a refund and after some legs came or went."""
    refund = data.draw(st.integers(-3_000, 3_000))
    consignments = tuple(
        replace(each, turnover_ttc_cents=each.turnover_ttc_cents + refund) for each in world.consignments
    )
    kept = tuple(leg for leg in world.legs if data.draw(st.booleans()))
    return World(consignments, kept, world.tariffs)


@given(world=worlds(simple=False))
def test_every_line_is_explained_to_its_last_cent(world: World):
    known = {consignment.id: consignment for consignment in world.consignments}
    for line in all_lines(world):
        consignment = known.get(line.consignment_id or "")
        tariff = world.tariffs.version(line.tariff_version)
        explanation = explain(line, tariff, consignment, world.legs)
        assert explanation.steps[-1].amount_cents == line.amount_cents
        if line.stage_or_kind in {*PERCENT_KINDS, LineKind.KEEPER, LineKind.FLAT_CRATE}:
            assert sum(proof.part_cents or 0 for proof in explanation.crates) == line.amount_cents
            assert all(proof.part_cents is not None and proof.event_ids for proof in explanation.crates)


@given(world=worlds(simple=True))
def test_a_crate_never_costs_more_than_its_part_of_each_stage(world: World):
    """What is due and withheld for one crate and stage stays within that crate's part, own goods left out."""
    cents = CrateCents()
    for consignment in world.consignments:
        for tariff in world.tariffs.tariffs:
            amount = apply_rate(consignment.turnover_ttc_cents, tariff.percent.direct)
            for crate in consignment.crates:
                part = cents.of(crate.code, amount, consignment, tariff)
                legs = [leg for leg in world.legs if leg.crate == crate.code and leg.stage is Stage.DIRECT]
                lines = compute_lines([consignment], legs, TariffBook((replace(tariff, valid_from=DAYS[0]),)))
                paid = sum(
                    line.amount_cents
                    for line in (*lines.lines, *lines.withheld)
                    if line.stage_or_kind is LineKind.DIRECT
                )
                assert abs(paid) <= abs(part)
