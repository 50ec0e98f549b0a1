"""What helpers who soon come by a place are lent of it: what it looks like, whom to call."""

from dataclasses import dataclass

from pydantic import Base64Bytes
from sqlalchemy import Connection

from mobile.store.reference import Wire, read_wire, row_content
from shared.network import read_phone


@dataclass(frozen=True, slots=True)
class PlacePhotoRow:
    """What a place looks like, as a coordinator accepted it: a small JPEG, and when it was proposed."""

    jpeg: bytes
    at_ms: int


class _PlacePhotoWire(Wire):
    jpeg: Base64Bytes
    at_ms: int


class _ContactWire(Wire):
    phone: str


def place_photo(connection: Connection, place_id: str) -> PlacePhotoRow | None:
    """The photo of a place, where a coordinator accepted one."""
    wire = read_wire(row_content(connection, "place_photo", place_id), _PlacePhotoWire)
    return PlacePhotoRow(wire.jpeg, wire.at_ms) if wire and wire.jpeg else None


def number_of_place(connection: Connection, place_id: str) -> str:
    """The number to call for a place, as digits; empty where none was sent to this phone.

    It goes into an address the phone opens: what is no number is none.
    """
    wire = read_wire(row_content(connection, "contact", place_id), _ContactWire)
    return (read_phone(wire.phone) or "") if wire else ""
