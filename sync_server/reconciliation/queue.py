"""The queue of open items walked one at a time: who comes before and after one, found by index."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlmodel import Session

from shared.custody.discrepancies import DiscrepancyKind
from sync_server.db.base import table_of
from sync_server.reconciliation.items import ItemStatus, WorkItem
from sync_server.reconciliation.tables import Discrepancy

_ITEM = table_of(Discrepancy)
_turn = tuple_(_ITEM.c.opened_ms, _ITEM.c.id)
_IDS = select(_ITEM.c.id).where(_ITEM.c.status == ItemStatus.OPEN.value)
# Blocking items first; among them, as among the others, the oldest first.
_SIDES = (1, 0)


def queue_key(item: WorkItem) -> tuple[int, int, int]:
    """Where an item stands in the queue, also one that is settled since: sorted by it, its turn."""
    return (0 if item.is_blocking else 1, item.opened_ms, item.id)


def first_open(session: Session, kind: DiscrepancyKind | None = None) -> int | None:
    """The open item whose turn it is."""
    return _found(session, (_side(kind, side).order_by(*_upwards()) for side in _SIDES))


def next_open(session: Session, item: WorkItem, kind: DiscrepancyKind | None = None) -> int | None:
    """The first open item behind this one, which may be settled itself."""
    own = _side(kind, int(item.is_blocking)).where(_turn > _position(item)).order_by(*_upwards())
    later = (_side(kind, side).order_by(*_upwards()) for side in _SIDES if side < item.is_blocking)
    return _found(session, (own, *later))


def previous_open(session: Session, item: WorkItem, kind: DiscrepancyKind | None = None) -> int | None:
    """The last open item before this one."""
    own = _side(kind, int(item.is_blocking)).where(_turn < _position(item)).order_by(*_downwards())
    earlier = (_side(kind, side).order_by(*_downwards()) for side in _SIDES if side > item.is_blocking)
    return _found(session, (own, *earlier))


def _side(kind: DiscrepancyKind | None, blocking: int) -> Select[Any]:
    statement = _IDS.where(_ITEM.c.blocking == blocking).limit(1)
    return statement if kind is None else statement.where(_ITEM.c.kind == kind.value)


def _found(session: Session, statements: Iterable[Select[Any]]) -> int | None:
    rows = (session.connection().execute(statement).first() for statement in statements)
    return next((row[0] for row in rows if row is not None), None)


def _position(item: WorkItem) -> Any:
    return tuple_(item.opened_ms, item.id)


def _upwards() -> tuple[ColumnElement[Any], ...]:
    return _ITEM.c.opened_ms.asc(), _ITEM.c.id.asc()


def _downwards() -> tuple[ColumnElement[Any], ...]:
    return _ITEM.c.opened_ms.desc(), _ITEM.c.id.desc()
