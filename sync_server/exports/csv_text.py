"""The one way a table becomes CSV: typed cells, and no text that a spreadsheet would run as a formula.

UTF-8 with a byte order mark, without which Excel reads accents wrong; `;` between cells, decimal comma.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shared.commission.local_time import local_datetime

BYTE_ORDER_MARK = "\ufeff"
# What begins a formula in one spreadsheet or another, in its narrow and in its wide form.
_STARTS_A_FORMULA = frozenset("=+-@\u2212\uff1d\uff0b\uff0d\uff20")
_SKIPPED_OR_SPLIT = frozenset("\t\r\n")
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount: written as a number of euros, with its sign."""

    cents: int


@dataclass(frozen=True, slots=True)
class BasisPoints:
    """A rate: written as a number of percent."""

    bp: int


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant in ms since 1970 UTC: written in the co-op's own time."""

    ms: int


@dataclass(frozen=True, slots=True)
class Degrees:
    """A latitude or longitude: written as a number with six decimals."""

    degrees: float


Cell = str | int | Cents | BasisPoints | Instant | Degrees | None


def csv_pieces(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A table as pieces of a file, so that it need never be in memory as a whole."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    written.write(BYTE_ORDER_MARK)
    writer.writerow([cell_text(column) for column in columns])
    for n, row in enumerate(rows, start=1):
        writer.writerow([cell_text(cell) for cell in row])
        if n % _ROWS_AT_ONCE == 0:
            yield _taken(written)
    yield _taken(written)


def cell_text(cell: Cell) -> str:
    """One cell as it stands in the file. A text may be altered to be harmless; a number never is."""
    match cell:
        case None:
            return ""
        case str():
            return _harmless(cell)
        case int():
            return str(cell)
        case Cents(cents):
            return _hundredths(cents)
        case BasisPoints(bp):
            return _hundredths(bp)
        case Degrees(degrees):
            return f"{degrees:.6f}".replace(".", ",")
        case Instant(ms):
            return local_datetime(ms).strftime("%Y-%m-%d %H:%M:%S")


def _harmless(text: str) -> str:
    # An apostrophe has a spreadsheet take the rest as text. Blanks before the sign are skipped by some.
    begins = text.lstrip()[:1]
    return f"'{text}" if begins in _STARTS_A_FORMULA or text[:1] in _SKIPPED_OR_SPLIT else text


def _hundredths(number: int) -> str:
    whole, rest = divmod(abs(number), 100)
    return f"{'-' if number < 0 else ''}{whole},{rest:02d}"


def _taken(written: io.StringIO) -> bytes:
    piece = written.getvalue().encode()
    written.seek(0)
    written.truncate()
    return piece
