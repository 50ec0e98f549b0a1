"""Figures as a person types them in French or English: euros, percents, kilometres, minutes; no float."""

import re

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_AMOUNT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?(?:€|EUR)?", re.IGNORECASE)
_RATE = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?%?")
_DISTANCE = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,3}))?(?:KM)?", re.IGNORECASE)
_MINUTES = re.compile(r"([0-9]{1,5})(?:MIN|MN)?", re.IGNORECASE)
_HOURS = re.compile(r"([0-9]{1,3})[H:]([0-9]{1,2})?", re.IGNORECASE)
_MINUTES_IN_HOUR = 60


def read_amount_cents(text: str) -> int | None:
    """« 12,50 », « 12.5 € », « 1 200 » as whole cents; None where it is no amount of euros."""
    found = _AMOUNT.fullmatch(_BLANKS.sub("", text))
    return None if found is None else int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def read_rate_bp(text: str) -> int | None:
    """« 5 », « 5,17 % » as whole basis points; None where it is no percentage of at most two decimals."""
    found = _RATE.fullmatch(_BLANKS.sub("", text))
    return None if found is None else int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def read_distance_m(text: str) -> int | None:
    """« 61 », « 61,4 km », as whole metres; None where it is no distance in kilometres."""
    found = _DISTANCE.fullmatch(_BLANKS.sub("", text))
    return None if found is None else int(found[1]) * 1000 + int((found[2] or "0").ljust(3, "0"))


def read_minutes(text: str) -> int | None:
    """« 95 », « 95 min », « 1 h 35 » as minutes; None where it is no duration."""
    compact = _BLANKS.sub("", text)
    found = _HOURS.fullmatch(compact)
    if found is not None:
        minutes = int(found[2] or "0")
        return int(found[1]) * _MINUTES_IN_HOUR + minutes if minutes < _MINUTES_IN_HOUR else None
    plain = _MINUTES.fullmatch(compact)
    return None if plain is None else int(plain[1])
