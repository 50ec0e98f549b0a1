"""Codes from a reader that types like a keyboard: keys gathered until Enter, on keyboards of any country."""

from collections.abc import Callable

# A reader types a code within a second; what lay there longer was somebody's finger.
SAME_CODE_MS = 1_000
KEYS_MAX = 512
# Shorter than any code: a key touched by chance, then Enter.
KEYS_MIN = 6
ENTER = ("Enter", "Numpad Enter")
NUMPAD = "Numpad "
SPACE = "Space"
# The keys of the digits of a French keyboard without Shift, as a reader set for another country meets them.
_AZERTY_DIGITS = str.maketrans("&É\"'(-È_ÇÀ", "1234567890")
# What a reader set for an American keyboard makes of letters and signs on a French one.
_AZERTY_LETTERS = str.maketrans("AQZW,;:!?M)", "QAWZM,./M:-")

IsCode = Callable[[str], bool]


def readings(typed: str) -> tuple[str, ...]:
    """What the keys may mean: as they are, digits of a French keyboard, and a reader set for another one."""
    digits = typed.translate(_AZERTY_DIGITS)
    swapped = typed.translate(_AZERTY_LETTERS).translate(_AZERTY_DIGITS)
    return tuple(dict.fromkeys((typed, digits, swapped)))


class Wedge:
    """One reader, key by key. `is_code` tells which of several readings is one, by its check character."""

    def __init__(self, is_code: IsCode) -> None:
        self._is_code = is_code
        self._typed = ""
        self._last_ms = 0

    def press(self, key: str, now_ms: int) -> str | None:
        """One key by its label, capital as they all are; a code at the Enter that ends it."""
        if now_ms - self._last_ms > SAME_CODE_MS:
            self._typed = ""
        self._last_ms = now_ms
        if key in ENTER:
            return self._end()
        self._typed = (self._typed + _character(key))[:KEYS_MAX]
        return None

    def forget(self) -> None:
        """These keys were for a text field."""
        self._typed = ""

    def _end(self) -> str | None:
        typed, self._typed = self._typed, ""
        if len(typed) < KEYS_MIN:
            return None
        return next((reading for reading in readings(typed) if self._is_code(reading)), typed)


def _character(key: str) -> str:
    """A key that writes something; Shift, arrows and their like write nothing."""
    if key == SPACE:
        return " "
    label = key.removeprefix(NUMPAD) if key.startswith(NUMPAD) else key
    return label.upper() if len(label) == 1 else ""
