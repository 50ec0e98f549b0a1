"""Why a line has its amount: each step of the computation, and each crate's part where it is known."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shared.commission.carriage import Carriage, value_legs
from shared.commission.crate_cents import shares_by_grams, split_over_crates
from shared.commission.explain_values import (
    AdjustmentStep,
    CarriersStep,
    CrateProof,
    CrateSplitStep,
    CratesStep,
    Explanation,
    FlatStep,
    LimitStep,
    PoolStep,
    RateStep,
    Rounding,
    Step,
    WithheldStep,
)
from shared.commission.legs import Consignment, CrateLeg, Stage
from shared.commission.line_values import PERCENT_KINDS, CommissionLine, LineKind
from shared.commission.percent import events_of
from shared.commission.tariff import CrateWeights, Tariff, TariffBook
from shared.money import BP_PER_WHOLE, apply_rate, split_equally


def explain(
    line: CommissionLine,
    tariff: Tariff | None = None,
    consignment: Consignment | None = None,
    legs: Sequence[CrateLeg] = (),
    settled_before_cents: int | None = None,
) -> Explanation:
    """Why the line has its amount. The line alone is enough for the steps.

    With its tariff, its consignment and the legs of that consignment, each crate's part is told too, as long
    as those facts still make that amount. `settled_before_cents` is for a settled line, whose amount is what
    its settlement added to the earlier ones.
    """
    due_now = replace(line, amount_cents=line.amount_cents + (settled_before_cents or 0))
    proofs = _proofs(due_now, tariff, consignment, legs)
    steps: list[Step] = []
    if due_now.amount_cents:
        steps += _steps(due_now, tariff, consignment, proofs)
    if due_now.withheld_reason is not None:
        steps.append(WithheldStep(due_now.withheld_reason, due_now.amount_cents))
    if settled_before_cents:
        amounts = (due_now.amount_cents, settled_before_cents, line.amount_cents)
        steps.append(AdjustmentStep(line.period, *amounts))
    return Explanation(line, tuple(steps), proofs, tariff)


def _steps(
    line: CommissionLine,
    tariff: Tariff | None,
    consignment: Consignment | None,
    proofs: Sequence[CrateProof],
) -> Iterable[Step]:
    kind = line.stage_or_kind
    match kind:
        case LineKind.FLOOR | LineKind.CAP:
            yield _limit_step(line, tariff)
        case LineKind.POOL_IN | LineKind.POOL_OUT:
            key = tariff.pool.key if tariff is not None and tariff.pool is not None else None
            yield PoolStep(kind, line.base_cents, key, line.amount_cents)
        case LineKind.FLAT_CRATE | LineKind.FLAT_STOP:
            yield _flat_step(line)
        case _:
            yield from _rate_steps(line, tariff, consignment, proofs)
    if line.carrier_count > 1 and kind is not LineKind.CAP:
        split = None if tariff is None else tariff.handover_split
        yield CarriersStep(line.carrier_count, split, line.amount_cents)


def _rate_steps(
    line: CommissionLine,
    tariff: Tariff | None,
    consignment: Consignment | None,
    proofs: Sequence[CrateProof],
) -> Iterable[Step]:
    exact_e4 = line.base_cents * line.rate_bp
    whole_cents = apply_rate(line.base_cents, line.rate_bp)
    yield RateStep(
        kind=line.stage_or_kind,
        base=None if tariff is None else tariff.base,
        turnover_cents=line.base_cents,
        rate_bp=line.rate_bp,
        exact_e4=exact_e4,
        amount_cents=whole_cents,
        rounding=_rounding(exact_e4, whole_cents),
    )
    if len(line.crates) < line.crate_count_total or line.carrier_count > 1 < line.crate_count_total:
        yield from _crate_split_steps(line, whole_cents, tariff, consignment)
        crates_cents = _crates_cents(line, whole_cents, proofs)
        if crates_cents is not None:
            yield CratesStep(len(line.crates), line.crate_count_total, crates_cents)


def _crate_split_steps(
    line: CommissionLine, whole_cents: int, tariff: Tariff | None, consignment: Consignment | None
) -> Iterable[Step]:
    weights = CrateWeights.EQUAL if tariff is None else tariff.crate_weights
    parts: Sequence[int] = split_equally(whole_cents, line.crate_count_total)
    if tariff is not None and weights is CrateWeights.GRAMS:
        if consignment is None:
            # Without the weights the parts of the crates cannot be told.
            return
        weights = CrateWeights.GRAMS if shares_by_grams(consignment, tariff) else CrateWeights.EQUAL
        parts = tuple(split_over_crates(whole_cents, consignment, tariff).values())
    low_cents, high_cents = min(parts, key=abs), max(parts, key=abs)
    counts = (line.crate_count_total, weights, low_cents, high_cents, parts.count(high_cents))
    yield CrateSplitStep(whole_cents, *counts)


def _crates_cents(line: CommissionLine, whole_cents: int, proofs: Sequence[CrateProof]) -> int | None:
    """What the line's crates come to before sharing between carriers; None where that cannot be known."""
    if line.carrier_count == 1:
        return line.amount_cents
    if len(line.crates) == line.crate_count_total:
        return whole_cents
    known = [proof.crate_cents for proof in proofs if proof.crate_cents is not None]
    return sum(known) if known else None


