"""Taking a network in: places, people, compartments and links; what is not in the files is left as it is."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from sqlmodel import Session, col, delete, select

from shared.network import PlaceRole
from sync_server.accounts.people import PersonFields, Role, put_people, roles_of
from sync_server.accounts.sealing import Seal
from sync_server.accounts.tables import Person
from sync_server.db.feed import LockedFeed
from sync_server.network.doors import Door, set_door_code
from sync_server.network.edits import EditedField, Subject, edited_fields
from sync_server.network.folder import NetworkFolder, RoleRow
from sync_server.network.keeping import note_new_keeper
from sync_server.network.publish import publish_places
from sync_server.network.tables import Compartment, CooperativeSetting, DeliveryLink, Place

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class NetworkTaken:
    """What is now in the network, and how many rows of phones that changed (0: it was all there).

    `changed_place_ids` are known places whose role, position or keeper is another, and farms given up.
    """

    producers: int
    places: int
    hubs: int
    lockers: int
    helpers: int
    links: int
    rows_changed: int
    changed_place_ids: tuple[str, ...] = ()
    # Fields that the files give another value than somebody has set by hand: left as set.
    kept_edits: int = 0


def take_network(
    session: Session, feed: LockedFeed, folder: NetworkFolder, new_keepers_since: date | None = None
) -> NetworkTaken:
    """Adds what is new and replaces what is known; the same folder twice changes nothing.

    Whoever keeps a known place now, and did not before, does since the day given; without one he always did,
    as in a network that is being set up.
    """
    before = _ground(session)
    edits = _Edits(session)
    _put_places(session, folder, edits, new_keepers_since)
    _put_compartments(session, folder)
    for link in folder.links:
        session.merge(
            DeliveryLink(
                producer_id=link.producer_id,
                place_id=link.place_id,
                family=link.family,
                temperature_class=link.temperature_class.value,
            )
        )
    for setting in folder.settings:
        session.merge(CooperativeSetting(name=setting.setting, value=setting.value))
    session.flush()
    changed = put_people(session, feed, _people(session, folder, edits)) + publish_places(session, feed)
    now = _ground(session)
    moved = {place for key in before if before[key] != now[key] for place in (before[key][0], now[key][0])}
    taken = _taken(session, changed)
    return replace(taken, changed_place_ids=tuple(sorted(moved - {""})), kept_edits=edits.kept_count)


class _Edits:
    """What was set by hand stays; how often the files say otherwise is counted."""

    def __init__(self, session: Session) -> None:
        self._edited = {subject: edited_fields(session, subject) for subject in Subject}
        self.kept_count = 0

    def value(self, subject: Subject, id_: str, field: EditedField, known: Value, asked: Value) -> Value:
        """What the field is to be: as set by hand if somebody did, else as the files say."""
        if (id_, field) not in self._edited[subject]:
            return asked
        self.kept_count += known != asked
        return known


def take_door_codes(session: Session, feed: LockedFeed, folder: NetworkFolder, seal: Seal) -> int:
    """Sets the codes the files give; where they give none the known one stays. How many doors they name."""
    codes = {Door(row.place_id): row.door_code for row in folder.roles if row.door_code}
    boxes = [row for row in folder.compartments if row.door_code]
    codes |= {Door(row.place_id, row.compartment): row.door_code for row in boxes}
    for door, code in codes.items():
        set_door_code(session, feed, seal, door, code)
    return len(codes)


def _ground(session: Session) -> dict[str, tuple[str, ...]]:
    """What commissions rest on: by place its role, position and keeper, by person the farm."""
    places = {
        f"place {one.id}": (one.id, one.role, str(one.lat), str(one.lon), one.keeper_person_id or "")
        for one in session.exec(select(Place)).all()
    }
    people = session.exec(select(Person)).all()
    return places | {f"person {one.id}": (one.farm_place_id or "",) for one in people}


def _put_places(session: Session, folder: NetworkFolder, edits: _Edits, since: date | None) -> None:
    known = {place.id: place for place in session.exec(select(Place)).all()}
    for farm in folder.producers:
        before = known.get(farm.farm_place_id)
        asked = Place(
            id=farm.farm_place_id,
            name=farm.name,
            role=PlaceRole.FARM.value,
            lat=farm.lat,
            lon=farm.lon,
            area=farm.commune,
            note=before.note if before else "",
            keeper_person_id=before.keeper_person_id if before else None,
            phone=_phone(farm.phone, before),
        )
        session.merge(_unless_edited(asked, before, edits))
    roles = {row.place_id: row for row in folder.roles}
    for point in folder.points:
        before, role = known.get(point.place_id), roles.get(point.place_id)
        asked = Place(
            id=point.place_id,
            name=point.name,
            # A folder without roles leaves the roles, keepers and notes that are known.
            role=role.role.value if role else before.role if before else PlaceRole.RELAY.value,
            lat=point.lat,
            lon=point.lon,
            area=point.area,
            note=role.note if role else before.note if before else "",
            keeper_person_id=_keeper(role, before),
            phone=_phone(role.phone if role else "", before),
        )
        wanted = _unless_edited(asked, before, edits)
        if since and before and wanted.keeper_person_id != before.keeper_person_id:
            note_new_keeper(session, before, wanted.keeper_person_id, since)
        session.merge(wanted)
    session.flush()


def _keeper(role: RoleRow | None, before: Place | None) -> str | None:
    if role is not None:
        return role.keeper_id or None
    return before.keeper_person_id if before else None


def _phone(said: str, before: Place | None) -> str:
    """A file without the column, or with nothing in it, leaves the number that is known."""
    return said or (before.phone if before else "")


def _unless_edited(asked: Place, known: Place | None, edits: _Edits) -> Place:
    """The place as the files say it, but for what somebody has set by hand."""
    if known is None:
        return asked
    keep = partial(edits.value, Subject.PLACE, known.id)
    lat, lon = keep(EditedField.POSITION, (known.lat, known.lon), (asked.lat, asked.lon))
    return Place(
        id=asked.id,
        name=keep(EditedField.NAME, known.name, asked.name),
        role=keep(EditedField.ROLE, known.role, asked.role),
        lat=lat,
        lon=lon,
        area=keep(EditedField.AREA, known.area, asked.area),
        note=keep(EditedField.NOTE, known.note, asked.note),
        keeper_person_id=keep(EditedField.KEEPER, known.keeper_person_id, asked.keeper_person_id),
        phone=keep(EditedField.PHONE, known.phone, asked.phone),
    )


def _put_compartments(session: Session, folder: NetworkFolder) -> None:
    listed = {row.place_id for row in folder.compartments}
    repaired = {(one.place_id, one.id): one.works_since_ms for one in session.exec(select(Compartment)).all()}
    session.exec(delete(Compartment).where(col(Compartment.place_id).in_(listed)))
    session.flush()
    session.add_all(
        Compartment(
            place_id=row.place_id,
            id=row.compartment,
            size=row.size,
            cold=row.cold,
            works_since_ms=repaired.get((row.place_id, row.compartment)),
        )
        for row in folder.compartments
    )


def _people(session: Session, folder: NetworkFolder, edits: _Edits) -> list[PersonFields]:
    known = {person.id: person for person in session.exec(select(Person)).all()}
    helpers = {row.producer_id for row in folder.helpers}
    keepers = {row.keeper_id for row in folder.roles}
    people: list[PersonFields] = []
    for row in folder.producers:
        before = known.get(row.producer_id)
        now = roles_of(before) if before else frozenset[Role]()
        roles = {Role.PRODUCER} | now
        roles |= {Role.HELPER} if row.producer_id in helpers else set()
        roles |= {Role.KEEPER} if row.producer_id in keepers else set()
        name, asked = row.name, frozenset(roles)
        if before is not None:
            keep = partial(edits.value, Subject.PERSON, before.id)
            name = keep(EditedField.NAME, before.name, row.name)
            asked = keep(EditedField.ROLES, now, asked)
        people.append(PersonFields(row.producer_id, name, asked, row.farm_place_id))
    return people


def _taken(session: Session, rows_changed: int) -> NetworkTaken:
    roles = [place.role for place in session.exec(select(Place)).all()]
    people = [roles_of(person) for person in session.exec(select(Person)).all()]
    return NetworkTaken(
        producers=sum(Role.PRODUCER in one for one in people),
        places=len(roles),
        hubs=roles.count(PlaceRole.HUB),
        lockers=roles.count(PlaceRole.LOCKER),
        helpers=sum(Role.HELPER in one for one in people),
        links=len(session.exec(select(DeliveryLink)).all()),
        rows_changed=rows_changed,
    )
