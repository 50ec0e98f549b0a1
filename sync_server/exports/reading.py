"""What every export shares: rows as they come from the database, and codes in words where they are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from shared.words.labels import label
from sync_server.db.bulk import AnySelect

# Ten years of a co-op are larger than memory.
_ROWS_AT_ONCE = 1_000


def streamed(connection: Connection, statement: AnySelect) -> Iterator[Any]:
    """The rows of a statement, a stretch at a time."""
    yield from connection.execute(statement.execution_options(yield_per=_ROWS_AT_ONCE))


def worded(kinds: type[StrEnum], value: str | None) -> str | None:
    """The French word of a stored value; the value itself where this program knows none."""
    if value is None:
        return None
    return label(kinds(value)) if value in set(kinds) else value


def yes_no(flag: int | None) -> str | None:
    """« oui » or « non » of a stored flag."""
    return None if flag is None else "oui" if flag else "non"


@dataclass(frozen=True, slots=True)
class Named:
    """Everybody's and every place's name: joined here, where ten joins would walk each table again."""

    people: dict[str, str]
    places: dict[str, str]

    def person(self, person_id: str | None) -> str | None:
        """A person's name, nothing where the id is nobody's."""
        return self.people.get(person_id or "")

    def place(self, place_id: str | None) -> str | None:
        """A place's name, nothing where the id is none."""
        return self.places.get(place_id or "")
