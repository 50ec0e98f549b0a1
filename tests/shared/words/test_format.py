"""Amounts, dates and times as people write them."""

from datetime import UTC, date, datetime

import pytest

from shared.words.format import (
    format_amount,
    format_count,
    format_date,
    format_date_time,
    format_distance,
    format_long_date,
    format_period,
    format_planned_time,
    format_rate,
    format_temperature,
    format_time,
    format_weight,
    format_whole,
)
from shared.words.language import Language

FR, EN = Language.FRENCH, Language.ENGLISH
EVENING_MS = int(datetime(2026, 11, 6, 17, 42, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("amount_cents", "french", "english"),
    [
        (123_450, "1\u202f234,50\u202f€", "€1,234.50"),
        (5, "0,05\u202f€", "€0.05"),
        (0, "0,00\u202f€", "€0.00"),
        (-100, "\u22121,00\u202f€", "\u2212€1.00"),
        (468_598_000, "4\u202f685\u202f980,00\u202f€", "€4,685,980.00"),
    ],
)
def test_amounts(amount_cents: int, french: str, english: str):
    assert format_amount(amount_cents, FR) == french
    assert format_amount(amount_cents, EN) == english


@pytest.mark.parametrize(
    ("rate_bp", "french", "english"),
    [
        (500, "5\u202f%", "5%"),
        (517, "5,17\u202f%", "5.17%"),
        (50, "0,5\u202f%", "0.5%"),
        (0, "0\u202f%", "0%"),
    ],
)
def test_rates(rate_bp: int, french: str, english: str):
    assert (format_rate(rate_bp, FR), format_rate(rate_bp, EN)) == (french, english)


def test_dates():
    friday, first = date(2026, 11, 6), date(2026, 2, 1)
    assert (format_date(friday, FR), format_date(friday, EN)) == ("ven. 6 nov.", "Fri 6 Nov")
    assert (format_date(first, FR), format_date(first, EN)) == ("dim. 1er févr.", "Sun 1 Feb")
    assert format_long_date(friday, FR) == "vendredi 6 novembre 2026"
    assert format_long_date(friday, EN) == "Friday 6 November 2026"


def test_times_are_those_of_france():
    assert (format_time(EVENING_MS, FR), format_time(EVENING_MS, EN)) == ("18\u00a0h\u00a042", "18:42")
    assert format_date_time(EVENING_MS, FR) == "ven. 6 nov. à 18\u00a0h\u00a042"
    assert format_date_time(EVENING_MS, EN) == "Fri 6 Nov at 18:42"


def test_planned_hours_read_like_the_hours_things_happened_at():
    assert format_planned_time("07:05", FR) == "7\u00a0h\u00a005"
    assert format_planned_time("07:05", EN) == "07:05"
    assert format_planned_time("vers midi", FR) == "vers midi"


def test_periods():
    assert format_period("2026-11", FR) == "novembre 2026"
    assert format_period("2026-08", EN) == "August 2026"


def test_counts_follow_the_plural_of_the_language():
    french = [format_count(number, "caisse", "caisses", FR) for number in (0, 1, 2)]
    assert french == ["0\u00a0caisse", "1\u00a0caisse", "2\u00a0caisses"]
    english = [format_count(number, "crate", "crates", EN) for number in (0, 1, 2)]
    assert english == ["0\u00a0crates", "1\u00a0crate", "2\u00a0crates"]


def test_measures():
    assert format_whole(12_345, FR) == "12\u202f345"
    assert (format_distance(850, FR), format_distance(12_345, FR)) == ("850\u00a0m", "12,3\u00a0km")
    assert (format_weight(999, EN), format_weight(12_460, EN)) == ("999\u00a0g", "12.5\u00a0kg")
    assert (format_temperature(35, FR), format_temperature(-180, EN)) == ("3,5\u00a0°C", "\u221218\u00a0°C")
