"""All SQL of the imports: scopes in force, their lines, aliases, and the sums that consignments carry."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks, insert_many
from sync_server.imports.tables import Alias, ImportFile, ImportReject, ImportScope, OrderLine
from sync_server.network.consignments import ConsignmentKey, Ordered

_SCOPE = table_of(ImportScope)
_LINE = table_of(OrderLine)
_ALIAS = table_of(Alias)
_FILE = table_of(ImportFile)
_REJECT = table_of(ImportReject)
LINE_COLUMNS = tuple(column.name for column in _LINE.columns if column.name != "id")


@dataclass(frozen=True, slots=True)
class ScopeInForce:
    """What was last imported for a scope."""

    id: int
    scope_key: str
    group_key: str
    import_id: int
    content_sha256: str
    order_count: int
    line_count: int
    amount_ttc_cents: int
    latest_order_at: str | None


@dataclass(frozen=True, slots=True)
class AmountInForce:
    """What the orders in force come to for one producer, place and day, in cents."""

    key: ConsignmentKey
    amount_ttc_cents: int


@dataclass(frozen=True, slots=True)
class LineInForce:
    """One order line in force, as far as a comparison shows it."""

    scope_key: str
    line_key: str
    order_ref: str | None
    producer_id: str
    place_id: str
    pickup_date: str
    product: str | None
    variant: str | None
    amount_ttc_cents: int


_COMPARED_COLUMNS = tuple(_LINE.c[name] for name in LineInForce.__slots__ if name != "scope_key")
_SCOPE_COLUMNS = tuple(_SCOPE.c[name] for name in ScopeInForce.__slots__)


def scopes_of_groups(session: Session, source: str, group_keys: Iterable[str]) -> dict[str, ScopeInForce]:
    """The scopes in force of these cycles or days, by scope key."""
    statement = select(*_SCOPE_COLUMNS).where(_SCOPE.c.source == source).order_by(_SCOPE.c.scope_key)
    return {
        row.scope_key: ScopeInForce(*row)
        for chunk in in_chunks(sorted(set(group_keys)))
        for row in session.connection().execute(statement.where(_SCOPE.c.group_key.in_(chunk)))
    }


def amounts_of_scopes(session: Session, scope_ids: Sequence[int]) -> list[AmountInForce]:
    """What the lines of these scopes come to, by consignment."""
    key = (_LINE.c.producer_id, _LINE.c.place_id, _LINE.c.pickup_date)
    summed = select(*key, func.sum(_LINE.c.amount_ttc_cents)).group_by(*key)
    found: dict[ConsignmentKey, int] = {}
    for chunk in in_chunks(scope_ids):
        for producer_id, place_id, day, cents in session.connection().execute(
            summed.where(_LINE.c.scope_id.in_(chunk))
        ):
            consignment = ConsignmentKey(producer_id, place_id, day)
            found[consignment] = found.get(consignment, 0) + int(cents)
    return [AmountInForce(consignment, cents) for consignment, cents in found.items()]


def other_scopes_at(
    session: Session, pairs: Collection[tuple[str, str]], except_scope_ids: Collection[int]
) -> list[tuple[str, str, str, str]]:
    """Other scopes with lines for these (place, day): (source, scope, place, day)."""
    statement = (
        select(_SCOPE.c.source, _SCOPE.c.scope_key, _LINE.c.place_id, _LINE.c.pickup_date)
        .join(_LINE, _LINE.c.scope_id == _SCOPE.c.id)
        .where(_LINE.c.pickup_date.in_({day for _, day in pairs}))
        .where(_SCOPE.c.id.not_in(except_scope_ids))
        .distinct()
        .order_by(_SCOPE.c.source, _SCOPE.c.scope_key)
    )
    found = session.connection().execute(statement)
    return [(row[0], row[1], row[2], row[3]) for row in found if (row[2], row[3]) in pairs]


def last_place_of(session: Session, source: str) -> str | None:
    """Where the last import of a source was for."""
    statement = (
        select(_LINE.c.place_id)
        .join(_SCOPE, _LINE.c.scope_id == _SCOPE.c.id)
        .where(_SCOPE.c.source == source)
        .order_by(_LINE.c.id.desc())
        .limit(1)
    )
    return session.connection().execute(statement).scalar()


def ordered_by_consignment(session: Session, days: Iterable[str]) -> dict[ConsignmentKey, Ordered]:
    """What all orders in force of these days come to, by consignment."""
    key = (_LINE.c.producer_id, _LINE.c.place_id, _LINE.c.pickup_date)
    summed = select(
        *key,
        func.sum(_LINE.c.amount_ttc_cents),
        func.sum(_LINE.c.amount_ht_cents),
        func.count(_LINE.c.amount_ht_cents),
        func.count(),
        func.sum(_LINE.c.volume_ml),
    ).group_by(*key)
    found: dict[ConsignmentKey, Ordered] = {}
    for chunk in in_chunks(sorted(set(days))):
        for row in session.connection().execute(summed.where(_LINE.c.pickup_date.in_(chunk))):
            consignment = ConsignmentKey(row[0], row[1], row[2])
            # A sum before tax counts only where every line has one.
            ht_cents = int(row[4]) if row[5] == row[6] else None
            found[consignment] = Ordered(consignment, int(row[3]), ht_cents, int(row[7]))
    return found


def scopes_of_import(session: Session, import_id: int) -> dict[tuple[str, str], ScopeInForce]:
    """The scopes this import put in force and that still are, by (source, scope)."""
    statement = select(_SCOPE).where(_SCOPE.c.import_id == import_id)
    return {
        (row["source"], row["scope_key"]): ScopeInForce(
            **{name: row[name] for name in ScopeInForce.__slots__}
        )
        for row in session.connection().execute(statement).mappings()
    }


def scope_in_force(session: Session, source: str, scope_key: str) -> ScopeInForce | None:
    """What is in force for one scope."""
    statement = select(*_SCOPE_COLUMNS).where(_SCOPE.c.source == source, _SCOPE.c.scope_key == scope_key)
    row = session.connection().execute(statement).first()
    return None if row is None else ScopeInForce(*row)


def names_of_imports(session: Session, import_ids: Collection[int]) -> dict[int, str]:
    """What the files of these imports were called."""
    statement = select(_FILE.c.id, _FILE.c.name)
    return {
        row.id: row.name
        for chunk in in_chunks(sorted(import_ids))
        for row in session.connection().execute(statement.where(_FILE.c.id.in_(chunk)))
    }


def lines_in_force(session: Session, scope_ids: Sequence[int]) -> list[LineInForce]:
    """The lines of these scopes, for comparing them one by one."""
    statement = (
        select(_SCOPE.c.scope_key, *_COMPARED_COLUMNS)
        .join(_SCOPE, _SCOPE.c.id == _LINE.c.scope_id)
        .order_by(_LINE.c.id)
    )
    return [
        LineInForce(*row)
        for chunk in in_chunks(scope_ids)
        for row in session.connection().execute(statement.where(_LINE.c.scope_id.in_(chunk)))
    ]


def delete_lines(session: Session, scope_ids: Sequence[int]) -> None:
    """Takes the lines of these scopes out of force."""
    for chunk in in_chunks(scope_ids):
        session.connection().execute(delete(_LINE).where(_LINE.c.scope_id.in_(chunk)))


def delete_scopes(session: Session, scope_ids: Sequence[int]) -> None:
    """Forgets scopes of which nothing is ordered any more."""
    for chunk in in_chunks(scope_ids):
        session.connection().execute(delete(_SCOPE).where(_SCOPE.c.id.in_(chunk)))


def insert_lines(session: Session, rows: list[tuple[object, ...]]) -> None:
    """Writes order lines, each a tuple in the order of the table without its id."""
    insert_many(session.connection(), OrderLine, LINE_COLUMNS, rows)


def insert_file(session: Session, values: dict[str, object], rejects: Sequence[dict[str, object]]) -> int:
    """Writes an import and its rejects; its id."""
    connection = session.connection()
    import_id = int(connection.execute(insert(_FILE).values(values).returning(_FILE.c.id)).scalar_one())
    if rejects:
        connection.execute(insert(_REJECT), [{"import_id": import_id} | reject for reject in rejects])
    return import_id


def put_scope(session: Session, known_id: int | None, values: dict[str, object]) -> int:
    """Writes what is now in force for a scope; its id."""
    connection = session.connection()
    if known_id is None:
        return int(connection.execute(insert(_SCOPE).values(values).returning(_SCOPE.c.id)).scalar_one())
    connection.execute(update(_SCOPE).where(_SCOPE.c.id == known_id).values(values))
    return known_id


def aliases(session: Session, kind: str) -> dict[str, str]:
    """Confirmed aliases of a kind: what a text stands for."""
    found = session.connection().execute(
        select(_ALIAS.c.text, _ALIAS.c.target_id).where(_ALIAS.c.kind == kind)
    )
    return {text: target_id for text, target_id in found}
