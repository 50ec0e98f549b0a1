"""Names of people by id, for pages and sentences."""

from sqlalchemy import select
from sqlmodel import Session

from sync_server.accounts.tables import Coordinator, Person
from sync_server.db.base import table_of

_PERSON = table_of(Person)
_COORDINATOR = table_of(Coordinator)


def people_names(session: Session) -> dict[str, str]:
    """The name of everybody in the network, in the order of names."""
    ordered = select(_PERSON.c.id, _PERSON.c.name).order_by(_PERSON.c.name, _PERSON.c.id)
    return {person_id: name for person_id, name in session.connection().execute(ordered)}


def coordinator_names(session: Session) -> dict[str, str]:
    """The names of those who may open the console, by id."""
    rows = session.connection().execute(select(_COORDINATOR.c.id, _COORDINATOR.c.name))
    return {coordinator_id: name for coordinator_id, name in rows}
