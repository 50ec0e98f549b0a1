"""kgCO2e of a round: by the fuel where it is known, else by the kilometres; the figure carries its method.

Source: COMMISSIONS, cost and carbon. Published factors differ by 2.5 times: a figure without its own is none.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.money import half_away

ML_IN_LITRE = 1_000
M_IN_KM = 1_000


class CarbonMethod(StrEnum):
    """What the grams were computed from."""

    LITRES = "litres"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class CarbonFactors:
    """Grams of CO2e for a kilometre and for a litre, and where they come from."""

    g_per_km: int | None
    g_per_litre: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Footprint:
    """Grams of CO2e, with the method, the factor and the source they come from."""

    grams: int
    method: CarbonMethod
    factor_g: int
    source: str


def footprint_of(distance_m: int | None, litres_ml: int | None, factors: CarbonFactors) -> Footprint | None:
    """By litres where they are known, else by kilometres, half away from zero; None where neither is."""
    if litres_ml is not None and factors.g_per_litre is not None:
        grams = half_away(litres_ml * factors.g_per_litre, ML_IN_LITRE)
        return Footprint(grams, CarbonMethod.LITRES, factors.g_per_litre, factors.source)
    if distance_m is not None and factors.g_per_km is not None:
        grams = half_away(distance_m * factors.g_per_km, M_IN_KM)
        return Footprint(grams, CarbonMethod.DISTANCE, factors.g_per_km, factors.source)
    return None
