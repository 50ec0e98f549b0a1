"""From the rows of a sheet to order lines with whole cents, and the rows that cannot be taken."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sync_server.imports.faults import FileFault, FileRefused, Reject, RowFault
from sync_server.imports.figures import read_cents, read_day, read_rate_bp, read_thousandths
from sync_server.imports.layouts import Column, Source
from sync_server.imports.profiles import clean_cell
from sync_server.imports.sheet import Sheet

MAX_NAME_CHARACTERS = 200
# What Open Food Network writes over names the reader may not see.
HIDDEN_NAMES = frozenset({"< Masqué >", "< Hidden >", "<Masqué>", "<Hidden>"})
TOTAL_WORDS = frozenset({"total", "totaux", "totals", "sous-total", "total général", "grand total"})

_MINUTE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2})")
CAMAP_PRODUCER = "CAMAP n° "

_NAMES = (
    Column.PRODUCER,
    Column.PRODUCER_HINT,
    Column.PLACE,
    Column.SHIPPING,
    Column.CYCLE,
    Column.ORDER_REF,
    Column.PRODUCT,
    Column.VARIANT,
)
_FIGURES: tuple[tuple[Column, Callable[[str], int | RowFault]], ...] = (
    (Column.AMOUNT_TTC, read_cents),
    (Column.FEES, read_cents),
    (Column.AMOUNT_HT, read_cents),
    (Column.QUANTITY, read_thousandths),
    (Column.VAT, read_rate_bp),
)
Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One order line as the file says it; names are not resolved yet. Absent columns are None.

    The place is empty where the export does not say it; the amount is without the shop's fees.
    """

    row_no: int
    producer: str
    place: str
    amount_ttc_cents: int
    shipping: str | None = None
    cycle: str | None = None
    pickup_date: date | None = None
    order_ref: str | None = None
    product: str | None = None
    variant: str | None = None
    quantity_thousandths: int | None = None
    amount_ht_cents: int | None = None
    vat_bp: int | None = None
    # What helps to tell who the producer is, such as the name of his catalogue.
    producer_hint: str | None = None
    # When the order was placed: an ISO minute as the shop wrote it, whatever its time zone.
    ordered_at: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOrders:
    """All that a file says: lines, rows that cannot be taken, and how many total rows were passed over."""

    source: Source
    lines: tuple[ReadLine, ...]
    rejects: tuple[Reject, ...]
    total_row_count: int


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: Sheet
    row_no: int
    cells: Sequence[str]

    def text(self, column: Column) -> str | None:
        at = self.sheet.header.position.get(column)
        return None if at is None else clean_cell(self.cells[at])

    def reject(self, column: Column, fault: RowFault) -> Reject:
        title = self.sheet.header.title.get(column, "")
        return Reject(self.row_no, title, fault, (self.text(column) or "")[:MAX_NAME_CHARACTERS])


def read_orders(sheet: Sheet) -> ReadOrders | FileRefused:
    """Reads every row; the ones that say a total of others are passed over, never counted."""
    lines: list[ReadLine] = []
    rejects: list[Reject] = []
    totals = 0
    for row_no, cells in sheet.rows:
        row = _Row(sheet, row_no, cells)
        if _is_total_or_title(row):
            totals += 1
            continue
        read = _read_line(row)
        if isinstance(read, ReadLine):
            lines.append(read)
        else:
            rejects.append(read)
    if not lines and not rejects:
        return FileRefused(FileFault.NO_LINES)
    return ReadOrders(sheet.header.layout.source, tuple(lines), tuple(rejects), totals)


def _is_total_or_title(row: _Row) -> bool:
    """A report saved from a spreadsheet keeps its group titles (one cell) and its total rows."""
    said = [cell for cell in (clean_cell(cell) for cell in row.cells) if cell]
    if len(said) == 1:
        return True
    if not any(cell.casefold() in TOTAL_WORDS for cell in said):
        return False
    if len(row.cells) != row.sheet.header.width:
        return False
    position = row.sheet.header.position
    named = [row.text(column) for column in (Column.PRODUCER, Column.PLACE) if column in position]
    return any(not name or name.casefold() in TOTAL_WORDS for name in named)


def _read_line(row: _Row) -> ReadLine | Reject:
    if len(row.cells) != row.sheet.header.width:
        found = f"{len(row.cells)} / {row.sheet.header.width}"
        return Reject(row.row_no, "", RowFault.CELL_COUNT, found)
    names = {column: row.text(column) or None for column in _NAMES}
    for column, name in names.items():
        fault = _name_fault(row, column, name)
        if fault is not None:
            return row.reject(column, fault)
    figures = _read_figures(row)
    pickup_date = _read_figure(row, Column.PICKUP_DATE, read_day)
    if isinstance(figures, Reject):
        return figures
    if isinstance(pickup_date, Reject):
        return pickup_date
    return ReadLine(
        row_no=row.row_no,
        producer=_producer(row.sheet, names[Column.PRODUCER] or ""),
        place=names[Column.PLACE] or "",
        shipping=names[Column.SHIPPING],
        cycle=names[Column.CYCLE],
        pickup_date=pickup_date,
        order_ref=names[Column.ORDER_REF],
        product=names[Column.PRODUCT],
        variant=names[Column.VARIANT],
        quantity_thousandths=figures.get(Column.QUANTITY),
        amount_ttc_cents=figures[Column.AMOUNT_TTC] - figures.get(Column.FEES, 0),
        amount_ht_cents=figures.get(Column.AMOUNT_HT),
        vat_bp=figures.get(Column.VAT),
        producer_hint=names[Column.PRODUCER_HINT],
        ordered_at=_minute(row.text(Column.ORDERED_AT)),
    )


def _minute(said: str | None) -> str | None:
    """« 2026-11-04 06:52 » of an order's date; what is none is worth no rejected line."""
    found = _MINUTE.match(said or "")
    return f"{found[1]} {found[2]}" if found else None


def _producer(sheet: Sheet, said: str) -> str:
    """CAMAP says a number: the platform's name beside it keeps it apart from any other number."""
    return f"{CAMAP_PRODUCER}{said}" if sheet.header.layout.source is Source.CAMAP else said


def _read_figures(row: _Row) -> dict[Column, int] | Reject:
    figures: dict[Column, int] = {}
    for column, read in _FIGURES:
        figure = _read_figure(row, column, read)
        if isinstance(figure, Reject):
            return figure
        if figure is not None:
            figures[column] = figure
    return figures


def _read_figure(
    row: _Row, column: Column, read: Callable[[str], Figure | RowFault]
) -> Figure | Reject | None:
    text = row.text(column)
    if not text:
        is_needed = column in row.sheet.header.layout.required
        return row.reject(column, RowFault.MISSING) if is_needed else None
    found = read(text)
    return row.reject(column, found) if isinstance(found, RowFault) else found


def _name_fault(row: _Row, column: Column, name: str | None) -> RowFault | None:
    if not name:
        return RowFault.MISSING if column in row.sheet.header.layout.required else None
    if len(name) > MAX_NAME_CHARACTERS:
        return RowFault.TOO_LONG
    is_needed = column in row.sheet.header.layout.required
    return RowFault.HIDDEN_NAME if is_needed and name in HIDDEN_NAMES else None
