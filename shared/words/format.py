"""Amounts, rates, dates and times as people write them in French and in English; no locale tables."""

from datetime import date

from shared.commission.local_time import local_datetime
from shared.words.language import Language

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
M_PER_KM = 1_000
G_PER_KG = 1_000

_DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT_MONTHS_FR = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def format_amount(amount_cents: int, language: Language) -> str:
    """« 1 234,50 € » with narrow no-break spaces; « €1,234.50 » in English."""
    sign = MINUS if amount_cents < 0 else ""
    euros, cents = divmod(abs(amount_cents), 100)
    match language:
        case Language.FRENCH:
            return f"{sign}{format_whole(euros, language)},{cents:02d}{NARROW_SPACE}€"
        case Language.ENGLISH:
            return f"{sign}€{format_whole(euros, language)}.{cents:02d}"


def format_whole(number: int, language: Language) -> str:
    """« 1 234 » with a narrow no-break space; « 1,234 » in English."""
    grouped = f"{abs(number):,}"
    if language is Language.FRENCH:
        grouped = grouped.replace(",", NARROW_SPACE)
    return f"{MINUS if number < 0 else ''}{grouped}"


def format_decimal(units: int, decimals: int, language: Language) -> str:
    """A whole number of 10^-decimals as a decimal number, without useless zeros: (5170, 3) is « 5,17 »."""
    whole, rest = divmod(abs(units), 10**decimals)
    sign = MINUS if units < 0 else ""
    text = f"{sign}{format_whole(whole, language)}"
    digits = f"{rest:0{decimals}d}".rstrip("0") if decimals else ""
    point = "," if language is Language.FRENCH else "."
    return f"{text}{point}{digits}" if digits else text


def format_rate(rate_bp: int, language: Language) -> str:
    """« 5 % », « 5,17 % » from basis points; « 5.17% » in English."""
    space = NARROW_SPACE if language is Language.FRENCH else ""
    return f"{format_decimal(rate_bp, 2, language)}{space}%"


def format_distance(distance_m: int, language: Language) -> str:
    """« 850 m », « 12,3 km »: kilometres to the nearest hundred metres from one kilometre on."""
    if distance_m < M_PER_KM:
        return f"{distance_m}{NO_BREAK_SPACE}m"
    return f"{format_decimal((distance_m + 50) // 100, 1, language)}{NO_BREAK_SPACE}km"


def format_weight(weight_g: int, language: Language) -> str:
    """« 850 g », « 12,5 kg »: kilograms to the nearest hundred grams from one kilogram on."""
    if weight_g < G_PER_KG:
        return f"{weight_g}{NO_BREAK_SPACE}g"
    return f"{format_decimal((weight_g + 50) // 100, 1, language)}{NO_BREAK_SPACE}kg"


def format_temperature(temp_dc: int, language: Language) -> str:
    """« 3,5 °C » from tenths of a degree."""
    return f"{format_decimal(temp_dc, 1, language)}{NO_BREAK_SPACE}°C"


def format_date(day: date, language: Language) -> str:
    """« ven. 6 nov. »; « Fri 6 Nov » in English."""
    match language:
        case Language.FRENCH:
            weekday = f"{_DAYS_FR[day.weekday()][:3]}."
            return f"{weekday} {_day_number_fr(day)} {_SHORT_MONTHS_FR[day.month - 1]}"
        case Language.ENGLISH:
            return f"{_DAYS_EN[day.weekday()][:3]} {day.day} {_MONTHS_EN[day.month - 1][:3]}"


def format_long_date(day: date, language: Language) -> str:
    """« vendredi 6 novembre 2026 »; « Friday 6 November 2026 » in English."""
    match language:
        case Language.FRENCH:
            weekday, month = _DAYS_FR[day.weekday()], _MONTHS_FR[day.month - 1]
            return f"{weekday} {_day_number_fr(day)} {month} {day.year}"
        case Language.ENGLISH:
            return f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def format_time(at_ms: int, language: Language) -> str:
    """« 18 h 42 » in France's time, held together by no-break spaces; « 18:42 » in English."""
    at = local_datetime(at_ms)
    return _hour_and_minute(at.hour, at.minute, language)


def format_planned_time(planned_at: str, language: Language) -> str:
    """« 7 h 00 » of a plan's "07:00"; what is no time stays as it is written."""
    hour, colon, minute = planned_at.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal()):
        return planned_at
    return _hour_and_minute(int(hour), int(minute), language)


def _hour_and_minute(hour: int, minute: int, language: Language) -> str:
    match language:
        case Language.FRENCH:
            return f"{hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{minute:02d}"
        case Language.ENGLISH:
            return f"{hour:02d}:{minute:02d}"


def format_date_time(at_ms: int, language: Language) -> str:
    """« ven. 6 nov. à 18 h 42 »; « Fri 6 Nov at 18:42 » in English."""
    joint = "à" if language is Language.FRENCH else "at"
    day = local_datetime(at_ms).date()
    return f"{format_date(day, language)} {joint} {format_time(at_ms, language)}"


def format_period(period: str, language: Language) -> str:
    """« novembre 2026 » of the period `2026-11`."""
    year, month = period.split("-")
    months = _MONTHS_FR if language is Language.FRENCH else _MONTHS_EN
    return f"{months[int(month) - 1]} {year}"


def format_count(number: int, one: str, many: str, language: Language) -> str:
    """« 0 caisse », « 1 caisse », « 2 caisses »; « 0 crates », « 1 crate » in English."""
    # French has no plural below two; English has a singular for one only.
    singular = (0, 1) if language is Language.FRENCH else (1,)
    alone = abs(number) in singular
    return f"{format_whole(number, language)}{NO_BREAK_SPACE}{one if alone else many}"


def _day_number_fr(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)
