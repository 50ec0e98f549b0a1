"""Numbers, money, dates and times as people write them in France and in English."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
CO_OP_ZONE = ZoneInfo("Europe/Paris")
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


class Language(StrEnum):
    """The languages of the app."""

    FRENCH = "fr"
    ENGLISH = "en"


_DAYS = {
    Language.FRENCH: ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    Language.ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_LONG_DAYS = {
    Language.FRENCH: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    Language.FRENCH: (
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
    Language.ENGLISH: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip
_LONG_MONTHS = {
    Language.FRENCH: (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def _grouped(whole: int, separator: str) -> str:
    return f"{whole:,}".replace(",", separator)


@dataclass(frozen=True, slots=True)
class Format:
    """How a value is written in one language; times are those of the co-op's zone."""

    language: Language

    @property
    def _french(self) -> bool:
        return self.language is Language.FRENCH

    def money(self, amount_cents: int) -> str:
        """« 1 234,50 € » with narrow no-break spaces, or « €1,234.50 »."""
        sign = "−" if amount_cents < 0 else ""
        euros, cents = divmod(abs(amount_cents), 100)
        if self._french:
            return f"{sign}{_grouped(euros, NARROW_SPACE)},{cents:02d}{NARROW_SPACE}€"
        return f"{sign}€{_grouped(euros, ',')}.{cents:02d}"

    def rate(self, rate_bp: int) -> str:
        """« 5 % », « 0,5 % »: basis points as a percentage, no useless zero."""
        whole, rest = divmod(rate_bp, 100)
        point = "," if self._french else "."
        decimals = f"{rest:02d}".rstrip("0")
        number = f"{whole}{point}{decimals}" if decimals else str(whole)
        return f"{number}{NARROW_SPACE}%" if self._french else f"{number}%"

    def number(self, value: int) -> str:
        """A whole number, thousands grouped."""
        return _grouped(value, NARROW_SPACE if self._french else ",")

    def day(self, day: date) -> str:
        """« ven. 6 nov. »."""
        month = _MONTHS[self.language][day.month - 1]
        return f"{_DAYS[self.language][day.weekday()]} {day.day}{NO_BREAK_SPACE}{month}"

    def long_day(self, day: date) -> str:
        """« vendredi 6 novembre »."""
        month = _LONG_MONTHS[self.language][day.month - 1]
        return f"{_LONG_DAYS[self.language][day.weekday()]} {day.day}{NO_BREAK_SPACE}{month}"

    def month(self, period: str) -> str:
        """« novembre 2026 » from the period `2026-11`."""
        year, _, month = period.partition("-")
        return f"{_LONG_MONTHS[self.language][int(month) - 1]}{NO_BREAK_SPACE}{year}"

    def clock(self, at_ms: int) -> str:
        """« 18 h 42 », or « 18:42 »."""
        at = local_time(at_ms)
        return self.hour_minute(f"{at.hour:02d}:{at.minute:02d}")

    def hour_minute(self, hh_mm: str) -> str:
        """The hour of a plan (`06:30`) as people write it."""
        hour, _, minute = hh_mm.partition(":")
        if self._french:
            return f"{int(hour)}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{minute}"
        return f"{int(hour)}:{minute}"

    def moment(self, at_ms: int, now_ms: int) -> str:
        """The hour alone today, the day before it otherwise."""
        at, now = local_time(at_ms), local_time(now_ms)
        if at.date() == now.date():
            return self.clock(at_ms)
        return f"{self.day(at.date())}, {self.clock(at_ms)}"

    def age(self, age_ms: int) -> str:
        """How long ago, in the largest unit that matters."""
        if age_ms < MINUTE_MS:
            return "moins d’une minute" if self._french else "less than a minute"
        if age_ms < HOUR_MS:
            return f"{age_ms // MINUTE_MS}{NO_BREAK_SPACE}min"
        if age_ms < 2 * DAY_MS:
            hours, minutes = divmod(age_ms // MINUTE_MS, 60)
            return f"{hours}{NO_BREAK_SPACE}h" + (f"{NO_BREAK_SPACE}{minutes:02d}" if minutes else "")
        days = age_ms // DAY_MS
        return f"{days}{NO_BREAK_SPACE}jours" if self._french else f"{days} days"


def local_time(at_ms: int) -> datetime:
    """The co-op's wall clock at an instant."""
    return datetime.fromtimestamp(at_ms / 1000, CO_OP_ZONE)
