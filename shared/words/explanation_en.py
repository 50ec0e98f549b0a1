"""The steps of an explanation in English sentences."""

from collections.abc import Mapping

from shared.commission.explain_values import (
    AdjustmentStep,
    CarriersStep,
    CrateSplitStep,
    CratesStep,
    FlatStep,
    LimitStep,
    PoolStep,
    RateStep,
    Rounding,
    Step,
    WithheldStep,
)
from shared.commission.line_values import CommissionLine, LineKind
from shared.commission.tariff import CrateWeights, Tariff
from shared.words.format import (
    format_amount,
    format_count,
    format_decimal,
    format_long_date,
    format_period,
    format_rate,
)
from shared.words.labels import label
from shared.words.language import Language

EN = Language.ENGLISH
MICRO_EURO_DECIMALS = 6


def sentence_en(step: Step, line: CommissionLine, names: Mapping[str, str]) -> str:
    """One step of a line's explanation, as a sentence."""
    match step:
        case RateStep():
            return _rate(step)
        case CrateSplitStep():
            return _crate_split(step)
        case CratesStep() | CarriersStep():
            return _share(step, line, names)
        case FlatStep():
            return _flat(step, names)
        case LimitStep():
            return _limit(step)
        case PoolStep():
            return _pool(step)
        case WithheldStep(reason, cents):
            return f"On hold: {label(reason, EN)}. If the coordinator confirms it: {_euros(cents)}."
        case AdjustmentStep(period, now, before, cents):
            return (
                f"Adjustment of {format_period(period, EN)}: {_euros(now)} due to date, "
                f"less {_euros(before)} already settled = {_euros(cents)}."
            )


def tariff_en(version: str, tariff: Tariff | None) -> str:
    """The tariff a line was computed by, as a sentence."""
    if tariff is None:
        return f"Tariff {version}."
    since = format_long_date(tariff.valid_from, EN).split(" ", maxsplit=1)[1]
    return f"Tariff {version}, in force since {since}, voted: {tariff.approved_by} ({tariff.minutes_ref})."


def _euros(amount_cents: int) -> str:
    return format_amount(amount_cents, EN)


def _crates(count: int) -> str:
    return format_count(count, "crate", "crates", EN)


def _rate(step: RateStep) -> str:
    tax = "" if step.base is None else f" ({label(step.base, EN)})"
    formula = f"{_euros(step.turnover_cents)} of turnover{tax} × {format_rate(step.rate_bp, EN)}"
    what = label(step.kind, EN)
    if step.rounding is Rounding.EXACT:
        return f"{formula} = {_euros(step.amount_cents)} ({what})."
    exact = f"€{format_decimal(step.exact_e4, MICRO_EURO_DECIMALS, EN)}"
    return f"{formula} = {exact}, rounded to {_euros(step.amount_cents)} ({what})."


def _crate_split(step: CrateSplitStep) -> str:
    start = f"Shared {label(step.weights, EN)} over {_crates(step.crate_count)}:"
    if step.low_cents == step.high_cents:
        return f"{start} {_euros(step.low_cents)} each."
    if step.weights is CrateWeights.GRAMS:
        return f"{start} from {_euros(step.low_cents)} to {_euros(step.high_cents)}."
    low_count = step.crate_count - step.high_count
    return f"{start} {step.high_count} at {_euros(step.high_cents)}, {low_count} at {_euros(step.low_cents)}."


def _share(step: CratesStep | CarriersStep, line: CommissionLine, names: Mapping[str, str]) -> str:
    match step:
        case CratesStep(count, total, cents):
            proven = "" if line.withheld_reason else " proven"
            return f"{_crates(count)}{proven} of {total}: {_euros(cents)}."
        case CarriersStep(count, split, cents):
            how = "" if split is None else f", {label(split, EN)}"
            whose = names.get(line.beneficiary_id, line.beneficiary_id)
            return f"Way shared by {count} helpers{how}: the part of {whose} is {_euros(cents)}."


def _flat(step: FlatStep, names: Mapping[str, str]) -> str:
    flat = f"Flat amount of {_euros(step.flat_cents)}"
    if step.stage is not None:
        product = f"{flat} per crate × {_crates(step.crate_count)} ({label(step.stage, EN)})"
        return f"{product} = {_euros(step.flat_cents * step.crate_count)}."
    place_id = step.place_id or ""
    return (
        f"{flat} for the stop “{names.get(place_id, place_id)}”, shared by the assisted producers "
        f"in proportion to their turnover: {_euros(step.amount_cents)}."
    )


def _limit(step: LimitStep) -> str:
    earned = f"The round's lines come to {_euros(step.round_cents)}"
    if step.kind is LineKind.FLOOR:
        return (
            f"{earned}, the minimum is {_euros(step.limit_cents or 0)}: "
            f"the network adds {_euros(step.amount_cents)}."
        )
    limit = "above the maximum"
    if step.limit_cents is not None:
        limit = f"the maximum is {_euros(step.limit_cents)}"
    return f"{earned}, {limit}: this line goes down by {_euros(-step.amount_cents)}."


def _pool(step: PoolStep) -> str:
    pot = f"Pool of the period: {_euros(step.pot_cents)}."
    if step.kind is LineKind.POOL_IN:
        return f"{pot} Paid in proportion to turnover: {_euros(step.amount_cents)}."
    key = "" if step.key is None else f" by “{label(step.key, EN)}”"
    return f"{pot} Share received{key}: {_euros(step.amount_cents)}."
