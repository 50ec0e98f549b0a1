"""What the lock shows: whose turn it is, and who else shares this phone. No row of anybody's round."""

from dataclasses import dataclass

from mobile.screens.contract import Holder, Reading


@dataclass(frozen=True, slots=True)
class LockState:
    """The names alone."""

    name: str
    others: tuple[Holder, ...]


def load(reading: Reading) -> LockState:
    """Who holds the phone, and whom it may be handed to."""
    current = next((each for each in reading.holders if each.is_current), None)
    others = tuple(each for each in reading.holders if not each.is_current and each.is_enrolled)
    return LockState(current.name if current else "", others)
