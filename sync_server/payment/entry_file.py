"""Entries as a file in the 18-column layout of the FEC: tabs, AAAAMMJJ, decimal commas."""

from collections.abc import Iterable

from sync_server.payment.entries import JOURNAL_NAMES, Entry, EntryLine

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum",
    "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet",
    "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")


def entry_file(entries: Iterable[Entry]) -> bytes:
    """The file: a heading row, then one row for each line of each entry."""
    rows = ["\t".join(COLUMNS)]
    rows += ["\t".join(_cells(entry, line)) for entry in entries for line in entry.lines]
    return ("\r\n".join(rows) + "\r\n").encode()


def _cells(entry: Entry, line: EntryLine) -> tuple[str, ...]:
    return (
        entry.journal,
        JOURNAL_NAMES[entry.journal],
        entry.number,
        f"{entry.day:%Y%m%d}",
        line.account,
        _text(line.account_name),
        _text(line.auxiliary),
        _text(line.auxiliary_name),
        _text(entry.piece),
        f"{entry.piece_day:%Y%m%d}",
        _text(entry.label),
        _euros(line.debit_cents),
        _euros(line.credit_cents),
        "",
        "",
        f"{entry.piece_day:%Y%m%d}",
        "",
        "",
    )


def _text(value: str) -> str:
    """One cell: no tab or line break in it, and nothing a spreadsheet would run."""
    flat = " ".join(value.split())
    return f"'{flat}" if flat.startswith(_FORMULA_STARTS) else flat


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
