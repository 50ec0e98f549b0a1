"""Locker banks as the network knows them: which doors there are, and which of them have a code."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from sync_server.accounts.sealing import Seal
from sync_server.db.base import table_of
from sync_server.network.tables import Compartment, DoorCode, Place

_DOOR = table_of(Compartment)
_CODE = table_of(DoorCode)
_PLACE = table_of(Place)


@dataclass(frozen=True, slots=True)
class BankDoor:
    """One compartment: what is written on it, its size, whether it is cold."""

    place_id: str
    compartment: str
    size: str
    is_cold: bool


def bank_doors(session: Session, place_ids: Collection[str] | None = None) -> list[BankDoor]:
    """Every compartment of these places, of all places by default, in the order of their names."""
    statement = select(_DOOR.c.place_id, _DOOR.c.id, _DOOR.c.size, _DOOR.c.cold)
    if place_ids is not None:
        statement = statement.where(_DOOR.c.place_id.in_(sorted(place_ids)))
    found = [
        BankDoor(place_id, door, size, bool(cold))
        for place_id, door, size, cold in session.connection().execute(statement)
    ]
    return sorted(found, key=lambda each: (each.place_id, len(each.compartment), each.compartment))


def bank_ids_kept_by(session: Session, keeper_id: str) -> list[str]:
    """The places with doors that somebody keeps."""
    statement = select(_PLACE.c.id).where(
        _PLACE.c.keeper_person_id == keeper_id, _PLACE.c.id.in_(select(_DOOR.c.place_id))
    )
    return sorted(session.connection().execute(statement).scalars())


def doors_with_code(session: Session, seal: Seal | None) -> set[tuple[str, str]]:
    """The doors whose code this server can open, by place and compartment: which ones, never what they are.

    The code of a place itself has no compartment: an empty word.
    """
    if seal is None:
        return set()
    rows = session.connection().execute(select(_CODE.c.place_id, _CODE.c.compartment, _CODE.c.sealed))
    return {
        (place_id, compartment)
        for place_id, compartment, sealed in rows
        if seal.open(sealed, f"{place_id}/{compartment}") is not None
    }
