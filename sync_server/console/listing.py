"""A list whose order and filters live in the address: links to sort it and to turn its page."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

PAGE_ROWS = 200
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listing:
    """How one list is shown now. `order` is a column's name, with a dash before it when reversed.

    It is empty where there is only one order.
    """

    path: str
    order: str
    filters: Mapping[str, str] = field(default_factory=dict[str, str])
    page: int = 1

    @property
    def column(self) -> str:
        """The column the list is sorted by."""
        return self.order.removeprefix("-")

    @property
    def is_reversed(self) -> bool:
        """Whether the largest comes first."""
        return self.order.startswith("-")

    def sorted_by(self, column: str) -> str:
        """The address of this list sorted by a column, the other way round when it already is."""
        turned = column == self.column and not self.is_reversed
        return self._address(f"-{column}" if turned else column, 1)

    def turned_to(self, page: int) -> str:
        """The address of another page of the same list."""
        return self._address(self.order, page)

    def _address(self, order: str, page: int) -> str:
        asked = {name: value for name, value in self.filters.items() if value}
        if order:
            asked["tri"] = order
        if page > 1:
            asked["page"] = str(page)
        return f"{self.path}?{urlencode(asked)}" if asked else self.path


@dataclass(frozen=True, slots=True)
class Pages:
    """A long list cut into pages of `size` rows; a number beyond the last one is the last."""

    asked: int
    count: int
    size: int

    @property
    def last(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.count // self.size))

    @property
    def number(self) -> int:
        """The page shown, from 1."""
        return min(max(self.asked, 1), self.last)

    @property
    def first_row(self) -> int:
        """The place of the first row shown in the whole list, from 1; 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.count else 0

    @property
    def last_row(self) -> int:
        """The place of the last row shown."""
        return min(self.number * self.size, self.count)

    def rows_of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of this page out of all."""
        return rows[(self.number - 1) * self.size : self.number * self.size]


def by_name(name: str) -> str:
    """Where a name stands in a list: accents and capitals aside."""
    opened = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in opened if not unicodedata.combining(letter))


def read_order(asked: str, columns: Sequence[str], otherwise: str) -> str:
    """The order asked for in the address when it names a column of the list, else the usual one."""
    return asked if asked.removeprefix("-") in columns else otherwise


def in_order(rows: Sequence[Row], listing: Listing, keys: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """The rows sorted as the address asks."""
    return sorted(rows, key=keys[listing.column], reverse=listing.is_reversed)
