"""What is shown of the practice round: whether one is being driven."""

from dataclasses import dataclass

from mobile.screens.contract import Reading


@dataclass(frozen=True, slots=True)
class PracticeState:
    """On the practice store, or on a person's own."""

    is_practice: bool


def load(reading: Reading) -> PracticeState:
    """As it is now."""
    return PracticeState(reading.is_practice)
