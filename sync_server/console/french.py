"""Dates, times, counts and sentences' small pieces as the console writes them, in the co-op's own time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


def local_day(at_ms: int) -> date:
    """The co-op's day of an instant."""
    return _local(at_ms).date()


def day(value: date | str) -> str:
    """« ven. 6 nov. »."""
    on = _as_date(value)
    return f"{_DAYS[on.weekday()][:3]}.\u00a0{on.day}\u00a0{_SHORT_MONTHS[on.month - 1]}"


def long_day(value: date | str) -> str:
    """« vendredi 6 novembre 2026 »."""
    on = _as_date(value)
    number = "1er" if on.day == 1 else str(on.day)
    return f"{_DAYS[on.weekday()]} {number} {_MONTHS[on.month - 1]} {on.year}"


def month(period: str) -> str:
    """« novembre 2026 » of the period `2026-11`."""
    year, number = period.split("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def of_month(period: str) -> str:
    """« de novembre 2026 », « d'avril 2027 »."""
    name = month(period)
    return f"d'{name}" if name[0] in "ao" else f"de {name}"


def clock(at_ms: int) -> str:
    """« 18 h 42 », hours and minutes held together by a no-break space."""
    at = _local(at_ms)
    return f"{at.hour}\u00a0h\u00a0{at.minute:02d}"


def day_and_clock(at_ms: int) -> str:
    """« ven. 6 nov. à 18 h 42 »."""
    return f"{day(local_day(at_ms))} à {clock(at_ms)}"


def how_long(spent_ms: int) -> str:
    """« 3 jours », « 2 h », « 5 min »: the largest unit alone, rounded down."""
    minutes = max(0, spent_ms) // MINUTE_MS
    if minutes < 1:
        return "moins d'une minute"
    if minutes < 60:
        return f"{minutes}\u00a0min"
    if minutes < 24 * 60:
        return f"{minutes // 60}\u00a0h"
    return counted(minutes // (24 * 60), "jour")


def counted(number: int, word: str, plural: str | None = None) -> str:
    """« 1 caisse », « 12 caisses », « 0 caisse »: French has no plural below two."""
    return f"{whole(number)}\u00a0{word if abs(number) < 2 else plural or word + 's'}"


def whole(number: int) -> str:
    """« 1 234 » with narrow no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


def previous_month(period: str) -> str:
    """The period before: `2026-10` of `2026-11`."""
    first = date.fromisoformat(f"{period}-01")
    return (first - timedelta(days=1)).isoformat()[:7]


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZONE)


def _as_date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def euros(amount_cents: int) -> str:
    """« 1 234,50 € » with narrow no-break spaces; a real minus sign."""
    whole_euros, cents = divmod(abs(amount_cents), 100)
    return f"{'−' if amount_cents < 0 else ''}{whole(whole_euros)},{cents:02d}\u202f€"
