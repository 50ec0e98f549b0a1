"""Rows of an export that puts every value in quotes and writes the quotes within a value as they are."""

import re
from collections.abc import Iterator
from typing import Protocol

_STARTS_A_ROW = re.compile(r'"[^"]{0,40}"[;,\t]"')


class CountedLines(Protocol):
    """Lines of a text that stop one record from going on for ever."""

    characters_of_record: int

    def __iter__(self) -> Iterator[str]: ...


def is_bare_quoted(text: str) -> bool:
    """Whether this is the export itself: a spreadsheet that saved it again quotes as others do."""
    return text.lstrip().startswith('"')


def bare_quoted_records(lines: CountedLines, delimiter: str, width: int) -> Iterator[list[str]]:
    """The cells of each row: what stands between quote, delimiter, quote; a value may run over lines.

    A row that has no end stops where the next one starts, and has then too few cells.
    """
    gathered = ""
    for line in lines:
        body = line.rstrip("\r\n")
        if gathered and _STARTS_A_ROW.match(body):
            yield _cells(gathered, delimiter)
            gathered, lines.characters_of_record = body, len(body)
        else:
            gathered = f"{gathered}\n{body}" if gathered else body
        if _is_whole(gathered, delimiter, width):
            yield _cells(gathered, delimiter)
            gathered, lines.characters_of_record = "", 0
    if gathered:
        yield _cells(gathered, delimiter)


def _is_whole(row: str, delimiter: str, width: int) -> bool:
    return not row or (row.endswith('"') and len(_cells(row, delimiter)) >= width)


def _cells(row: str, delimiter: str) -> list[str]:
    inner = row.removeprefix('"').removesuffix('"')
    # A spreadsheet that was told to quote everything doubles them; said once they mean the same.
    return [cell.replace('""', '"') for cell in inner.split(f'"{delimiter}"')]
