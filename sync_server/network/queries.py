"""SQL of the network: places, consignments, crates and their planned moves, many at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in
from sync_server.db.tables import PullRow
from sync_server.network.tables import (
    Compartment,
    Consignment,
    CooperativeSetting,
    Crate,
    CrateMove,
    DeliveryLink,
    Place,
)

PERSON = table_of(Person)
PLACE = table_of(Place)
COMPARTMENT = table_of(Compartment)
DELIVERY_LINK = table_of(DeliveryLink)
SETTING = table_of(CooperativeSetting)
CONSIGNMENT = table_of(Consignment)
CRATE = table_of(Crate)
MOVE = table_of(CrateMove)
PULL_ROW = table_of(PullRow)


@dataclass(frozen=True, slots=True)
class CrateInPlan:
    """A crate with what its consignment says of it; `bound_by` the fact that made it of a blank label."""

    pk: int
    code: str
    rank: int
    status: str
    consignment_pk: int
    consignment_id: str
    producer_id: str
    place_id: str
    crate_total: int
    bound_by: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A crate is to be taken from one place to another in a round."""

    round_id: str
    from_place_id: str
    to_place_id: str


_CRATE_COLUMNS = (
    CRATE.c.pk,
    CRATE.c.code,
    CRATE.c.rank,
    CRATE.c.status,
    CRATE.c.consignment_pk,
    CONSIGNMENT.c.id,
    CONSIGNMENT.c.producer_id,
    CONSIGNMENT.c.place_id,
    CONSIGNMENT.c.crate_total,
    CRATE.c.bound_by,
)
_CRATES = select(*_CRATE_COLUMNS).join(CONSIGNMENT, CONSIGNMENT.c.pk == CRATE.c.consignment_pk)
_CRATES_IN_ORDER = _CRATES.order_by(CRATE.c.consignment_pk, CRATE.c.rank)
_MOVES = select(MOVE.c.crate_code, MOVE.c.round_id, MOVE.c.from_place_id, MOVE.c.to_place_id).order_by(
    MOVE.c.crate_code, MOVE.c.step
)
_PUBLISHED = select(PULL_ROW.c.k, PULL_ROW.c.d).where(PULL_ROW.c.t == "crate", PULL_ROW.c.deleted == 0)


def crates_by_code(session: Session, codes: Iterable[str]) -> dict[str, CrateInPlan]:
    """The known crates among `codes`."""
    found = rows_in(session.connection(), _CRATES, CRATE.c.code, list(codes))
    return {crate.code: crate for crate in (CrateInPlan(*row) for row in found)}


def crates_of_consignments(session: Session, consignment_pks: Iterable[int]) -> list[CrateInPlan]:
    """All crates of these consignments, unneeded ones too, by consignment and rank."""
    pks = sorted(set(consignment_pks))
    found = rows_in(session.connection(), _CRATES_IN_ORDER, CRATE.c.consignment_pk, pks)
    return [CrateInPlan(*row) for row in found]


def moves_by_crate(session: Session, codes: Iterable[str]) -> dict[str, list[PlannedMove]]:
    """The planned moves of each crate that has any, in the order in which they are to happen."""
    found: dict[str, list[PlannedMove]] = {}
    for code, *move in rows_in(session.connection(), _MOVES, MOVE.c.crate_code, list(codes)):
        found.setdefault(code, []).append(PlannedMove(*move))
    return found


def published_crates(session: Session, codes: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The content of the crates' rows as phones hold them now, by code."""
    found = rows_in(session.connection(), _PUBLISHED, PULL_ROW.c.k, list(codes))
    return {code: json.loads(d) for code, d in found}


def places_by_id(session: Session) -> dict[str, Row[Any]]:
    """Every place, by id."""
    return {place.id: place for place in session.connection().execute(select(PLACE).order_by(PLACE.c.id))}


def people_by_id(session: Session) -> dict[str, Row[Any]]:
    """Every person, by id."""
    found = session.connection().execute(select(PERSON).order_by(PERSON.c.id))
    return {person.id: person for person in found}


def producers_by_id(session: Session) -> dict[str, Row[Any]]:
    """Every person with a farm, by id."""
    with_farm = select(PERSON).where(PERSON.c.farm_place_id.is_not(None)).order_by(PERSON.c.id)
    return {person.id: person for person in session.connection().execute(with_farm)}


def compartments_by_place(session: Session) -> dict[str, list[Row[Any]]]:
    """The compartments of each locker bank, in the order of their ids."""
    found: dict[str, list[Row[Any]]] = {}
    for compartment in session.connection().execute(
        select(COMPARTMENT).order_by(COMPARTMENT.c.place_id, COMPARTMENT.c.id)
    ):
        found.setdefault(compartment.place_id, []).append(compartment)
    return found


def delivery_links(session: Session) -> Sequence[Row[Any]]:
    """Who delivers which family where."""
    ordered = select(DELIVERY_LINK).order_by(
        DELIVERY_LINK.c.producer_id, DELIVERY_LINK.c.place_id, DELIVERY_LINK.c.family
    )
    return session.connection().execute(ordered).all()


def setting(session: Session, name: str) -> str | None:
    """What the co-op has decided, None where it has not."""
    return session.connection().execute(select(SETTING.c.value).where(SETTING.c.name == name)).scalar()
