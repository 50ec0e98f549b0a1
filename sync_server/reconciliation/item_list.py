"""The list of work items a coordinator reads: by state, the newest first, bounded."""

from sqlalchemy import select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.reconciliation.items import ItemStatus, WorkItem
from sync_server.reconciliation.queries import items_by_key
from sync_server.reconciliation.tables import Discrepancy

_ITEM = table_of(Discrepancy)


def latest_items(session: Session, status: ItemStatus | None, limit: int) -> list[WorkItem]:
    """The `limit` items opened last, in one state or in any."""
    statement = select(_ITEM.c.key).order_by(_ITEM.c.opened_ms.desc(), _ITEM.c.id.desc()).limit(limit)
    if status is not None:
        statement = statement.where(_ITEM.c.status == status.value)
    keys = list(session.connection().execute(statement).scalars())
    return sorted(items_by_key(session, keys), key=lambda item: (-item.opened_ms, -item.id))
