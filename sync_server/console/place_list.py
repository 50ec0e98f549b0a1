"""The places of the network as a list: found by a part of their name, sorted by the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from sync_server.console.listing import Listing, by_name, in_order, read_order
from sync_server.console.names import Names
from sync_server.network.queries import places_by_id


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the list."""

    id: str
    name: str
    role: str
    area: str
    keeper: str
    note: str


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The places asked for; `total` counts them all."""

    listing: Listing
    wanted: str
    rows: list[PlaceRow]
    total: int


_ORDERS: Mapping[str, Callable[[PlaceRow], tuple[str, str]]] = {
    "nom": lambda row: (by_name(row.name), row.id),
    "role": lambda row: (row.role, by_name(row.name)),
    "secteur": lambda row: (by_name(row.area), by_name(row.name)),
}


def list_places(session: Session, names: Names, wanted: str, order: str) -> PlaceList:
    """Every place in which all words asked for are found."""
    rows = [
        PlaceRow(
            place.id,
            place.name,
            names.role(place.id),
            place.area,
            names.person(place.keeper_person_id) if place.keeper_person_id else "",
            place.note,
        )
        for place in places_by_id(session).values()
    ]
    words = wanted.casefold().split()
    found = [row for row in rows if all(word in _searched(row) for word in words)]
    listing = Listing("/console/lieux", read_order(order, tuple(_ORDERS), "nom"), {"q": wanted})
    return PlaceList(listing, wanted, in_order(found, listing, _ORDERS), len(rows))


def _searched(row: PlaceRow) -> str:
    return f"{row.name} {row.role} {row.area} {row.keeper} {row.id}".casefold()
