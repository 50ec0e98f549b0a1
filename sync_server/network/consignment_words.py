"""What consignments are called: whose goods, for where, which day."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.network.tables import Consignment, Place

_CONSIGNMENT = table_of(Consignment)
_PERSON = table_of(Person)
_PLACE = table_of(Place)


@dataclass(frozen=True, slots=True)
class ConsignmentNamed:
    """The goods of one producer for one place on one day, by their names; `date` is an ISO day."""

    producer_name: str
    place_name: str
    date: str


def name_consignments(session: Session, ids: Sequence[str]) -> dict[str, ConsignmentNamed]:
    """The names of these consignments, by id."""
    statement = (
        select(
            _CONSIGNMENT.c.id,
            func.coalesce(_PERSON.c.name, _CONSIGNMENT.c.producer_id),
            _PLACE.c.name,
            _CONSIGNMENT.c.date,
        )
        .join(_PLACE, _PLACE.c.id == _CONSIGNMENT.c.place_id)
        .outerjoin(_PERSON, _PERSON.c.id == _CONSIGNMENT.c.producer_id)
    )
    return {
        row[0]: ConsignmentNamed(*row[1:])
        for chunk in in_chunks(ids)
        for row in session.connection().execute(statement.where(_CONSIGNMENT.c.id.in_(chunk)))
    }
