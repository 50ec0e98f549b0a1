"""What the offer of a code shows: who has just enrolled, and whether a code is set."""

from dataclasses import dataclass

from mobile.screens.contract import Reading
from mobile.store.pin import read_pin_file


@dataclass(frozen=True, slots=True)
class FirstCodeState:
    """`has_pin`: nothing is left to offer."""

    has_pin: bool


def load(reading: Reading) -> FirstCodeState:
    """As kept now."""
    return FirstCodeState(read_pin_file(reading.store.folder) is not None)
