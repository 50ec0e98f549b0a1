"""Which export a header row belongs to, by the exact names of its columns, whatever their order."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync_server.imports.faults import FileFault, FileRefused
from sync_server.imports.layouts import LAYOUTS, Column, Layout, Source


@dataclass(frozen=True, slots=True)
class Recognised:
    """A header row: which layout it is, where each column stands and what it is called there."""

    layout: Layout
    position: Mapping[Column, int]
    title: Mapping[Column, str]
    width: int


# So many known names in one row make it a header, even if it is not the right one.
_LOOKS_LIKE_A_HEADER = 3
_EUROS = ("€", "EUR")
_WITH_CURRENCY = re.compile(r"(.+?) \(([^()]{1,8})\)")


def clean_cell(cell: str) -> str:
    """A cell's text in one spelling: composed accents, single plain spaces, none around."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def recognise(cells: Sequence[str]) -> Recognised | FileRefused | None:
    """What header row this is, a refusal where it is one we cannot use, None for any other row."""
    titles = [clean_cell(cell) for cell in cells]
    for layout in LAYOUTS:
        positions = _positions(layout, titles)
        if layout.required <= positions.keys():
            return _checked(layout, titles, positions)
    return _near_miss(titles)


def _positions(layout: Layout, titles: Sequence[str]) -> dict[Column, list[int]]:
    found: dict[Column, list[int]] = {}
    for column, name in layout.names.items():
        matches = [at for at, title in enumerate(titles) if _is_named(layout, column, name, title)]
        if matches:
            found[column] = matches
    return found


def _is_named(layout: Layout, column: Column, name: str, title: str) -> bool:
    if title == name and not (column is Column.AMOUNT_TTC and layout.has_currency):
        return True
    if column is not Column.AMOUNT_TTC:
        return False
    match = _WITH_CURRENCY.fullmatch(title)
    return match is not None and match[1] == name


def _checked(
    layout: Layout, titles: Sequence[str], positions: Mapping[Column, list[int]]
) -> Recognised | FileRefused:
    for found in positions.values():
        if len(found) > 1:
            return FileRefused(FileFault.DOUBLE_COLUMN, column=titles[found[0]])
    amount_title = titles[positions[Column.AMOUNT_TTC][0]]
    currency = _WITH_CURRENCY.fullmatch(amount_title)
    if currency is not None and currency[2] not in _EUROS:
        return FileRefused(FileFault.CURRENCY_NOT_EUR, column=amount_title, found=currency[2])
    position = {column: found[0] for column, found in positions.items()}
    title = {column: titles[at] for column, at in position.items()}
    return Recognised(layout, position, title, len(titles))


def _near_miss(titles: Sequence[str]) -> FileRefused | None:
    best = max(LAYOUTS, key=lambda layout: _known_names(layout, titles))
    if _known_names(best, titles) < _LOOKS_LIKE_A_HEADER:
        return None
    missing = best.required - _positions(best, titles).keys()
    if Column.PRODUCER in missing:
        return FileRefused(FileFault.REPORT_WITHOUT_PRODUCER, column=best.names[Column.PRODUCER])
    if Column.AMOUNT_TTC in missing:
        return FileRefused(FileFault.REPORT_WITHOUT_AMOUNT, column=best.names[Column.AMOUNT_TTC])
    if Column.PLACE in missing and best.source is Source.OPEN_FOOD_NETWORK_TOTALS:
        return FileRefused(FileFault.REPORT_WITHOUT_PLACE, column=best.names[Column.PLACE])
    column = min(missing)
    return FileRefused(FileFault.HIDDEN_COLUMN, column=best.names[column])


def _known_names(layout: Layout, titles: Sequence[str]) -> int:
    return len(_positions(layout, titles)) + len(layout.other_names & set(titles))