def _flat_step(line: CommissionLine) -> FlatStep:
    by_crate = line.stage_or_kind is LineKind.FLAT_CRATE
    return FlatStep(
        kind=line.stage_or_kind,
        flat_cents=line.base_cents,
        crate_count=len(line.crates),
        place_id=None if by_crate else line.detail.split(" ", maxsplit=1)[0],
        stage=Stage(line.detail.split(" ", maxsplit=1)[0]) if by_crate else None,
        amount_cents=line.amount_cents,
    )


def _limit_step(line: CommissionLine, tariff: Tariff | None) -> LimitStep:
    limit_cents = None
    if line.stage_or_kind is LineKind.FLOOR:
        limit_cents = line.base_cents + line.amount_cents
    elif tariff is not None:
        limit_cents = tariff.round_cap_cents
    return LimitStep(line.stage_or_kind, line.base_cents, limit_cents, line.amount_cents)


def _rounding(exact_e4: int, amount_cents: int) -> Rounding:
    rounded_e4 = amount_cents * BP_PER_WHOLE
    if rounded_e4 == exact_e4:
        return Rounding.EXACT
    return Rounding.UP if abs(rounded_e4) > abs(exact_e4) else Rounding.DOWN


def _proofs(
    line: CommissionLine,
    tariff: Tariff | None,
    consignment: Consignment | None,
    legs: Sequence[CrateLeg],
) -> tuple[CrateProof, ...]:
    codes_only = tuple(CrateProof(code, None, None, None, ()) for code in line.crates)
    by_crate = {*PERCENT_KINDS, LineKind.KEEPER, LineKind.FLAT_CRATE}
    if tariff is None or consignment is None or line.stage_or_kind not in by_crate:
        return codes_only
    if line.stage_or_kind is LineKind.FLAT_CRATE:
        cents_of = dict.fromkeys(line.crates, line.base_cents)
    else:
        whole_cents = apply_rate(line.base_cents, line.rate_bp)
        cents_of = split_over_crates(whole_cents, consignment, tariff)
    carriages, _ = value_legs([consignment], legs, TariffBook((tariff,)))
    paid = [carriage for carriage in carriages if _is_paid_by(line, carriage)]
    if not set(line.crates) <= cents_of.keys():
        return codes_only
    proofs = tuple(_proof(line, code, cents_of[code], paid) for code in line.crates)
    # Facts that have changed since would tell another amount: then they explain nothing.
    explained_cents = sum(proof.part_cents or 0 for proof in proofs)
    return proofs if explained_cents == line.amount_cents else codes_only


def _is_paid_by(line: CommissionLine, carriage: Carriage) -> bool:
    if (carriage.period, carriage.withheld_reason, carriage.leg.round_id) != (
        line.period,
        line.withheld_reason,
        line.round_id,
    ):
        return False
    match line.stage_or_kind:
        case LineKind.KEEPER:
            return carriage.is_arrival
        case LineKind.FLAT_CRATE:
            same_stage = line.detail == f"{carriage.leg.stage} {carriage.passage_detail}".rstrip()
        case _:
            same_stage = (line.stage_or_kind, line.detail) == (carriage.leg.stage, carriage.passage_detail)
    return same_stage and carriage.leg.carrier_id == line.beneficiary_id


def _proof(line: CommissionLine, code: str, crate_cents: int, paid: Sequence[Carriage]) -> CrateProof:
    own = [carriage for carriage in paid if carriage.leg.crate == code]
    if line.stage_or_kind is LineKind.KEEPER:
        part_cents, carrier_count = crate_cents, 1
    else:
        part_cents = sum(carriage.carriers_part(crate_cents) for carriage in own)
        carrier_count = max((len(carriage.stage_legs) for carriage in own), default=0)
    return CrateProof(code, crate_cents, part_cents, carrier_count, events_of(own))
