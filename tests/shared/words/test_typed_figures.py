"""Figures as people type them: French or English, with or without their unit, never through float."""

import pytest

from shared.words.typed_figures import read_amount_cents, read_distance_m, read_minutes, read_rate_bp


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12,50", 1250),
        ("12.5", 1250),
        (" 12,50 € ", 1250),
        ("1 234,05", 123405),
        ("1\u202f234 EUR", 123400),
        ("0", 0),
        ("0,07", 7),
    ],
)
def test_amounts_are_whole_cents(text: str, cents: int):
    assert read_amount_cents(text) == cents


@pytest.mark.parametrize("text", ["", "douze", "12,505", "-3", "1.234,50", "12,", ",5", "12 € 50", "9999999"])
def test_what_is_no_amount_is_none(text: str):
    assert read_amount_cents(text) is None


@pytest.mark.parametrize(
    ("text", "metres"), [("61", 61_000), ("61,4 km", 61_400), ("123 456", 123_456_000), ("0.125", 125)]
)
def test_distances_are_whole_metres(text: str, metres: int):
    assert read_distance_m(text) == metres


@pytest.mark.parametrize("text", ["", "-4", "61,4567", "loin", "61 miles"])
def test_what_is_no_distance_is_none(text: str):
    assert read_distance_m(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"), [("95", 95), ("95 min", 95), ("1 h 35", 95), ("1h", 60), ("2:05", 125), ("0", 0)]
)
def test_durations_are_minutes(text: str, minutes: int):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "1,5", "1 h 75", "-10", "h", "long"])
def test_what_is_no_duration_is_none(text: str):
    assert read_minutes(text) is None


@pytest.mark.parametrize(
    ("text", "basis_points"), [("5", 500), ("5,17 %", 517), ("0.5", 50), ("100\u202f%", 10_000), ("0", 0)]
)
def test_rates_are_whole_basis_points(text: str, basis_points: int):
    assert read_rate_bp(text) == basis_points


@pytest.mark.parametrize("text", ["", "cinq", "5,175", "-1", "5 % 2", ",5"])
def test_what_is_no_rate_is_none(text: str):
    assert read_rate_bp(text) is None
