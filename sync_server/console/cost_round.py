"""Page of one round's cost, step by step, with its legal mode and the fuel it took."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from shared.words.typed_figures import read_distance_m
from sync_server.accounts.names import coordinator_names, people_names
from sync_server.accounts.rights import Right
from sync_server.commission.cost_basis import (
    LegalMode,
    Remark,
    add_remark,
    remarks,
)
from sync_server.commission.round_figures import RoundFigures, figures_of_round
from sync_server.console import cost_words, french
from sync_server.console.chips import Chip
from sync_server.console.costs import SECTION
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.db.feed import lock_feed
from sync_server.log import log_event
from sync_server.network.round_list import round_days_by_id

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_FIGURES)]
Writing = Annotated[Visit, writing_with(Right.SET_TARIFFS)]
UNPROCESSABLE = 422
Typed = Annotated[str, Field(max_length=400)]


class RemarkFields(BaseModel):
    """The form of one round, as a browser sends it."""

    mode_legal: Typed = ""
    litres: Typed = ""
    because: Typed = ""


@dataclass(frozen=True, slots=True)
class RoundCostContext:
    """One round: what it carried and cost, step by step; its mode, and who said so."""

    round_id: str
    title: str
    lead: str
    period: str
    warnings: list[Chip]
    facts: list[tuple[str, str]]
    steps: list[str]
    carbon: str
    modes: list[tuple[str, str, str]]
    form: RemarkFields
    faults: dict[str, str]
    said: list[str]
    advice: str


@router.get("/couts/tournees/{round_id}")
def show_round(visit: Reading, round_id: str) -> HTMLResponse:
    """One round's figures."""
    figures = _figures(visit, round_id)
    form = RemarkFields(
        mode_legal=figures.legal_mode.value if figures.legal_mode else "",
        litres="" if figures.litres_ml is None else _decimal(figures.litres_ml),
    )
    return _round_page(visit, figures, form, {})


@router.post("/couts/tournees/{round_id}")
def remark(visit: Writing, round_id: str, fields: Annotated[RemarkFields, Form()]) -> Response:
    """Records the legal mode and the fuel of a round, with the reason."""
    figures = _figures(visit, round_id)
    faults: dict[str, str] = {}
    # Litres are written as kilometres are: a number with up to three decimals.
    litres_ml = read_distance_m(fields.litres) if fields.litres.strip() else None
    if fields.litres.strip() and litres_ml is None:
        faults["litres"] = "Un nombre de litres est attendu, par exemple 6,2."
    if fields.mode_legal not in ("", *(mode.value for mode in LegalMode)):
        faults["mode_legal"] = "Choisissez dans la liste."
    if not fields.because.strip():
        faults["because"] = "Dites pourquoi, ou d'où vient le chiffre."
    if faults:
        return _round_page(visit, figures, fields, faults, UNPROCESSABLE)
    by = visit.visitor.coordinator_id
    mode = LegalMode(fields.mode_legal) if fields.mode_legal else None
    lock_feed(visit.session)
    add_remark(visit.session, round_id, Remark(mode, litres_ml, fields.because.strip(), by, visit.now_ms))
    log_event("round-remarked", round=round_id, by=by)
    return see_other(f"/console/couts/tournees/{round_id}?fait=tournee-notee")


def _figures(visit: Visit, round_id: str) -> RoundFigures:
    """Raises: PageMissing."""
    found = round_days_by_id(visit.session, [round_id]).get(round_id)
    if found is None:
        raise PageMissing
    return figures_of_round(visit.session, round_id, found[1])


def _round_page(
    visit: Visit, figures: RoundFigures, form: RemarkFields, faults: dict[str, str], status: int = 200
) -> HTMLResponse:
    helper = people_names(visit.session).get(figures.helper_id, "aucun aidant")
    coordinators = coordinator_names(visit.session)
    said = remarks(visit.session, [figures.round_id]).get(figures.round_id, [])
    context = RoundCostContext(
        round_id=figures.round_id,
        title=figures.title,
        lead=f"{french.long_day(figures.day).capitalize()}, {helper}",
        period=figures.day.isoformat()[:7],
        warnings=cost_words.warnings_of(figures),
        facts=_facts(figures),
        steps=_steps(figures),
        carbon=cost_words.factor_sentence(figures.footprint) if figures.footprint else "",
        modes=[(mode.value, cost_words.MODE_WORDS[mode], cost_words.MODE_NOTES[mode]) for mode in LegalMode],
        form=form,
        faults=faults,
        said=[_said(each, coordinators) for each in reversed(said)],
        advice=cost_words.ADVICE,
    )
    return page(visit, SECTION, "cost_round.html", context, status)


def _facts(figures: RoundFigures) -> list[tuple[str, str]]:
    driven, carried = figures.driven, figures.carried
    unknown = "non dits" if figures.is_closed else "tournée pas encore terminée"
    minutes = [driven.drive_minutes, driven.stop_minutes]
    times = [unknown if each is None else french.counted(each, "minute") for each in minutes]
    return [
        ("Kilomètres", unknown if driven.distance_m is None else cost_words.kilometres(driven.distance_m)),
        ("Conduite", times[0]),
        ("Arrêts", times[1]),
        ("Frais payés", "aucun dit" if driven.fees_cents is None else french.euros(driven.fees_cents)),
        ("Caisses portées", french.whole(carried.crate_count)),
        ("Poids", "non pesé" if carried.grams is None else cost_words.kilograms(carried.grams)),
        ("CA transporté", french.euros(carried.turnover_cents)),
        ("Trajet le plus long", f"{cost_words.kilometres(carried.farthest_m)} à vol d'oiseau"),
        ("Commissions de la tournée", french.euros(figures.commission_cents)),
    ]


def _steps(figures: RoundFigures) -> list[str]:
    cost, basis, minutes = figures.cost, figures.basis, figures.minutes
    if cost is None or basis is None or minutes is None:
        return []
    km, rates = cost_words.kilometres(figures.driven.distance_m or 0), basis.rates
    prep = french.counted(basis.prep_minutes, "minute")
    return [
        f"{km} à {french.euros(rates.cents_per_100_km)} les 100 km : {french.euros(cost.distance_cents)}",
        f"{french.counted(minutes, 'minute')} (dont {prep} de préparation) à "
        f"{french.euros(rates.cents_per_hour)} l'heure : {french.euros(cost.time_cents)}",
        f"Frais payés : {french.euros(cost.fees_cents)}",
        f"Coût réel : {french.euros(cost.total_cents)}, soit {_share(figures)}",
    ]


def _share(figures: RoundFigures) -> str:
    share = "une part non connue" if figures.cost_bp is None else french.rate(figures.cost_bp)
    cents = None if figures.cost is None else figures.cost.total_cents
    return f"{share} du CA transporté et {cost_words.per_unit(cents, figures.carried.crate_count)} par caisse"


def _said(each: Remark, names: dict[str, str]) -> str:
    mode = cost_words.MODE_WORDS[each.legal_mode] if each.legal_mode else "mode non dit"
    litres = "" if each.litres_ml is None else f", {_decimal(each.litres_ml)} litres"
    by = names.get(each.by, each.by)
    return f"{mode}{litres} : « {each.because} » ({by}, {french.day_and_clock(each.at_ms)})"


def _decimal(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1_000)
    return f"{whole},{rest:03d}".rstrip("0").rstrip(",")
