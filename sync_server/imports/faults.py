"""Why a file or a line of it cannot be taken: stable reasons with the place where it was found."""

from dataclasses import dataclass
from enum import StrEnum


class FileFault(StrEnum):
    """Why nothing of a file can be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    WORKBOOK = "workbook"
    ARCHIVE = "archive"
    PDF = "pdf"
    WEB_PAGE = "web_page"
    PICTURE = "picture"
    NOT_TEXT = "not_text"
    MIXED_ENCODING = "mixed_encoding"
    BROKEN_QUOTES = "broken_quotes"
    NO_HEADER = "no_header"
    REPORT_WITHOUT_PRODUCER = "report_without_producer"
    REPORT_WITHOUT_AMOUNT = "report_without_amount"
    HIDDEN_COLUMN = "hidden_column"
    REPORT_WITHOUT_PLACE = "report_without_place"
    DOUBLE_COLUMN = "double_column"
    CURRENCY_NOT_EUR = "currency_not_eur"
    NO_LINES = "no_lines"


class RowFault(StrEnum):
    """Why one line cannot be taken."""

    CELL_COUNT = "cell_count"
    MISSING = "missing"
    HIDDEN_NAME = "hidden_name"
    BAD_AMOUNT = "bad_amount"
    AMBIGUOUS_AMOUNT = "ambiguous_amount"
    TOO_MANY_DECIMALS = "too_many_decimals"
    BAD_QUANTITY = "bad_quantity"
    BAD_DATE = "bad_date"
    BAD_VAT = "bad_vat"
    TOO_LONG = "too_long"
    NEGATIVE_TOTAL = "negative_total"


@dataclass(frozen=True, slots=True)
class FileRefused:
    """A file of which nothing is taken; `row_no` as a spreadsheet numbers rows."""

    fault: FileFault
    row_no: int | None = None
    column: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that cannot be taken, and the cell to blame."""

    row_no: int
    column: str
    fault: RowFault
    found: str
