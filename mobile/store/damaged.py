"""Rows a damaged file still gives, read from either end of a table."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any


def rows_from_either_end(copy: Path, in_order: str) -> Iterator[Any]:
    """The rows of a query that ends in its ORDER BY, up to the first lost page from either end.

    What can be read throughout comes twice. `copy` is a copy: opening a file may write to it.
    """
    for query in (in_order, f"{in_order} DESC"):
        # A lost page ends the reading from this end; what was read before it counts.
        with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as damaged:
            yield from damaged.execute(query)
