"""A tariff told in words, term by term, and what it pays for one worked consignment."""

from dataclasses import dataclass

from shared.commission.legs import Stage
from shared.commission.tariff import Tariff
from shared.money import apply_rate
from shared.words.labels import label
from sync_server.console import french

# The consignment of the golden case G1: 577 EUR in 8 crates.
EXAMPLE_TURNOVER_CENTS = 57_700
EXAMPLE_CRATES = 8


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a tariff: what it pays, how much, and in one sentence for what."""

    word: str
    value: str
    says: str


def terms_of(tariff: Tariff) -> list[Term]:
    """Every term that pays something, and how amounts are shared."""
    base = f"du chiffre d'affaires {label(tariff.base)} du lot"
    terms = [
        Term(label(stage).capitalize(), french.rate(tariff.percent.of(stage)), base)
        for stage in Stage
        if tariff.percent.of(stage)
    ]
    if tariff.keeper_bp:
        kept = "à qui tient le point où la caisse arrive"
        terms.append(Term("Part du point relais", french.rate(tariff.keeper_bp), f"{base}, {kept}"))
    if tariff.flat_per_crate_cents:
        each = "pour chaque caisse portée pour un autre"
        terms.append(Term("Forfait par caisse", french.euros(tariff.flat_per_crate_cents), each))
    if tariff.flat_per_stop_cents:
        each = "pour chaque arrêt avec une caisse d'un autre, partagé entre les fermes aidées selon leur CA"
        terms.append(Term("Forfait par arrêt", french.euros(tariff.flat_per_stop_cents), each))
    return [*terms, *_limits(tariff), *_pool(tariff), *_sharing(tariff)]


def example_of(tariff: Tariff) -> list[tuple[str, str]]:
    """What each stage pays for the worked consignment; stages that pay nothing are left out."""
    flat_cents = tariff.flat_per_crate_cents * EXAMPLE_CRATES
    amounts = [
        (label(stage).capitalize(), apply_rate(EXAMPLE_TURNOVER_CENTS, tariff.percent.of(stage)) + flat_cents)
        for stage in Stage
    ]
    amounts.append(("Point relais", apply_rate(EXAMPLE_TURNOVER_CENTS, tariff.keeper_bp)))
    return [(word, french.euros(cents)) for word, cents in amounts if cents]


def _limits(tariff: Tariff) -> list[Term]:
    terms: list[Term] = []
    if tariff.round_floor_cents is not None:
        says = "par aidant et par tournée ; ce qui manque est payé par le réseau"
        terms.append(Term("Minimum", french.euros(tariff.round_floor_cents), says))
    if tariff.round_cap_cents is not None:
        says = "par aidant et par tournée ; au-delà, chaque ligne est réduite en proportion"
        terms.append(Term("Maximum", french.euros(tariff.round_cap_cents), says))
    return terms


def _pool(tariff: Tariff) -> list[Term]:
    if tariff.pool is None:
        return []
    sales, logistics = french.rate(tariff.pool.sales_bp), french.rate(tariff.pool.logistics_bp)
    says = f"des ventes, dont {logistics} vont aux aidants selon : {label(tariff.pool.key)}"
    return [Term("Pot commun", sales, says)]


def _sharing(tariff: Tariff) -> list[Term]:
    return [
        Term("Entre les caisses d'un lot", label(tariff.crate_weights), "au plus fort reste, au centime"),
        Term(
            "Entre deux aidants qui se relaient",
            label(tariff.handover_split),
            "au plus fort reste, au centime",
        ),
    ]
