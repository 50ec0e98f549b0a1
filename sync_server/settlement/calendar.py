"""Periods as stretches of local time in France."""

import re
from datetime import date, timedelta

from shared.commission.local_time import local_offset_ms

# Months of this millennium: the calendar ends in December 9999, and what follows a month must be in it.
_PERIOD = re.compile(r"2[0-9]{3}-(0[1-9]|1[0-2])")
_EPOCH = date(1970, 1, 1)
_DAY_MS = 24 * 3_600_000
_DECEMBER = 12


def is_period(text: str) -> bool:
    """Whether the text names a month, as `2026-11`."""
    return _PERIOD.fullmatch(text) is not None


def last_day_of_period(period: str) -> date:
    """The last local day of the month."""
    return _first_day_after(period) - timedelta(days=1)


def end_of_period_ms(period: str) -> int:
    """The instant at which the month is over in France, in ms since 1970 UTC."""
    midnight_utc_ms = (_first_day_after(period) - _EPOCH).days * _DAY_MS
    # Clocks never change on the first of a month: the offset at midnight UTC is the local one.
    return midnight_utc_ms - local_offset_ms(midnight_utc_ms)


def _first_day_after(period: str) -> date:
    year, month = (int(part) for part in period.split("-"))
    return date(year + 1, 1, 1) if month == _DECEMBER else date(year, month + 1, 1)
