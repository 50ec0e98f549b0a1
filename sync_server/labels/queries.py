"""All SQL of labels: what is to be labelled, and the blank codes already given out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlmodel import Session

from sync_server.accounts.tables import Person
from sync_server.custody.tables import EventCrate
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks, insert_many
from sync_server.network.crate_search import FoundCrate, found_crates
from sync_server.network.status import ConsignmentStatus, CrateStatus
from sync_server.network.tables import (
    BlankBatch,
    BlankLabel,
    Compartment,
    Consignment,
    Crate,
    CrateMove,
    Place,
)

_CRATE = table_of(Crate)
_CONSIGNMENT = table_of(Consignment)
_PERSON = table_of(Person)
_PLACE = table_of(Place)
_MOVE = table_of(CrateMove)
_COMPARTMENT = table_of(Compartment)
_BATCH = table_of(BlankBatch)
_BLANK = table_of(BlankLabel)
_LINK = table_of(EventCrate)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose crates: of a distribution day, and of it a round, a farm, or one consignment alone."""

    day: str
    round_id: str = ""
    producer_id: str = ""
    consignment_id: str = ""


@dataclass(frozen=True, slots=True)
class PlaceToLabel:
    """A place that may get a badge."""

    id: str
    name: str
    role: str
    area: str


@dataclass(frozen=True, slots=True)
class DoorToLabel:
    """One door of a locker bank."""

    place_id: str
    place_name: str
    compartment: str
    size: str
    is_cold: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Blank labels given out at once; `bound_count` of them are on a crate by now."""

    id: str
    label_count: int
    note: str
    issued_ms: int
    issued_by: str
    bound_count: int
    first_code: str


def crates_to_label(session: Session, wanted: Wanted, limit: int) -> list[FoundCrate]:
    """The crates in use, by farm, point and rank: the order in which a farm sticks them on."""
    statement = (
        found_crates(*_conditions(wanted))
        .order_by(_CONSIGNMENT.c.producer_id, _CONSIGNMENT.c.place_id, _CONSIGNMENT.c.id, _CRATE.c.rank)
        .limit(limit)
    )
    return [FoundCrate(*row) for row in session.connection().execute(statement)]


def farms_to_label(session: Session, wanted: Wanted) -> list[tuple[str, str, int]]:
    """Each farm with crates to label: its id, its name and how many."""
    name = func.coalesce(_PERSON.c.name, _CONSIGNMENT.c.producer_id)
    statement = (
        select(_CONSIGNMENT.c.producer_id, name, func.count())
        .select_from(_CRATE)
        .join(_CONSIGNMENT, _CONSIGNMENT.c.pk == _CRATE.c.consignment_pk)
        .outerjoin(_PERSON, _PERSON.c.id == _CONSIGNMENT.c.producer_id)
        .where(*_conditions(wanted))
        .group_by(_CONSIGNMENT.c.producer_id, name)
        .order_by(name, _CONSIGNMENT.c.producer_id)
    )
    return [(row[0], row[1], row[2]) for row in session.connection().execute(statement)]


def places_to_label(session: Session, role: str, place_id: str) -> list[PlaceToLabel]:
    """The places of a role, or of all, or one alone, by name."""
    statement = select(_PLACE.c.id, _PLACE.c.name, _PLACE.c.role, _PLACE.c.area)
    if role:
        statement = statement.where(_PLACE.c.role == role)
    if place_id:
        statement = statement.where(_PLACE.c.id == place_id)
    rows = session.connection().execute(statement.order_by(_PLACE.c.name, _PLACE.c.id))
    return [PlaceToLabel(*row) for row in rows]


def doors_to_label(session: Session, place_id: str) -> list[DoorToLabel]:
    """The doors of one locker bank, or of all."""
    statement = select(
        _COMPARTMENT.c.place_id, _PLACE.c.name, _COMPARTMENT.c.id, _COMPARTMENT.c.size, _COMPARTMENT.c.cold
    ).join(_PLACE, _PLACE.c.id == _COMPARTMENT.c.place_id)
    if place_id:
        statement = statement.where(_COMPARTMENT.c.place_id == place_id)
    rows = session.connection().execute(statement.order_by(_PLACE.c.name, _PLACE.c.id, _COMPARTMENT.c.id))
    return [DoorToLabel(*row[:4], bool(row[4])) for row in rows]


def batches(session: Session, limit: int) -> list[Batch]:
    """The batches of blank labels, the latest first."""
    statement = _batches().order_by(_BATCH.c.issued_ms.desc(), _BATCH.c.id).limit(limit)
    return [Batch(*row) for row in session.connection().execute(statement)]


def find_batch(session: Session, batch_id: str) -> Batch | None:
    """The batch with this id."""
    row = session.connection().execute(_batches().where(_BATCH.c.id == batch_id)).first()
    return None if row is None else Batch(*row)


def codes_of_batch(session: Session, batch_id: str) -> list[str]:
    """The codes of a batch in the order printed."""
    statement = select(_BLANK.c.code).where(_BLANK.c.batch_id == batch_id).order_by(_BLANK.c.position)
    return list(session.connection().execute(statement).scalars())


def insert_batch(session: Session, batch: Batch, codes: Sequence[str]) -> None:
    """Writes down codes before they are printed."""
    connection = session.connection()
    columns = ("id", "label_count", "note", "issued_ms", "issued_by")
    connection.execute(insert(_BATCH), [{name: getattr(batch, name) for name in columns}])
    rows: list[tuple[Any, ...]] = [(code, batch.id, n) for n, code in enumerate(codes, start=1)]
    insert_many(connection, BlankLabel, ("code", "batch_id", "position"), rows)


def codes_in_facts(session: Session, codes: Sequence[str]) -> set[str]:
    """Those of the codes that any fact names, on a crate of ours or not."""
    return {
        code
        for chunk in in_chunks(codes)
        for code in session.connection()
        .execute(select(_LINK.c.crate_code).where(_LINK.c.crate_code.in_(chunk)).distinct())
        .scalars()
    }


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [
        _CONSIGNMENT.c.status == ConsignmentStatus.ACTIVE.value,
        _CRATE.c.status == CrateStatus.ACTIVE.value,
    ]
    if wanted.day:
        conditions.append(_CONSIGNMENT.c.date == wanted.day)
    if wanted.producer_id:
        conditions.append(_CONSIGNMENT.c.producer_id == wanted.producer_id)
    if wanted.consignment_id:
        conditions.append(_CONSIGNMENT.c.id == wanted.consignment_id)
    if wanted.round_id:
        carried = select(_MOVE.c.crate_code).where(_MOVE.c.round_id == wanted.round_id)
        conditions.append(_CRATE.c.code.in_(carried))
    return conditions


def _batches() -> Select[*tuple[Any, ...]]:
    printed = _BLANK.alias("printed")
    bound = (
        select(func.count())
        .select_from(printed)
        .join(_CRATE, _CRATE.c.code == printed.c.code)
        .where(printed.c.batch_id == _BATCH.c.id)
        .correlate(_BATCH)
        .scalar_subquery()
    )
    return select(
        _BATCH.c.id,
        _BATCH.c.label_count,
        _BATCH.c.note,
        _BATCH.c.issued_ms,
        _BATCH.c.issued_by,
        bound,
        _BLANK.c.code,
    ).join(_BLANK, (_BLANK.c.batch_id == _BATCH.c.id) & (_BLANK.c.position == 1))
