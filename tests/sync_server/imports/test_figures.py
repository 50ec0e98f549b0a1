"""Amounts, quantities, rates and days as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_server.imports.faults import RowFault
from sync_server.imports.figures import read_cents, read_day, read_rate_bp, read_thousandths


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("25.00", 2500),
        ("25,00", 2500),
        ("25,5", 2550),
        ("25", 2500),
        ("0", 0),
        ("-3.90", -390),
        ("−3,90", -390),
        ("1 234,56", 123456),
        ("1\u202f234,56 €", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1 234", 123400),
        ("12.5000", 1250),
        (" 4,20 EUR ", 420),
        ("123456789,99", 12345678999),
    ],
)
def test_an_amount_is_read_to_the_cent_whatever_its_marks(text: str, cents: int) -> None:
    assert read_cents(text) == cents


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,500"])
def test_three_decimals_could_be_thousands_and_are_not_guessed(text: str) -> None:
    assert read_cents(text) is RowFault.AMBIGUOUS_AMOUNT


@pytest.mark.parametrize(
    "text", ["", "-", "douze", "2.5e1", "1 23", "1.23.4", "1,2,3", "0x10", "١٢", "NaN", "$3", "1234567890"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert read_cents(text) is RowFault.BAD_AMOUNT


def test_parts_of_a_cent_are_refused_never_rounded() -> None:
    assert read_cents("18.5999") is RowFault.TOO_MANY_DECIMALS


@given(st.integers(-(10**10), 10**10))
def test_every_amount_written_with_two_decimals_comes_back_exactly(cents: int) -> None:
    sign = "-" if cents < 0 else ""
    written = f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    assert read_cents(written) == cents
    assert read_cents(written.replace(".", ",")) == cents


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (read_cents, read_thousandths, read_rate_bp):
        assert isinstance(read(text), int | RowFault)
    assert isinstance(read_day(text), date | RowFault)


def test_a_quantity_is_kept_in_thousandths() -> None:
    assert [read_thousandths(text) for text in ("2", "0,35", "1.2345", "0.9999")] == [2000, 350, 1235, 1000]


def test_a_rate_is_kept_in_basis_points() -> None:
    assert [read_rate_bp(text) for text in ("5,5", "20 %", "0")] == [550, 2000, 0]
    assert read_rate_bp("101") is RowFault.BAD_VAT


def test_a_day_is_french_or_iso_and_must_exist() -> None:
    assert read_day("06/11/2026") == read_day("2026-11-06") == read_day("6/11/2026") == date(2026, 11, 6)
    for text in ("31/02/2026", "11-06-2026", "06/11/26", "2026-13-01", "1999-01-01"):
        assert read_day(text) is RowFault.BAD_DATE
