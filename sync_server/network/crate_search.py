"""Finding crates, by their codes or otherwise, with what their consignment says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session

from shared.custody.codes import ALPHABET, CODE_LENGTH
from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.network.tables import Consignment, Crate, Place

_CRATE = table_of(Crate)
_CONSIGNMENT = table_of(Consignment)
_PERSON = table_of(Person)
_PLACE = table_of(Place)


@dataclass(frozen=True, slots=True)
class FoundCrate:
    """A crate, whose goods it holds, where and when they are awaited."""

    code: str
    rank: int
    of: int
    consignment_id: str
    producer_id: str
    producer_name: str | None
    place_id: str
    place_name: str
    date: str
    cls: str

    @property
    def farm(self) -> str:
        """Whose goods they are, by name where it is known."""
        return self.producer_name or self.producer_id


def crates_beginning_with(session: Session, letters: str, limit: int) -> list[FoundCrate]:
    """Crates whose code begins with these characters, in the order of codes; `letters` in one spelling."""
    # A range rather than LIKE: it uses the index on every database, and no character is special.
    beginning = _CRATE.c.code.between(letters, letters.ljust(CODE_LENGTH, ALPHABET[-1]))
    statement = found_crates(beginning).order_by(_CRATE.c.code).limit(limit)
    return [FoundCrate(*row) for row in session.connection().execute(statement)]


def crates_by_codes(session: Session, codes: Sequence[str]) -> dict[str, FoundCrate]:
    """The known crates among these codes."""
    return {
        row[0]: FoundCrate(*row)
        for chunk in in_chunks(codes)
        for row in session.connection().execute(found_crates(_CRATE.c.code.in_(chunk)))
    }


def found_crates(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The question whose rows are those of `FoundCrate`."""
    return (
        select(
            _CRATE.c.code,
            _CRATE.c.rank,
            _CONSIGNMENT.c.crate_total,
            _CONSIGNMENT.c.id,
            _CONSIGNMENT.c.producer_id,
            _PERSON.c.name,
            _CONSIGNMENT.c.place_id,
            _PLACE.c.name.label("place_name"),
            _CONSIGNMENT.c.date,
            _CONSIGNMENT.c.cls,
        )
        .join(_CONSIGNMENT, _CONSIGNMENT.c.pk == _CRATE.c.consignment_pk)
        .join(_PLACE, _PLACE.c.id == _CONSIGNMENT.c.place_id)
        .outerjoin(_PERSON, _PERSON.c.id == _CONSIGNMENT.c.producer_id)
        .where(*conditions)
    )
