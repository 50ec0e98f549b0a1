"""People of the network: adding them and publishing what phones know of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from sync_server.accounts.tables import Person
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import EVERYONE, RowPut, person_audience, put_rows


class Role(StrEnum):
    """What a person does in the network; one may do several things."""

    PRODUCER = "producer"
    HELPER = "helper"
    KEEPER = "keeper"


@dataclass(frozen=True, slots=True)
class PersonFields:
    """A person as the network is to know them."""

    id: str
    name: str
    roles: frozenset[Role] = frozenset()
    farm_place_id: str | None = None


def roles_of(person: Person) -> frozenset[Role]:
    """The roles written in a person's row."""
    return frozenset(Role(name) for name in person.roles.split(",") if name)


def put_people(session: Session, feed: LockedFeed, people: Iterable[PersonFields]) -> int:
    """Adds people or replaces what is known of them; how many rows of phones changed."""
    rows: list[RowPut] = []
    for fields in people:
        roles = ",".join(role.value for role in Role if role in fields.roles)
        session.merge(Person(id=fields.id, name=fields.name, roles=roles, farm_place_id=fields.farm_place_id))
        rows += _rows_of(fields)
    session.flush()
    return put_rows(session, feed, rows)


def next_person_id(session: Session) -> str:
    """The first free id of the form p_1. Call it with the feed locked, so that nobody else takes it.

    Ids of the form P001 come with a network's files: one given here could be taken by a farm later.
    """
    taken = session.exec(select(Person.id).where(col(Person.id).like("p!_%", escape="!"))).all()
    numbers = [int(person_id[2:]) for person_id in taken if person_id[2:].isdecimal()]
    return f"p_{max(numbers, default=0) + 1}"


def find_person(session: Session, person_id: str) -> Person | None:
    """The person with this id."""
    return session.get(Person, person_id)


def _rows_of(fields: PersonFields) -> list[RowPut]:
    roles = sorted(role.value for role in fields.roles)
    helper = Role.HELPER in fields.roles
    return [
        RowPut("person", fields.id, {"name": fields.name, "farm": fields.farm_place_id}, (EVERYONE,)),
        RowPut(
            "me",
            fields.id,
            {"name": fields.name, "roles": roles, "helper": helper},
            (person_audience(fields.id),),
        ),
    ]
