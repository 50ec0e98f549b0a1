"""The steps of an explanation in French sentences."""

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
    NARROW_SPACE,
    format_amount,
    format_count,
    format_decimal,
    format_long_date,
    format_period,
    format_rate,
)
from shared.words.labels import label
from shared.words.language import Language

FR = Language.FRENCH
MICRO_EURO_DECIMALS = 6


def sentence_fr(step: Step, line: CommissionLine, names: Mapping[str, str]) -> str:
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
            return f"En attente : {label(reason, FR)}. Si le coordinateur le confirme : {_euros(cents)}."
        case AdjustmentStep(period, now, before, cents):
            return (
                f"Régularisation de {format_period(period, FR)} : {_euros(now)} dus à ce jour, "
                f"moins {_euros(before)} déjà réglés = {_euros(cents)}."
            )


def tariff_fr(version: str, tariff: Tariff | None) -> str:
    """The tariff a line was computed by, as a sentence."""
    if tariff is None:
        return f"Barème {version}."
    since = format_long_date(tariff.valid_from, FR).split(" ", maxsplit=1)[1]
    return (
        f"Barème {version}, en vigueur depuis le {since}, voté : {tariff.approved_by} ({tariff.minutes_ref})."
    )


def _euros(amount_cents: int) -> str:
    return format_amount(amount_cents, FR)


def _crates(count: int) -> str:
    return format_count(count, "caisse", "caisses", FR)


def _rate(step: RateStep) -> str:
    tax = "" if step.base is None else f" {label(step.base, FR)}"
    formula = f"{_euros(step.turnover_cents)} de chiffre d'affaires{tax} × {format_rate(step.rate_bp, FR)}"
    what = label(step.kind, FR)
    if step.rounding is Rounding.EXACT:
        return f"{formula} = {_euros(step.amount_cents)} ({what})."
    exact = f"{format_decimal(step.exact_e4, MICRO_EURO_DECIMALS, FR)}{NARROW_SPACE}€"
    return f"{formula} = {exact}, arrondi à {_euros(step.amount_cents)} ({what})."


def _crate_split(step: CrateSplitStep) -> str:
    start = f"Partagé {label(step.weights, FR)} entre {_crates(step.crate_count)} :"
    if step.low_cents == step.high_cents:
        return f"{start} {_euros(step.low_cents)} chacune."
    if step.weights is CrateWeights.GRAMS:
        return f"{start} de {_euros(step.low_cents)} à {_euros(step.high_cents)}."
    low_count = step.crate_count - step.high_count
    return f"{start} {step.high_count} à {_euros(step.high_cents)}, {low_count} à {_euros(step.low_cents)}."


def _share(step: CratesStep | CarriersStep, line: CommissionLine, names: Mapping[str, str]) -> str:
    match step:
        case CratesStep(count, total, cents):
            proven = "" if line.withheld_reason else " prouvée" + ("s" if count > 1 else "")
            return f"{_crates(count)}{proven} sur {total} : {_euros(cents)}."
        case CarriersStep(count, split, cents):
            how = "" if split is None else f", {label(split, FR)}"
            whose = names.get(line.beneficiary_id, line.beneficiary_id)
            return f"Trajet partagé entre {count} aidants{how} : la part de {whose} est de {_euros(cents)}."


def _flat(step: FlatStep, names: Mapping[str, str]) -> str:
    flat = f"Forfait de {_euros(step.flat_cents)}"
    if step.stage is not None:
        product = f"{flat} par caisse × {_crates(step.crate_count)} ({label(step.stage, FR)})"
        return f"{product} = {_euros(step.flat_cents * step.crate_count)}."
    place_id = step.place_id or ""
    return (
        f"{flat} pour l'arrêt « {names.get(place_id, place_id)} », partagé entre les producteurs aidés "
        f"selon leur chiffre d'affaires : {_euros(step.amount_cents)}."
    )


def _limit(step: LimitStep) -> str:
    earned = f"Les lignes de la tournée font {_euros(step.round_cents)}"
    if step.kind is LineKind.FLOOR:
        return (
            f"{earned}, le minimum est de {_euros(step.limit_cents or 0)} : "
            f"le réseau ajoute {_euros(step.amount_cents)}."
        )
    limit = "au-dessus du maximum"
    if step.limit_cents is not None:
        limit = f"le maximum est de {_euros(step.limit_cents)}"
    return f"{earned}, {limit} : cette ligne baisse de {_euros(-step.amount_cents)}."


def _pool(step: PoolStep) -> str:
    pot = f"Pot commun de la période : {_euros(step.pot_cents)}."
    if step.kind is LineKind.POOL_IN:
        return f"{pot} Versement selon le chiffre d'affaires : {_euros(step.amount_cents)}."
    key = "" if step.key is None else f" selon « {label(step.key, FR)} »"
    return f"{pot} Part reçue{key} : {_euros(step.amount_cents)}."
