"""The network both programs speak of: roles of places, temperature classes, distance on the ground."""

import re
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_000
E7 = 10_000_000
ACCESS_NOTE_MAX_CHARACTERS = 500
_PHONE = re.compile(r"\+?[0-9]{6,15}")
_BETWEEN_DIGITS = re.compile(r"[\s.()/\u00a0\u202f\u2011-]")
_PIN = re.compile(r"([-\u2212]?)(\d{1,2})[.,](\d{2,9})\s*[,;\s]\s*([-\u2212]?)(\d{1,3})[.,](\d{2,9})")


class PlaceRole(StrEnum):
    """What a place is in the chain; it decides the stage of a leg."""

    FARM = "farm"
    HUB = "hub"
    RELAY = "relay"
    LOCKER = "locker"


class TemperatureClass(StrEnum):
    """Legal temperature classes. Source: arrêté du 21 décembre 2009, annexe I."""

    AMBIENT = "ambiant"
    CHILLED_8 = "frais_8"
    CHILLED_4 = "frais_4"
    CHILLED_3 = "frais_3"
    MINCED_2 = "haché_2"
    FROZEN = "gel_-18"
    HOT_63 = "chaud_63"
    MAKER = "fabricant"

    @property
    def highest_dc(self) -> int | None:
        """The warmest allowed reading in tenths of a degree, None where the class sets no ceiling."""
        return _HIGHEST_DC.get(self)

    @property
    def lowest_dc(self) -> int | None:
        """The coldest allowed reading in tenths of a degree, None where the class sets no floor."""
        return 630 if self is TemperatureClass.HOT_63 else None

    def allows(self, reading_dc: int) -> bool:
        """Whether a reading, in tenths of a degree, respects the class."""
        highest, lowest = self.highest_dc, self.lowest_dc
        return (highest is None or reading_dc <= highest) and (lowest is None or reading_dc >= lowest)


_HIGHEST_DC: dict[TemperatureClass, int] = {
    TemperatureClass.CHILLED_8: 80,
    TemperatureClass.CHILLED_4: 40,
    TemperatureClass.CHILLED_3: 30,
    TemperatureClass.MINCED_2: 20,
    TemperatureClass.FROZEN: -180,
}


@dataclass(frozen=True, slots=True)
class Pin:
    """A point on the ground, in degrees times 10^7."""

    lat_e7: int
    lon_e7: int

    @property
    def lat(self) -> float:
        """Latitude in degrees."""
        return self.lat_e7 / E7

    @property
    def lon(self) -> float:
        """Longitude in degrees."""
        return self.lon_e7 / E7


def read_pin(text: str) -> Pin | None:
    """« 47,331005 -1,624706 » or « 47.331005, -1.624706 », as maps give them; None where it is no point."""
    found = _PIN.fullmatch(text.strip())
    if found is None:
        return None
    pin = Pin(_e7(*found.groups()[:3]), _e7(*found.groups()[3:]))
    return pin if abs(pin.lat_e7) <= 90 * E7 and abs(pin.lon_e7) <= 180 * E7 else None


def read_phone(text: str) -> str | None:
    """« 02 40 12 34 56 » or « +33 2.40.12.34.56 » as digits alone, with a + first where there is one.

    None where it is no number that can be called; nothing typed is an empty text.
    """
    digits = _BETWEEN_DIGITS.sub("", text)
    return digits if not digits or _PHONE.fullmatch(digits) else None


def _e7(sign: str, whole: str, part: str) -> int:
    value = int(whole) * E7 + int(part[:7].ljust(7, "0"))
    return -value if sign else value


def distance_m(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> int:
    """Great-circle distance in whole metres between two points in decimal degrees (haversine)."""
    north = sin(radians(to_lat - from_lat) / 2) ** 2
    east = sin(radians(to_lon - from_lon) / 2) ** 2
    share = north + cos(radians(from_lat)) * cos(radians(to_lat)) * east
    return round(2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, share))))
