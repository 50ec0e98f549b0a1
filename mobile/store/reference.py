"""What the server sent about places, people, consignments and crates, read as frozen values."""

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from mobile.store.database import Store
from mobile.store.statements import first, run
from shared.commission.round_cost import CostRates, read_cost_rates
from shared.network import PlaceRole, TemperatureClass


@dataclass(frozen=True, slots=True)
class CompartmentRow:
    """A compartment of a locker bank."""

    compartment: str
    size: str | None
    is_cold: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A farm, hub, relay point or locker bank."""

    place_id: str
    name: str
    role: PlaceRole
    lat: float | None
    lon: float | None
    area: str | None
    note: str | None
    keeper_id: str | None
    compartments: tuple[CompartmentRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of the network; a producer has a farm."""

    person_id: str
    name: str
    farm_place_id: str | None


@dataclass(frozen=True, slots=True)
class MeRow:
    """Whose phone this is."""

    person_id: str
    name: str
    roles: tuple[str, ...]
    is_helper: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something the coordinator wants read; the sentence is made from `text_code` on the screen."""

    notice_id: str
    text_code: str
    args: dict[str, Any]


class Wire(BaseModel):
    """The content of a pulled row: unknown fields are ignored, an ill-typed row counts as absent."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MoveWire(Wire):
    """One planned carriage of a crate."""

    round: str
    from_: str = Field(alias="from")
    to: str


class StateWire(Wire):
    """Where the server knows a crate to be; `origin` and `round` say of which leg, where it tells."""

    at: str | None = None
    by: str | None = None
    round: str | None = None
    origin: str | None = Field(default=None, alias="from")


class CrateWire(Wire):
    """A crate of a consignment, its itinerary and its state."""

    cons: str
    rank: int = 1
    of: int = 1
    moves: tuple[MoveWire, ...] = ()
    state: StateWire | None = None
    since_ms: int | None = None
    event: str | None = None


class ConsignmentWire(Wire):
    """The goods of one producer for one place on one day."""

    producer: str
    place: str
    date: str | None = None
    crates: int = 0
    cls: str | None = None
    label: str | None = None
    volume_ml: int = 0

    @property
    def temperature_class(self) -> TemperatureClass | None:
        """The class, where this program knows it."""
        return _CLASSES.get(self.cls or "")


class _CompartmentWire(Wire):
    id: str
    size: str | None = None
    cold: bool | None = None


class _PlaceWire(Wire):
    name: str
    role: PlaceRole
    lat: float | None = None
    lon: float | None = None
    area: str | None = None
    note: str | None = None
    keeper: str | None = None
    compartments: list[_CompartmentWire] | None = None


class _PersonWire(Wire):
    name: str
    farm: str | None = None


class _MeWire(Wire):
    name: str
    roles: list[str] | str | None = None
    helper: bool | None = None


class _NoticeWire(Wire):
    text_code: str
    args: dict[str, Any] | None = None


_CLASSES = {each.value: each for each in TemperatureClass}
WireT = TypeVar("WireT", bound=Wire)


def read_wire(content: str | None, wire: type[WireT]) -> WireT | None:
    """A row's content as a type, or None where it is absent or cannot be read."""
    if content is None:
        return None
    try:
        return wire.model_validate_json(content)
    except ValidationError:
        return None


def row_content(connection: Connection, table: str, key: str) -> str | None:
    """The JSON text of one pulled row."""
    found = first(connection, "SELECT d FROM pulled_row WHERE t = ? AND k = ?", (table, key))
    return found[0] if found else None


def has_row(connection: Connection, table: str, key: str) -> bool:
    """Whether a pulled row is there, without reading it."""
    found = first(connection, "SELECT 1 FROM pulled_row WHERE t = ? AND k = ?", (table, key))
    return found is not None


def rows_of(connection: Connection, table: str) -> list[tuple[str, str]]:
    """Key and JSON text of every pulled row of one kind, by key."""
    found = run(connection, "SELECT k, d FROM pulled_row WHERE t = ? ORDER BY k", (table,))
    return [(row[0], row[1]) for row in found]


def place_row(connection: Connection, place_id: str) -> PlaceRow | None:
    """One place, within the caller's view."""
    return _place(place_id, row_content(connection, "place", place_id))


def person_name(connection: Connection, person_id: str) -> str:
    """A person's name, or the identifier where the person is not known here."""
    wire = read_wire(row_content(connection, "person", person_id), _PersonWire)
    return wire.name if wire else person_id


def person_farm(connection: Connection, person_id: str) -> str | None:
    """The place of a producer's farm."""
    wire = read_wire(row_content(connection, "person", person_id), _PersonWire)
    return wire.farm if wire else None


def place(store: Store, place_id: str) -> PlaceRow | None:
    """One place."""
    with store.reading() as connection:
        return place_row(connection, place_id)


def places(store: Store) -> tuple[PlaceRow, ...]:
    """Every place known, by identifier."""
    with store.reading() as connection:
        found = rows_of(connection, "place")
    return tuple(row for key, content in found if (row := _place(key, content)))


def person(store: Store, person_id: str) -> PersonRow | None:
    """One person."""
    with store.reading() as connection:
        wire = read_wire(row_content(connection, "person", person_id), _PersonWire)
    return PersonRow(person_id, wire.name, wire.farm) if wire else None


def me(store: Store) -> MeRow | None:
    """The person this phone is enrolled for, once a sync told who that is."""
    if store.enrolment is None:
        return None
    person_id = store.enrolment.person_id
    with store.reading() as connection:
        wire = read_wire(row_content(connection, "me", person_id), _MeWire)
    if wire is None:
        return None
    roles = wire.roles.split(",") if isinstance(wire.roles, str) else wire.roles or []
    return MeRow(person_id, wire.name, tuple(roles), bool(wire.helper))


def tariff(store: Store, version: str) -> str | None:
    """A tariff's JSON text, as the server published it."""
    with store.reading() as connection:
        return row_content(connection, "tariff", version)


def cost_rates(store: Store) -> CostRates | None:
    """What the co-op counts for kilometres and hours; None where it has not said."""
    with store.reading() as connection:
        content = row_content(connection, "setting", "cost")
    return read_cost_rates(content) if content else None


def notices(store: Store) -> tuple[NoticeRow, ...]:
    """What the coordinator wants read."""
    with store.reading() as connection:
        found = rows_of(connection, "notice")
    return tuple(
        NoticeRow(key, wire.text_code, wire.args or {})
        for key, content in found
        if (wire := read_wire(content, _NoticeWire))
    )


def _place(place_id: str, content: str | None) -> PlaceRow | None:
    wire = read_wire(content, _PlaceWire)
    if wire is None:
        return None
    return PlaceRow(
        place_id=place_id,
        name=wire.name,
        role=wire.role,
        lat=wire.lat,
        lon=wire.lon,
        area=wire.area,
        note=wire.note,
        keeper_id=wire.keeper,
        compartments=tuple(
            CompartmentRow(each.id, each.size, bool(each.cold)) for each in wire.compartments or []
        ),
    )
