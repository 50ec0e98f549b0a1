"""Page « Taux et facteurs »: what a kilometre, an hour and a litre count for, from a day on."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from shared.commission.round_cost import CostRates
from shared.words.typed_figures import read_amount_cents, read_minutes
from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.commission.carbon import CarbonFactors
from sync_server.commission.cost_basis import Basis, add_basis, bases, basis_on
from sync_server.console import cost_words, french
from sync_server.console.costs import SECTION
from sync_server.console.visit import Visit, page, reading_with, see_other, writing_with
from sync_server.db.feed import lock_feed
from sync_server.log import log_event

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_FIGURES)]
Writing = Annotated[Visit, writing_with(Right.SET_TARIFFS)]
UNPROCESSABLE = 422
HIGHEST_FACTOR_G = 20_000
Typed = Annotated[str, Field(max_length=400)]


class RatesFields(BaseModel):
    """The form of the rates, as a browser sends it."""

    valid_from: Typed = ""
    per_100_km: Typed = ""
    per_hour: Typed = "0"
    prep_minutes: Typed = "0"
    cost_source: Typed = ""
    g_per_km: Typed = ""
    g_per_litre: Typed = ""
    carbon_source: Typed = ""


@dataclass(frozen=True, slots=True)
class RatesContext:
    """The form, its faults, and what counted since when."""

    form: RatesFields
    faults: dict[str, str]
    history: list[tuple[str, list[tuple[str, str]]]]


@router.get("/couts/taux")
def ask_for_rates(visit: Reading) -> HTMLResponse:
    """The rates that count today, to be changed from a day on."""
    now = basis_on(bases(visit.session), visit.today)
    return _rates_page(visit, _form_of(now, visit.today), {})


@router.post("/couts/taux")
def set_rates(visit: Writing, fields: Annotated[RatesFields, Form()]) -> Response:
    """Records rates and factors; what was computed with earlier ones keeps them."""
    faults: dict[str, str] = {}
    basis = _basis_of(visit, fields, faults)
    if basis is None:
        return _rates_page(visit, fields, faults, UNPROCESSABLE)
    add_basis(visit.session, lock_feed(visit.session), basis, visit.today)
    log_event("cost-basis-set", valid_from=basis.valid_from.isoformat(), by=basis.by)
    return see_other("/console/couts?fait=taux-fixes")


def _rates_page(visit: Visit, form: RatesFields, faults: dict[str, str], status: int = 200) -> HTMLResponse:
    names = coordinator_names(visit.session)
    history: list[tuple[str, list[tuple[str, str]]]] = []
    for each in reversed(bases(visit.session)):
        since = "Avant" if each.valid_from == date.min else f"Depuis le {french.long_day(each.valid_from)}"
        by = f", dit par {names.get(each.by, 'la personne qui tient le serveur')}" if each.by else ""
        history.append((since + by, cost_words.basis_facts(each)))
    return page(visit, SECTION, "cost_rates.html", RatesContext(form, faults, history), status)


def _basis_of(visit: Visit, fields: RatesFields, faults: dict[str, str]) -> Basis | None:
    try:
        valid_from = date.fromisoformat(fields.valid_from.strip())
    except ValueError:
        valid_from = visit.today
        faults["valid_from"] = "Le premier jour est à choisir."
    per_100_km = _read(
        read_amount_cents(fields.per_100_km), "per_100_km", faults, "Un montant en euros est attendu."
    )
    per_hour = _read(
        read_amount_cents(fields.per_hour or "0"), "per_hour", faults, "Un montant en euros est attendu."
    )
    prep = _read(
        read_minutes(fields.prep_minutes or "0"), "prep_minutes", faults, "Des minutes sont attendues."
    )
    factors = [_factor(getattr(fields, name), name, faults) for name in ("g_per_km", "g_per_litre")]
    if not fields.cost_source.strip():
        faults["cost_source"] = "Dites d'où viennent ces montants : ils sont montrés avec chaque coût."
    if any(factors) and not fields.carbon_source.strip():
        faults["carbon_source"] = "Dites d'où vient le facteur : les méthodes publiées diffèrent de 2,5 fois."
    if faults:
        return None
    rates = CostRates(per_100_km, per_hour, fields.cost_source.strip())
    carbon = CarbonFactors(factors[0], factors[1], fields.carbon_source.strip())
    return Basis(valid_from, rates, prep, carbon, visit.visitor.coordinator_id, visit.now_ms)


def _factor(text: str, name: str, faults: dict[str, str]) -> int | None:
    plain = text.strip().replace(" ", "")
    if not plain:
        return None
    if not plain.isascii() or not plain.isdecimal() or not 0 < int(plain) <= HIGHEST_FACTOR_G:
        faults[name] = "Des grammes entiers sont attendus, par exemple 205."
        return None
    return int(plain)


def _read(value: int | None, name: str, faults: dict[str, str], sentence: str) -> int:
    if value is None:
        faults[name] = sentence
        return 0
    return value


def _form_of(now: Basis | None, today: date) -> RatesFields:
    if now is None:
        return RatesFields(valid_from=today.isoformat(), g_per_litre="3160")
    carbon = now.carbon
    return RatesFields(
        valid_from=today.isoformat(),
        per_100_km=_amount(now.rates.cents_per_100_km),
        per_hour=_amount(now.rates.cents_per_hour),
        prep_minutes=str(now.prep_minutes),
        cost_source=now.rates.method,
        g_per_km="" if carbon.g_per_km is None else str(carbon.g_per_km),
        g_per_litre="3160" if carbon.g_per_litre is None else str(carbon.g_per_litre),
        carbon_source=carbon.source,
    )


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
