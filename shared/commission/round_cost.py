"""What a round really cost: kilometres and hours at the co-op's own rates, and the costs paid.

Source: C = km * c_km + hours * hourly + fees (COMMISSIONS, cost and carbon).
"""

import json
from dataclasses import dataclass
from typing import Any

from shared.money import half_away

METRES_IN_100_KM = 100_000
MINUTES_IN_HOUR = 60


@dataclass(frozen=True, slots=True)
class CostRates:
    """What the co-op counts for a hundred kilometres and for an hour, and where these rates come from."""

    cents_per_100_km: int
    cents_per_hour: int = 0
    method: str = ""


@dataclass(frozen=True, slots=True)
class RoundCost:
    """The parts of a round's cost, in cents."""

    distance_cents: int
    time_cents: int
    fees_cents: int

    @property
    def total_cents(self) -> int:
        """All of it."""
        return self.distance_cents + self.time_cents + self.fees_cents


def cost_of_round(distance_m: int, minutes: int, fees_cents: int, rates: CostRates) -> RoundCost:
    """Each part rounded half away from zero to the cent."""
    return RoundCost(
        half_away(distance_m * rates.cents_per_100_km, METRES_IN_100_KM),
        half_away(minutes * rates.cents_per_hour, MINUTES_IN_HOUR),
        fees_cents,
    )


def write_cost_rates(rates: CostRates) -> dict[str, Any]:
    """As phones receive them."""
    return {
        "cents_per_100_km": rates.cents_per_100_km,
        "cents_per_hour": rates.cents_per_hour,
        "method": rates.method,
    }


def read_cost_rates(text: str) -> CostRates | None:
    """From the JSON text of a row; None where it cannot be read."""
    try:
        found: Any = json.loads(text)
        per_100_km, per_hour = found["cents_per_100_km"], found.get("cents_per_hour", 0)
        method = found.get("method", "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if type(per_100_km) is not int or type(per_hour) is not int or not isinstance(method, str):
        return None
    return CostRates(per_100_km, per_hour, method) if per_100_km >= 0 and per_hour >= 0 else None
