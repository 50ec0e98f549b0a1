"""What is shown of who holds this phone: whether there is a code, and the people by name."""

from dataclasses import dataclass

from mobile.screens.contract import Holder, Reading
from mobile.store.pin import read_pin_file
from mobile.store.roster import PERSONS_MAX


@dataclass(frozen=True, slots=True)
class AccessState:
    """`has_room`: one more person may enrol."""

    has_pin: bool
    holders: tuple[Holder, ...]
    has_room: bool
    is_practice: bool


def load(reading: Reading) -> AccessState:
    """As kept now."""
    enrolled = tuple(each for each in reading.holders if each.is_enrolled)
    return AccessState(
        has_pin=read_pin_file(reading.store.folder) is not None,
        holders=enrolled,
        has_room=len(enrolled) < PERSONS_MAX,
        is_practice=reading.is_practice,
    )
