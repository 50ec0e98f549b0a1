"""SQL of consignments and their crates: reading and writing many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks, insert_many, update_many
from sync_server.network.bound_queries import labels_taken
from sync_server.network.queries import CONSIGNMENT, CRATE
from sync_server.network.tables import BlankLabel, Consignment


@dataclass(frozen=True, slots=True)
class KnownConsignment:
    """A consignment as it stands."""

    pk: int
    id: str
    producer_id: str
    place_id: str
    date: str
    turnover_ttc_cents: int
    turnover_ht_cents: int | None
    volume_ml: int
    cls: str
    label: str
    crate_total: int
    status: str


@dataclass(frozen=True, slots=True)
class NewConsignment:
    """A consignment to be written; the fields are the table's, in its order."""

    id: str
    producer_id: str
    place_id: str
    date: str
    turnover_ttc_cents: int
    turnover_ht_cents: int | None
    volume_ml: int
    cls: str
    label: str
    crate_total: int
    status: str


_BLANK = table_of(BlankLabel)
_COLUMNS = tuple(CONSIGNMENT.c[name] for name in KnownConsignment.__slots__)
_WRITTEN = tuple(NewConsignment.__slots__)
_MUTABLE = _WRITTEN[4:]


def consignments_by_id(session: Session, ids: Iterable[str]) -> dict[str, KnownConsignment]:
    """The known consignments among `ids`, by id: crates get their codes in this order on any database."""
    statement = select(*_COLUMNS).order_by(CONSIGNMENT.c.id)
    return {
        row.id: KnownConsignment(*row)
        for chunk in in_chunks(sorted(ids))
        for row in session.connection().execute(statement.where(CONSIGNMENT.c.id.in_(chunk)))
    }


def consignments_of_day(session: Session, date: str) -> list[KnownConsignment]:
    """All consignments of a distribution day, cancelled ones too, by id."""
    statement = select(*_COLUMNS).where(CONSIGNMENT.c.date == date).order_by(CONSIGNMENT.c.id)
    return [KnownConsignment(*row) for row in session.connection().execute(statement)]


def insert_consignments(session: Session, consignments: Sequence[NewConsignment]) -> None:
    """Writes new consignments; the database numbers them."""
    rows = [tuple(getattr(one, name) for name in _WRITTEN) for one in consignments]
    insert_many(session.connection(), Consignment, _WRITTEN, rows)


def update_consignments(session: Session, consignments: Sequence[NewConsignment]) -> None:
    """Writes what an import may change of known consignments."""
    rows = [(*(getattr(one, name) for name in _MUTABLE), one.id) for one in consignments]
    update_many(session.connection(), Consignment, _MUTABLE, ("id",), rows)


def codes_taken(session: Session, codes: Iterable[str]) -> set[str]:
    """Which of these codes are on a crate already, or on a blank label, printed or bound."""
    return labels_taken(session, codes) | {
        code
        for chunk in in_chunks(list(codes))
        for column in (CRATE.c.code, _BLANK.c.code)
        for code in session.connection().execute(select(column).where(column.in_(chunk))).scalars()
    }


def insert_crates(session: Session, crates: Sequence[tuple[str, int, int]], status: str) -> None:
    """Writes new crates, each (code, consignment's pk, rank)."""
    if crates:
        rows = [
            {"code": code, "consignment_pk": pk, "rank": rank, "status": status} for code, pk, rank in crates
        ]
        session.connection().execute(insert(CRATE), rows)


def set_crate_status(session: Session, crate_pks: Sequence[int], status: str) -> None:
    """Flags crates as needed or unneeded."""
    for chunk in in_chunks(crate_pks):
        session.connection().execute(update(CRATE).where(CRATE.c.pk.in_(chunk)).values(status=status))
