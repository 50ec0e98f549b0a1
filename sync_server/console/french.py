"""Dates, times, amounts and counts in the console's one language, in the co-op's own time."""

import unicodedata
from datetime import UTC, date, datetime

from shared.commission.local_time import local_datetime, local_offset_ms
from shared.words import format as words
from shared.words.language import Language

_FR = Language.FRENCH
MINUTE_MS = 60_000
MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
HOUR_MS = MINUTES_PER_HOUR * MINUTE_MS
DAY_MS = 24 * HOUR_MS
FIRST_YEAR = 1970


def local_day(at_ms: int) -> date:
    """The co-op's day of an instant."""
    return local_datetime(at_ms).date()


def euros(amount_cents: int) -> str:
    """« 1 234,50 € »."""
    return words.format_amount(amount_cents, _FR)


def rate(rate_bp: int) -> str:
    """« 5 % »."""
    return words.format_rate(rate_bp, _FR)


def temperature(temp_dc: int) -> str:
    """« 3,5 °C »."""
    return words.format_temperature(temp_dc, _FR)


def whole(number: int) -> str:
    """« 1 234 »."""
    return words.format_whole(number, _FR)


def day(value: date | str) -> str:
    """« ven. 6 nov. », held together on one line."""
    return words.format_date(_as_date(value), _FR).replace(" ", words.NO_BREAK_SPACE)


def long_day(value: date | str) -> str:
    """« vendredi 6 novembre 2026 »."""
    return words.format_long_date(_as_date(value), _FR)


def numeric_day(value: date | str) -> str:
    """« 06/11/2026 », as papers and forms write it."""
    return _as_date(value).strftime("%d/%m/%Y")


def month(period: str) -> str:
    """« novembre 2026 » of the period `2026-11`."""
    return words.format_period(period, _FR)


def of_month(period: str) -> str:
    """« de novembre 2026 », « d'avril 2027 »."""
    name = month(period)
    return f"d'{name}" if name[0] in "ao" else f"de {name}"


def clock(at_ms: int) -> str:
    """« 18 h 42 »."""
    return words.format_time(at_ms, _FR)


def planned_clock(planned_at: str) -> str:
    """« 7 h 00 » of a plan's "07:00"."""
    return words.format_planned_time(planned_at, _FR)


def day_and_clock(at_ms: int) -> str:
    """« ven. 6 nov. à 18 h 42 »."""
    return f"{day(local_day(at_ms))} à {clock(at_ms)}"


def how_long(spent_ms: int) -> str:
    """« 3 jours », « 2 h », « 5 min »: the largest unit alone, rounded down."""
    minutes = max(0, spent_ms) // MINUTE_MS
    if minutes < 1:
        return "moins d'une minute"
    if minutes < MINUTES_PER_HOUR:
        return f"{minutes}{words.NO_BREAK_SPACE}min"
    if minutes < MINUTES_PER_DAY:
        return f"{minutes // MINUTES_PER_HOUR}{words.NO_BREAK_SPACE}h"
    return counted(minutes // MINUTES_PER_DAY, "jour")


def counted(number: int, word: str, plural: str | None = None) -> str:
    """« 1 caisse », « 12 caisses », « 0 caisse »."""
    return words.format_count(number, word, plural or f"{word}s", _FR)


def in_the_alphabet(text: str) -> str:
    """A key that sorts « Épicerie » among the E, as a reader looks for it."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _as_date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def field_of_instant(at_ms: int) -> str:
    """« 2026-11-06T09:30 »: an instant as a date and time field holds it."""
    return local_datetime(at_ms).strftime("%Y-%m-%dT%H:%M")


def instant_of_field(text: str) -> int | None:
    """The instant such a field names; None where it names none."""
    try:
        wall = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    if wall.year < FIRST_YEAR:
        return None
    wall_ms = int(wall.timestamp() * 1000)
    # The hour that a change of clocks repeats is read as its second turn.
    return wall_ms - local_offset_ms(wall_ms - HOUR_MS)
