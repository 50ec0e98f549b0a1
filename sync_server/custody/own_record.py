"""Everything kept about one person that is theirs to take away: facts, logs of their phones, rows."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from sync_server.accounts.tables import Device
from sync_server.custody.tables import Event, LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of
from sync_server.db.rows import person_audience
from sync_server.db.tables import Audience, PullRow, RowAudience

_EVENT = table_of(Event)
_DEVICE = table_of(Device)
_LOG = table_of(LogHead)
_ENTRY = table_of(LogEntry)
_ROW = table_of(PullRow)
_DELIVERY = table_of(RowAudience)
_AUDIENCE = table_of(Audience)

_OWN_DEVICES = select(_DEVICE.c.id).where(_DEVICE.c.person_id == bindparam("person_id"))
_BODIES = (
    select(_EVENT.c.body)
    .where(or_(_EVENT.c.actor == bindparam("person_id"), _EVENT.c.device.in_(_OWN_DEVICES)))
    .order_by(_EVENT.c.pk)
)
_ASIDE = (
    select(_LOG.c.log_id, _ENTRY.c.seq, _ENTRY.c.quarantine_reason, _ENTRY.c.body)
    .join(_LOG, _LOG.c.pk == _ENTRY.c.log_pk)
    .where(_ENTRY.c.quarantine_reason.is_not(None), _LOG.c.device_id.in_(_OWN_DEVICES))
    .order_by(_LOG.c.log_id, _ENTRY.c.seq)
)
_ROWS = (
    select(_ROW.c.t, _ROW.c.k, _ROW.c.d, _ROW.c.deleted)
    .join(_DELIVERY, _DELIVERY.c.row_id == _ROW.c.id)
    .join(_AUDIENCE, _AUDIENCE.c.id == _DELIVERY.c.audience_id)
    .where(_AUDIENCE.c.name == bindparam("audience"))
    .order_by(_ROW.c.stamp)
)


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """`events` are bodies byte for byte; `quarantined` those kept aside; `rows` the person's own."""

    events: tuple[str, ...]
    quarantined: tuple[dict[str, Any], ...]
    rows: tuple[dict[str, Any], ...]


def own_record(session: Session, person_id: str) -> OwnRecord:
    """What a person may take away. The session must see one instant."""
    connection = session.connection()
    bodies = rows_of(connection, _BODIES, person_id=person_id)
    aside = rows_of(connection, _ASIDE, person_id=person_id)
    rows = rows_of(connection, _ROWS, audience=person_audience(person_id))
    return OwnRecord(
        tuple(body for (body,) in bodies),
        tuple(
            # A body that is no UTF-8 cannot have come in: it arrived inside JSON.
            {"log": log_id, "seq": seq, "reason": reason, "body": bytes(body).decode()}
            for log_id, seq, reason, body in aside
        ),
        tuple({"t": t, "k": k, "d": json.loads(d)} for t, k, d, deleted in rows if not deleted),
    )
