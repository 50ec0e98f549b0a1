"""Sentences of the phone: Caisses vides et températures."""

from collections.abc import Callable
from dataclasses import dataclass

from mobile.texts.shape.counts import Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoTexts:
    """Caisses vides et températures."""

    title: str
    empties_left: str
    empties_taken: str
    one_less: str
    one_more: str
    record_empties: str
    empties_counted: Callable[[int, int], str]
    reading_asked: Filled
    colder: str
    warmer: str
    turn_sign: str
    fits: Callable[[str, str], str]
    too_warm: Callable[[str, str], str]
    too_cold: Callable[[str, str], str]
    no_temperature: str
    without_reading: str
    record_too_warm: str
    correct_reading: str
