"""Page « Coûts et carbone »: what a month's rounds cost and emit, by round and helper, with the method."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.money import half_away
from sync_server.accounts.names import people_names
from sync_server.accounts.rights import Right
from sync_server.commission.cost_basis import bases, basis_on
from sync_server.commission.round_figures import (
    ALERT_BP,
    RoundFigures,
    avoided_m,
    figures_of_month,
    months_with_rounds,
)
from sync_server.console import cost_words, french
from sync_server.console.chips import Chip
from sync_server.console.visit import Visit, page, reading_with
from sync_server.settlement.calendar import is_period

router = APIRouter()
SECTION = "couts"
Reading = Annotated[Visit, reading_with(Right.SEE_FIGURES)]
GRAMS_IN_KG = 1_000


@dataclass(frozen=True, slots=True)
class CostRow:
    """A round, a helper or the month: figures in words, « non connu » where they are not."""

    name: str
    address: str
    under: str
    distance: str
    cost: str
    per_crate: str
    per_kg: str
    of_turnover: str
    carbon: str
    commission: str
    warnings: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class CostsContext:
    """A month: its totals, its rounds, its helpers, and what the figures are made of."""

    period: str
    periods: list[str]
    total: CostRow | None
    rounds: list[CostRow]
    helpers: list[CostRow]
    missing: str
    avoided: str
    avoided_note: str
    methods: list[str]
    basis_days: str
    basis: list[tuple[str, str]]
    is_alert: bool


@router.get("/couts")
def show_costs(visit: Reading, mois: Annotated[str, Query(max_length=7)] = "") -> HTMLResponse:
    """The month asked for, else the latest one with rounds."""
    periods = months_with_rounds(visit.session)
    period = mois if is_period(mois) else (periods[0] if periods else visit.today.isoformat()[:7])
    figures = [each for each in figures_of_month(visit.session, period) if each.carried.crate_count]
    names = people_names(visit.session)
    by_helper: dict[str, list[RoundFigures]] = defaultdict(list)
    for each in figures:
        by_helper[each.helper_id].append(each)
    helpers = [(names.get(id_, id_), of_helper) for id_, of_helper in by_helper.items()]
    basis = basis_on(bases(visit.session), visit.today)
    avoided, note = _avoided(visit, figures)
    total = sum_row("Le mois", figures) if figures else None
    context = CostsContext(
        period=period,
        periods=periods if period in periods else [period, *periods],
        total=total,
        rounds=[round_row(each, names) for each in figures],
        # By name: a league table of drivers is what this page must never be.
        helpers=[sum_row(name, of_helper) for name, of_helper in sorted(helpers)],
        missing=_missing(figures),
        avoided=avoided,
        avoided_note=note,
        methods=sorted({cost_words.factor_sentence(each.footprint) for each in figures if each.footprint}),
        basis_days="" if basis is None or basis.valid_from == date.min else french.long_day(basis.valid_from),
        basis=[] if basis is None else cost_words.basis_facts(basis),
        is_alert=_is_alert(figures),
    )
    return page(visit, SECTION, "costs.html", context)


def round_row(figures: RoundFigures, names: dict[str, str]) -> CostRow:
    """One round."""
    return replace(
        _row(figures.title, [figures]),
        address=f"/console/couts/tournees/{figures.round_id}",
        under=f"{french.day(figures.day)}, {names.get(figures.helper_id, 'aucun aidant')}",
        commission=french.euros(figures.commission_cents),
        warnings=tuple(cost_words.warnings_of(figures)),
    )


def sum_row(name: str, figures: Sequence[RoundFigures]) -> CostRow:
    """Several rounds: of those whose cost is known, which is said."""
    known = [each for each in figures if each.cost is not None]
    under = french.counted(len(figures), "tournée")
    if len(known) < len(figures):
        under += f", dont {french.counted(len(known), 'chiffrée')}"
    commission_cents = sum(each.commission_cents for each in figures)
    # What only the cost lacks for stands all the same.
    everything = _row(name, figures)
    return replace(
        _row(name, known),
        under=under,
        distance=everything.distance,
        carbon=everything.carbon,
        commission=french.euros(commission_cents),
    )


def _row(name: str, figures: Sequence[RoundFigures]) -> CostRow:
    costs = [each.cost.total_cents for each in figures if each.cost is not None]
    cost_cents = sum(costs) if costs and len(costs) == len(figures) else None
    distances = [each.driven.distance_m for each in figures if each.driven.distance_m is not None]
    grams = [each.carried.grams for each in figures if each.carried.grams]
    footprints = [each.footprint.grams for each in figures if each.footprint is not None]
    turnover_cents = sum(each.carried.turnover_cents for each in figures)
    lacks = cost_words.missing_words(figures[0]) if len(figures) == 1 else ""
    share = cost_words.per_unit(None, None)
    if cost_cents is not None and turnover_cents:
        share = french.rate(half_away(cost_cents * 10_000, turnover_cents))
    weighed = sum(grams) if len(grams) == len(figures) else None
    told = distances and len(distances) == len(figures)
    return CostRow(
        name=name,
        address="",
        under="",
        distance=cost_words.kilometres(sum(distances)) if told else "non connus",
        cost=french.euros(cost_cents) if cost_cents is not None else lacks or "non connu",
        per_crate=cost_words.per_unit(cost_cents, sum(each.carried.crate_count for each in figures)),
        per_kg=cost_words.per_unit(cost_cents, weighed, GRAMS_IN_KG),
        of_turnover=share,
        carbon=cost_words.kilograms(sum(footprints))
        if len(footprints) == len(figures) and figures
        else "non connu",
        commission="",
    )


def _missing(figures: Sequence[RoundFigures]) -> str:
    lacking = [each for each in figures if each.cost is None]
    if not lacking:
        return ""
    count = french.counted(len(lacking), "tournée")
    rest = "le total ne compte que les autres. Rien n'est compté pour zéro."
    return f"{count} sur {len(figures)} sans coût connu : {rest}"


def _is_alert(figures: Sequence[RoundFigures]) -> bool:
    known = [each for each in figures if each.cost is not None]
    turnover_cents = sum(each.carried.turnover_cents for each in known)
    cost_cents = sum(each.cost.total_cents for each in known if each.cost is not None)
    return bool(turnover_cents) and half_away(cost_cents * 10_000, turnover_cents) > ALERT_BP


def _avoided(visit: Visit, figures: Sequence[RoundFigures]) -> tuple[str, str]:
    found = avoided_m(visit.session, figures)
    if found is None:
        return "non connus", "Il manque les kilomètres d'une tournée chacun de ces jours-là."
    alone_m, driven_m = found
    saved = cost_words.kilometres(abs(alone_m - driven_m))
    note = (
        f"Chaque ferme seule vers chacun de ses points, aller et retour à vol d'oiseau : "
        f"{cost_words.kilometres(alone_m)}. Tournées faites : {cost_words.kilometres(driven_m)}. "
        "Seuls comptent les jours dont toutes les tournées ont dit leurs kilomètres."
    )
    return (saved if alone_m >= driven_m else f"-{saved}"), note
