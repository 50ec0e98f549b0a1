"""Values as people write them: the shared formats, and those only the phone needs."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.commission.local_time import local_datetime
from shared.words.format import (
    MINUS,
    NO_BREAK_SPACE,
    format_amount,
    format_date,
    format_distance,
    format_period,
    format_rate,
    format_temperature,
    format_time,
    format_whole,
)
from shared.words.labels import label
from shared.words.language import Language

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_LONG_DAYS = {
    Language.FRENCH: ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"),
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_FRENCH_SIGNS = re.compile(r" (?=[:;!?»])|(?<=«) ")


# What the bundled font holds. For any other sign the web client asks a font of an outside server, for ever.
_NOT_IN_FONT = re.compile(
    r"[^\n -~\u00a0-\u017f\u0218-\u021b\u0300-\u0344\u2001-\u2027\u202f-\u205f€№™−≈≠≤≥ﬁﬂ]"
)
_WRITTEN_AS = {"→": "–", "←": "–", "✓": "·", "★": "*", "☆": "*"}


def writable(text: str) -> str:
    """The text with every sign the bundled font lacks replaced by one it has."""
    composed = unicodedata.normalize("NFC", text)
    return _NOT_IN_FONT.sub(lambda sign: _WRITTEN_AS.get(sign[0], "·"), composed)


def _hold_together(_space: re.Match[str]) -> str:
    return NO_BREAK_SPACE


@dataclass(frozen=True, slots=True)
class Format:
    """How a value is written in one language; times are those of France."""

    language: Language

    @property
    def _french(self) -> bool:
        return self.language is Language.FRENCH

    def typeset(self, text: str) -> str:
        """As the bundled font can write it; French signs keep to their word at the end of a line."""
        written = text if text.isascii() else writable(text)
        return _FRENCH_SIGNS.sub(_hold_together, written) if self._french else written

    def word(self, member: StrEnum) -> str:
        """The label of a shared value, to stand within a sentence."""
        return label(member, self.language)

    def title_word(self, member: StrEnum) -> str:
        """The same label, to stand alone."""
        said = self.word(member)
        return said[:1].upper() + said[1:]

    def money(self, amount_cents: int) -> str:
        """« 1 234,50 € »."""
        return format_amount(amount_cents, self.language)

    def rate(self, rate_bp: int) -> str:
        """« 5 % »."""
        return format_rate(rate_bp, self.language)

    def number(self, value: int) -> str:
        """« 1 234 »."""
        return format_whole(value, self.language)

    def kilometres(self, distance_m: int) -> str:
        """« 61,4 »: to the hundred metres, and no decimal where there is none."""
        whole, tenths = divmod((distance_m + 50) // 100, 10)
        return self.number(whole) + (f"{',' if self._french else '.'}{tenths}" if tenths else "")

    def megabytes(self, size_bytes: int) -> str:
        """« 1,4 Mo »: to the hundred kilobytes."""
        return f"{self.kilometres(size_bytes // 1000)}{NO_BREAK_SPACE}{'Mo' if self._french else 'MB'}"

    def pin(self, lat: float, lon: float) -> str:
        """« 47,331005 −1,624706 », as a map takes it."""
        shown = [f"{degrees:.6f}".replace("-", MINUS) for degrees in (lat, lon)]
        return " ".join(each.replace(".", ",") for each in shown) if self._french else ", ".join(shown)

    def phone(self, number: str) -> str:
        """« 02 40 12 34 56 » or « +33 2 40 12 34 56 »; numbers of other lengths as they are."""
        head, digits = ("", number)
        if number.startswith("+33") and len(number) == len("+33240123456"):
            head, digits = f"+33{NO_BREAK_SPACE}{number[3]}{NO_BREAK_SPACE}", number[4:]
        elif len(number) != len("0240123456") or number.startswith("+"):
            return number
        return head + NO_BREAK_SPACE.join(digits[at : at + 2] for at in range(0, len(digits), 2))

    def temperature(self, temp_dc: int) -> str:
        """« 3,5 °C »."""
        return format_temperature(temp_dc, self.language)

    def distance(self, away_m: int) -> str:
        """« 1,2 km »."""
        return format_distance(away_m, self.language)

    def day(self, day: date) -> str:
        """« ven. 6 nov. »."""
        return format_date(day, self.language)

    def big_day(self, day: date) -> str:
        """« Vendredi 6 nov. »: the day that heads a screen."""
        short = format_date(day, self.language)
        return f"{_LONG_DAYS[self.language][day.weekday()]}{short[short.index(' ') :]}"

    def month(self, period: str) -> str:
        """« novembre 2026 » from the period `2026-11`."""
        return format_period(period, self.language)

    def clock(self, at_ms: int) -> str:
        """« 18 h 42 »."""
        return format_time(at_ms, self.language)

    def hour_minute(self, hh_mm: str) -> str:
        """The hour of a plan (`06:30`) as people write it."""
        hour, _, minute = hh_mm.partition(":")
        if self._french:
            return f"{int(hour)}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{minute}"
        return f"{int(hour):02d}:{minute}"

    def moment(self, at_ms: int, now_ms: int) -> str:
        """The hour alone today, the day before it otherwise."""
        at, now = local_datetime(at_ms), local_datetime(now_ms)
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
        return f"{age_ms // DAY_MS}{NO_BREAK_SPACE}{'jours' if self._french else 'days'}"
