"""Places and people set by hand: corrected, added, each field that changes kept with who and when."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from shared.commission.local_time import local_date
from shared.network import Pin, PlaceRole
from sync_server.accounts.people import PersonFields, Role, next_person_id, put_people, roles_of
from sync_server.accounts.tables import Person
from sync_server.db.feed import LockedFeed
from sync_server.network.edits import EditedField, EditOf, Subject, note_edits
from sync_server.network.keeping import note_new_keeper
from sync_server.network.publish import publish_places
from sync_server.network.tables import Place

# Files give ids such as R001 and F001; none of them starts like this.
ADDED_PLACE = "ZC"
ADDED_FARM = "ZF"


@dataclass(frozen=True, slots=True)
class By:
    """Who sets it, and when."""

    id: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class PlaceFields:
    """A place as a form gives it."""

    name: str
    role: PlaceRole
    lat: float
    lon: float
    area: str = ""
    note: str = ""
    keeper_person_id: str | None = None
    phone: str = ""
    # From which day on the keeper keeps it; None: from the day of the edit, where he is a new one.
    keeper_since: date | None = None


def correct_place(
    session: Session, feed: LockedFeed, place_id: str, note: str | None, pin: Pin | None, by: By
) -> bool:
    """Writes what is given and tells the phones; False where the network does not know the place."""
    place = session.get(Place, place_id)
    if place is None:
        return False
    asked = _fields_of(place)
    wanted = PlaceFields(
        asked.name,
        asked.role,
        asked.lat if pin is None else pin.lat,
        asked.lon if pin is None else pin.lon,
        asked.area,
        asked.note if note is None else note,
        asked.keeper_person_id,
        asked.phone,
    )
    return edit_place(session, feed, place_id, wanted, by)


def edit_place(session: Session, feed: LockedFeed, place_id: str, wanted: PlaceFields, by: By) -> bool:
    """Makes a place what the form says and tells the phones; False where nobody knows it."""
    place = session.get(Place, place_id)
    if place is None:
        return False
    edit = EditOf(Subject.PLACE, place_id, by.id, by.at_ms)
    if not note_edits(session, edit, _said_of_place(_fields_of(place)), _said_of_place(wanted)):
        return True
    if wanted.keeper_person_id != place.keeper_person_id:
        since = wanted.keeper_since or local_date(by.at_ms)
        note_new_keeper(session, place, wanted.keeper_person_id, since)
    _put_place(session, place_id, wanted)
    publish_places(session, feed)
    return True


def add_place(session: Session, feed: LockedFeed, wanted: PlaceFields, by: By) -> str:
    """Adds a place; its id. Call it with the feed locked, so that nobody else takes the id."""
    place_id = _next_id(session, ADDED_FARM if wanted.role is PlaceRole.FARM else ADDED_PLACE)
    _put_place(session, place_id, wanted)
    note_edits(session, EditOf(Subject.PLACE, place_id, by.id, by.at_ms), {}, _said_of_place(wanted))
    publish_places(session, feed)
    return place_id


def edit_person(
    session: Session, feed: LockedFeed, person_id: str, name: str, roles: frozenset[Role], by: By
) -> bool:
    """Gives a person another name or other roles, and tells the phones; False where nobody knows them."""
    person = session.get(Person, person_id)
    if person is None:
        return False
    edit = EditOf(Subject.PERSON, person_id, by.id, by.at_ms)
    before, after = _said_of_person(person.name, roles_of(person)), _said_of_person(name, roles)
    if note_edits(session, edit, before, after):
        put_people(session, feed, [PersonFields(person_id, name, roles, person.farm_place_id)])
    return True


def add_person(
    session: Session, feed: LockedFeed, name: str, roles: frozenset[Role], farm: Pin | None, by: By
) -> str:
    """Adds a person, and the farm where one is given; the person's id."""
    person_id = next_person_id(session)
    farm_id = None
    if farm is not None:
        farm_id = add_place(session, feed, PlaceFields(name, PlaceRole.FARM, farm.lat, farm.lon), by)
    put_people(session, feed, [PersonFields(person_id, name, roles, farm_id)])
    note_edits(session, EditOf(Subject.PERSON, person_id, by.id, by.at_ms), {}, _said_of_person(name, roles))
    return person_id


def _fields_of(place: Place) -> PlaceFields:
    return PlaceFields(
        place.name,
        PlaceRole(place.role),
        place.lat,
        place.lon,
        place.area,
        place.note,
        place.keeper_person_id,
        place.phone,
    )


def _put_place(session: Session, place_id: str, wanted: PlaceFields) -> None:
    session.merge(
        Place(
            id=place_id,
            name=wanted.name,
            role=wanted.role.value,
            lat=wanted.lat,
            lon=wanted.lon,
            area=wanted.area,
            note=wanted.note,
            keeper_person_id=wanted.keeper_person_id,
            phone=wanted.phone,
        )
    )
    session.flush()


def _said_of_place(fields: PlaceFields) -> dict[EditedField, str]:
    return {
        EditedField.NAME: fields.name,
        EditedField.ROLE: fields.role.value,
        EditedField.POSITION: f"{fields.lat:.7f}, {fields.lon:.7f}",
        EditedField.AREA: fields.area,
        EditedField.NOTE: fields.note,
        EditedField.KEEPER: fields.keeper_person_id or "",
        EditedField.PHONE: fields.phone,
    }


def _said_of_person(name: str, roles: frozenset[Role]) -> dict[EditedField, str]:
    said = ",".join(role.value for role in Role if role in roles)
    return {EditedField.NAME: name, EditedField.ROLES: said}


def _next_id(session: Session, prefix: str) -> str:
    taken = session.exec(select(Place.id).where(col(Place.id).like(f"{prefix}%"))).all()
    numbers = [int(rest) for one in taken if (rest := one.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"
