"""Cells of a CSV: texts made harmless, numbers left as they are."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_server.exports.csv_text import BasisPoints, Cents, Instant, cell_text, csv_pieces

FORMULAS = (
    "=1+1", "+33612345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "=HYPERLINK(\"http://x\")",
    "＝1+1", "＋1", "－1", "＠x", "\u22122", "\u00a0=1", "-", "-12,50",
)  # fmt: skip


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_be_a_formula_is_kept_as_text(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@given(st.text(max_size=40))
def test_no_text_begins_as_a_formula_and_none_is_lost(text: str) -> None:
    cell = cell_text(text)
    assert cell in (text, f"'{text}")
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert not cell.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Cents(-1250), "-12,50"),
        (Cents(-5), "-0,05"),
        (Cents(123_456_789), "1234567,89"),
        (-3, "-3"),
        (BasisPoints(517), "5,17"),
        (None, ""),
        (Instant(1_793_989_800_000), "2026-11-06 19:30:00"),
        ("Ferme; « des » Chênes", "Ferme; « des » Chênes"),
    ],
)
def test_a_number_stays_a_number(cell: object, written: str) -> None:
    assert cell_text(cell) == written  # pyright: ignore[reportArgumentType]


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=30))
def test_a_table_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    content = b"".join(csv_pieces(("a", "b"), rows))
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == [["a", "b"], *([cell_text(cell) for cell in row] for row in rows)]


def test_a_long_table_comes_in_pieces() -> None:
    pieces = list(csv_pieces(("n",), ((n,) for n in range(2_000))))
    assert len(pieces) > 3
    assert read(b"".join(pieces))[-1] == ["1999"]
