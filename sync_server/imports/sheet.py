"""A CSV text as a sheet: its delimiter, its header row (others may precede it), its rows by number."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sync_server.imports.bare_quotes import bare_quoted_records, is_bare_quoted
from sync_server.imports.faults import FileFault, FileRefused
from sync_server.imports.profiles import Recognised, recognise

DELIMITERS = (";", ",", "\t")
MAX_ROWS = 200_000
MOST_CHARACTERS_OF_A_RECORD = 50_000
# Exports put a few rows of description above their header, never more.
HEADER_WITHIN_ROWS = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are those below the header, each with the number a spreadsheet shows beside it."""

    header: Recognised
    header_row_no: int
    rows: list[tuple[int, list[str]]]


def read_sheet(text: str) -> Sheet | FileRefused:
    """The sheet of an export we know, or why there is none in this text."""
    refusals: list[FileRefused] = []
    for delimiter in DELIMITERS:
        found = _find_header(text, delimiter)
        if isinstance(found, FileRefused):
            refusals.append(found)
        elif found is not None:
            return _read_below(text, delimiter, *found)
    return refusals[0] if refusals else FileRefused(FileFault.NO_HEADER)


def _find_header(text: str, delimiter: str) -> tuple[int, Recognised] | FileRefused | None:
    refused: FileRefused | None = None
    try:
        for row_no, cells in enumerate(_records(text, delimiter), start=1):
            if row_no > HEADER_WITHIN_ROWS:
                break
            found = recognise(cells)
            if isinstance(found, Recognised):
                return row_no, found
            if found is not None and refused is None:
                refused = replace(found, row_no=row_no)
    except csv.Error:
        # The wrong delimiter often makes quotes look broken; only the right one is believed.
        return refused
    return refused


def _read_below(text: str, delimiter: str, header_row_no: int, header: Recognised) -> Sheet | FileRefused:
    rows: list[tuple[int, list[str]]] = []
    row_no = 0
    try:
        for row_no, cells in enumerate(_records_below(text, delimiter, header), start=1):
            if row_no > MAX_ROWS:
                return FileRefused(FileFault.TOO_MANY_ROWS, found=str(MAX_ROWS))
            if row_no > header_row_no and any(cell.strip() for cell in cells):
                rows.append((row_no, cells))
    except csv.Error:
        return FileRefused(FileFault.BROKEN_QUOTES, row_no=row_no + 1)
    return Sheet(header, header_row_no, rows) if rows else FileRefused(FileFault.NO_LINES)


def _records_below(text: str, delimiter: str, header: Recognised) -> Iterator[list[str]]:
    if header.layout.has_bare_quotes and is_bare_quoted(text):
        return bare_quoted_records(_BoundedLines(io.StringIO(text, newline="")), delimiter, header.width)
    return _records(text, delimiter)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = _BoundedLines(io.StringIO(text, newline=""))
    # Strict: an opening quote never closed would otherwise swallow the rest of the file in silence.
    for cells in csv.reader(lines, delimiter=delimiter, strict=True):
        lines.characters_of_record = 0
        yield cells


class _BoundedLines:
    """Lines of a text; a record that goes on and on is stopped before it fills the memory."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.characters_of_record = 0

    def __iter__(self) -> "_BoundedLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.characters_of_record += len(line)
        if self.characters_of_record > MOST_CHARACTERS_OF_A_RECORD:
            raise csv.Error("record too long")
        return line
