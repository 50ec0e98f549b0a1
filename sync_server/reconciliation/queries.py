"""All SQL of reconciliation."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from shared.custody.discrepancies import DiscrepancyKind
from sync_server.custody.tables import Event
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in
from sync_server.network.tables import Round
from sync_server.reconciliation.items import ItemStatus, Resolution, WorkItem
from sync_server.reconciliation.tables import Discrepancy, DiscrepancySubject

_ITEM = table_of(Discrepancy)
_SUBJECT = table_of(DiscrepancySubject)
_EVENT = table_of(Event)
_ROUND = table_of(Round)
_OPEN = _ITEM.c.status == ItemStatus.OPEN.value
_ITEMS = select(_ITEM)
_ABOUT = select(_ITEM).join(_SUBJECT, _SUBJECT.c.discrepancy_id == _ITEM.c.id).distinct()
_TIMES = select(_EVENT.c.id, _EVENT.c.effective_ms)
_DAYS = select(_ROUND.c.id, _ROUND.c.date)


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which open items to list; None leaves a side open."""

    period: str | None = None
    kind: DiscrepancyKind | None = None
    round_id: str | None = None
    is_blocking: bool | None = None


def open_items(
    session: Session, wanted: ItemFilter | None = None, limit: int | None = None
) -> list[WorkItem]:
    """Open items, blocking ones first, then the oldest."""
    statement = select(_ITEM).where(_OPEN, *_conditions(wanted or ItemFilter()))
    ordered = statement.order_by(_ITEM.c.blocking.desc(), _ITEM.c.opened_ms, _ITEM.c.id).limit(limit)
    return [_work_item(row) for row in session.connection().execute(ordered)]


def count_open(session: Session, wanted: ItemFilter | None = None) -> int:
    """How many items are open."""
    statement = select(func.count()).where(_OPEN, *_conditions(wanted or ItemFilter()))
    return session.connection().execute(statement).scalar_one()


def work_item(session: Session, item_id: int) -> WorkItem | None:
    """One item, open or resolved."""
    row = session.connection().execute(select(_ITEM).where(_ITEM.c.id == item_id)).first()
    return None if row is None else _work_item(row)


def items_of_crate(session: Session, crate_code: str) -> list[WorkItem]:
    """Every item about a crate, open or resolved, oldest first."""
    return sorted(items_about(session, [crate_code]), key=lambda item: (item.opened_ms, item.id))


def items_about(session: Session, subjects: Sequence[str]) -> list[WorkItem]:
    """Every item about any of these crates or events, each once."""
    return [_work_item(row) for row in rows_in(session.connection(), _ABOUT, _SUBJECT.c.subject, subjects)]


def items_by_key(session: Session, keys: Sequence[str]) -> list[WorkItem]:
    """The items of these discrepancies, so far as there are any."""
    return [_work_item(row) for row in rows_in(session.connection(), _ITEMS, _ITEM.c.key, keys)]


def open_keys_of(session: Session, kind: DiscrepancyKind) -> list[str]:
    """The keys of the open items of one kind."""
    statement = select(_ITEM.c.key).where(_OPEN, _ITEM.c.kind == kind.value)
    return list(session.connection().execute(statement).scalars())


def effective_times(session: Session, event_ids: Sequence[str]) -> dict[str, int]:
    """When events took place, in ms."""
    return {
        event_id: at_ms for event_id, at_ms in rows_in(session.connection(), _TIMES, _EVENT.c.id, event_ids)
    }


def round_days(session: Session, round_ids: Sequence[str]) -> dict[str, str]:
    """The ISO day of rounds."""
    return {round_id: day for round_id, day in rows_in(session.connection(), _DAYS, _ROUND.c.id, round_ids)}


def _conditions(wanted: ItemFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.period is not None:
        yield _ITEM.c.period == wanted.period
    if wanted.kind is not None:
        yield _ITEM.c.kind == wanted.kind.value
    if wanted.round_id is not None:
        yield _ITEM.c.round_id == wanted.round_id
    if wanted.is_blocking is not None:
        yield _ITEM.c.blocking == int(wanted.is_blocking)


def _work_item(row: Any) -> WorkItem:
    return WorkItem(
        id=row.id,
        kind=DiscrepancyKind(row.kind),
        key=row.key,
        is_blocking=bool(row.blocking),
        status=ItemStatus(row.status),
        crates=tuple(json.loads(row.crates)),
        event_ids=tuple(json.loads(row.event_ids)),
        period=row.period,
        round_id=row.round_id,
        place_id=row.place_id,
        at_ms=row.at_ms,
        opened_ms=row.opened_ms,
        resolved_ms=row.resolved_ms,
        resolution=None if row.resolution is None else Resolution(row.resolution),
    )
