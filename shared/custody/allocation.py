"""Which crate goes behind which door of a locker bank: a proposal, the same for the same bank and crates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.network import TemperatureClass

_FITS_ML = {"S": 20_000, "M": 40_000}
_SIZES = ("S", "M", "L")
CRATE_ML = 40_000


class DoorState(StrEnum):
    """What is known of a compartment."""

    FREE = "free"
    OCCUPIED = "occupied"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Door:
    """One compartment of a bank; a size nobody knows is taken to fit, after S and before L."""

    compartment: str
    size: str
    is_cold: bool
    state: DoorState = DoorState.FREE

    def suits(self, load: "Load") -> bool:
        """Whether the goods fit in and stay as cold as they must."""
        return load.volume_ml <= _FITS_ML.get(self.size, load.volume_ml) and (
            self.is_cold or not load.needs_cold
        )


@dataclass(frozen=True, slots=True)
class Load:
    """One crate to be put away."""

    code: str
    cls: TemperatureClass | None = None
    volume_ml: int = CRATE_ML

    @property
    def needs_cold(self) -> bool:
        """Whether the goods may not get warm."""
        return self.cls is not None and self.cls.highest_dc is not None

    @property
    def suits_no_locker(self) -> bool:
        """A refrigerated door keeps nothing frozen and nothing hot."""
        return self.cls in (TemperatureClass.FROZEN, TemperatureClass.HOT_63)


def propose(doors: Iterable[Door], loads: Iterable[Load]) -> Mapping[str, str]:
    """A compartment for each crate that can have one, by code: cold goods first, then the larger ones.

    The smallest free door that suits is taken, and a cold one is kept for cold goods as long as others are
    free. Crates that find none are left out.
    """
    free = {door.compartment: door for door in doors if door.state is DoorState.FREE}
    found: dict[str, str] = {}
    for load in sorted(loads, key=lambda each: (not each.needs_cold, -each.volume_ml, each.code)):
        fitting = [door for door in free.values() if door.suits(load) and not load.suits_no_locker]
        if not fitting:
            continue
        chosen = min(fitting, key=lambda door: _cost(door, load))
        found[load.code] = chosen.compartment
        del free[chosen.compartment]
    return found


def content_of_crate_ml(consignment_ml: int, rank: int, crates: int) -> int:
    """What the crate `rank` of `crates` holds: all are full but the last. Source: decision 0042."""
    if rank < crates or consignment_ml <= 0:
        return CRATE_ML
    rest = consignment_ml - CRATE_ML * (crates - 1)
    return min(max(rest, 1), CRATE_ML)


def _cost(door: Door, load: Load) -> tuple[bool, int, str]:
    size = _SIZES.index(door.size) if door.size in _SIZES else _SIZES.index("M")
    return (door.is_cold and not load.needs_cold, size, door.compartment)
