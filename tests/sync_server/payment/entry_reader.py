"""Reads a file of entries back, as an accountant's program does."""

from datetime import date

from sync_server.payment.entries import Entry, EntryLine
from sync_server.payment.entry_file import COLUMNS

_FORMULA_STARTS = ("'=", "'+", "'-", "'@")


def read_entry_file(content: bytes) -> list[Entry]:
    """The entries of such a file, in the order of its rows."""
    heading, *rows = content.decode().split("\r\n")[:-1]
    assert tuple(heading.split("\t")) == COLUMNS
    heads: dict[str, list[str]] = {}
    lines: dict[str, list[EntryLine]] = {}
    for row in rows:
        cells = row.split("\t")
        assert len(cells) == len(COLUMNS)
        number = cells[2]
        heads.setdefault(number, cells)
        account, account_name, auxiliary, auxiliary_name = (_plain(cell) for cell in cells[4:8])
        amounts = (_cents(cells[11]), _cents(cells[12]))
        lines.setdefault(number, []).append(
            EntryLine(account, account_name, auxiliary, auxiliary_name, *amounts)
        )
    return [
        Entry(
            head[0], number, _day(head[3]), _plain(head[8]), _day(head[9]), _plain(head[10]),
            tuple(lines[number]),
        )
        for number, head in heads.items()
    ]  # fmt: skip


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith(_FORMULA_STARTS) else cell


def _cents(cell: str) -> int:
    whole, _, part = cell.partition(",")
    assert len(part) == 2
    return int(whole) * 100 + int(part)


def _day(cell: str) -> date:
    return date(int(cell[:4]), int(cell[4:6]), int(cell[6:8]))
