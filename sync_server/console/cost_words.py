"""Costs, carbon and legal modes in words: every figure with its method, what is not known said so."""

from shared.money import half_away
from shared.words.format import NO_BREAK_SPACE
from sync_server.commission.carbon import CarbonMethod, Footprint
from sync_server.commission.cost_basis import Basis, LegalMode
from sync_server.commission.round_figures import ALERT_BP, RoundFigures
from sync_server.console import french
from sync_server.console.chips import Chip, Tone

ADVICE = "À valider avec votre conseil."
MODE_WORDS = {
    LegalMode.ENTRAIDE: "Entraide",
    LegalMode.PRESTATION: "Prestation",
    LegalMode.TRANSPORTEUR: "Transporteur",
}
MODE_NOTES = {
    LegalMode.ENTRAIDE: "Service gratuit ou partage de frais entre agriculteurs (Code rural, L325-1).",
    LegalMode.PRESTATION: "Service facturé, avec sa TVA.",
    LegalMode.TRANSPORTEUR: "Transport par quelqu'un d'inscrit au registre des transporteurs.",
}
NO_BASIS = "taux non fixés ce jour-là"
NOT_SAID = "non dit"
OVER = Chip(Tone.WAITING, "alert", "Au-delà de 20 % du CA")
ABOVE_COST = Chip(Tone.WAITING, "alert", "Commission au-dessus du coût")
FAR = Chip(Tone.WAITING, "alert", "Plus de 100 km")


def kilometres(distance_m: int) -> str:
    """« 61,4 km », to the hundred metres."""
    tenths = half_away(distance_m, 100)
    return f"{french.whole(tenths // 10)},{tenths % 10}{NO_BREAK_SPACE}km"


def kilograms(grams: int) -> str:
    """« 14,7 kg », to the hundred grams."""
    sign, tenths = ("-" if grams < 0 else ""), abs(half_away(grams, 100))
    return f"{sign}{french.whole(tenths // 10)},{tenths % 10}{NO_BREAK_SPACE}kg"


def factor_sentence(footprint: Footprint) -> str:
    """« par les km : 205 g par km (ADEME, 2025) »."""
    match footprint.method:
        case CarbonMethod.LITRES:
            how = f"par le carburant : {french.whole(footprint.factor_g)} g par litre"
        case CarbonMethod.DISTANCE:
            how = f"par les km : {french.whole(footprint.factor_g)} g par km"
    return f"{how} ({footprint.source or 'source non dite'})"


def missing_words(figures: RoundFigures) -> str:
    """What lacks for a cost; empty where there is one."""
    if figures.cost is not None:
        return ""
    if not figures.is_closed:
        return "tournée pas encore terminée"
    lacks: list[str] = []
    if figures.basis is None:
        lacks.append(NO_BASIS)
    if figures.driven.distance_m is None:
        lacks.append("kilomètres non dits")
    if figures.driven.drive_minutes is None or figures.driven.stop_minutes is None:
        lacks.append("minutes non dites")
    return ", ".join(lacks)


def warnings_of(figures: RoundFigures) -> list[Chip]:
    """What a coordinator should look at. None of it decides anything."""
    warned: list[Chip] = []
    if figures.cost_bp is not None and figures.cost_bp > ALERT_BP:
        warned.append(OVER)
    if figures.pays_above_cost:
        warned.append(ABOVE_COST)
    if figures.is_far and figures.legal_mode is not LegalMode.TRANSPORTEUR:
        warned.append(FAR)
    return warned


def basis_facts(basis: Basis) -> list[tuple[str, str]]:
    """The rates in words."""
    rates, carbon = basis.rates, basis.carbon
    per_km = "non choisi" if carbon.g_per_km is None else f"{french.whole(carbon.g_per_km)} g de CO2e"
    per_litre = (
        "non choisi" if carbon.g_per_litre is None else f"{french.whole(carbon.g_per_litre)} g de CO2e"
    )
    return [
        ("100 km", french.euros(rates.cents_per_100_km)),
        ("Une heure", french.euros(rates.cents_per_hour)),
        ("Préparation, par tournée", french.counted(basis.prep_minutes, "minute")),
        ("D'où viennent ces montants", rates.method or NOT_SAID),
        ("Un kilomètre", per_km),
        ("Un litre", per_litre),
        ("D'où viennent ces facteurs", carbon.source or NOT_SAID),
    ]


def per_unit(cost_cents: int | None, units: int | None, scale: int = 1) -> str:
    """Euros per unit to the cent; « non connu » where the cost or the units are not."""
    if cost_cents is None or not units:
        return "non connu"
    return french.euros(half_away(cost_cents * scale, units))
