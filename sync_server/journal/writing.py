"""The journal as JSON Lines: the feed with every body, then each phone's log, then where it ends.

Source: `shared/verify.py` reads it, and says how the hashes are made.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from sync_server.custody.tables import Event, LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.db.tables import FeedEntry, FeedHead

_FEED = table_of(FeedEntry)
_FEED_HEAD = table_of(FeedHead)
_EVENT = table_of(Event)
_HEAD = table_of(LogHead)
_ENTRY = table_of(LogEntry)
# Ten years of a co-op are larger than memory.
_ROWS_AT_ONCE = 1_000


def journal_lines(connection: Connection) -> Iterator[str]:
    """Every line with its end. The connection must see one instant: facts that come meanwhile are left out.

    Of a row that phones hold only the digest is told: what it said is computed from the facts.
    """
    yield _line({"journal": "relais/1", "verify": "python -m shared.verify FILE"})
    yield from _feed_lines(connection)
    logs = 0
    for log_id, pk in connection.execute(select(_HEAD.c.log_id, _HEAD.c.pk).order_by(_HEAD.c.log_id)).all():
        lines = list(_log_lines(connection, log_id, pk))
        logs += bool(lines)
        yield from lines
    seq, fh = connection.execute(select(_FEED_HEAD.c.seq, _FEED_HEAD.c.fh)).one()
    yield _line({"end": {"seq": seq, "fh": bytes(fh).hex(), "logs": logs}})


def _feed_lines(connection: Connection) -> Iterator[str]:
    statement = (
        select(_FEED.c.seq, _FEED.c.kind, _FEED.c.ref, _FEED.c.digest, _FEED.c.fh, _EVENT.c.body)
        .outerjoin(_EVENT, _EVENT.c.pk == _FEED.c.seq)
        .order_by(_FEED.c.seq)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    for seq, kind, ref, digest, fh, body in connection.execute(statement):
        content = (
            {"digest": None if digest is None else bytes(digest).hex()} if body is None else {"body": body}
        )
        yield _line({"seq": seq, "kind": kind, "ref": ref, "fh": bytes(fh).hex(), **content})


def _log_lines(connection: Connection, log_id: str, log_pk: int) -> Iterator[str]:
    """A position holds an accepted fact, told above by its id, or what could not be read, as bytes in hex."""
    statement = (
        select(_ENTRY.c.seq, _ENTRY.c.hash, _ENTRY.c.body, _ENTRY.c.quarantine_reason, _EVENT.c.id)
        .outerjoin(_EVENT, _EVENT.c.pk == _ENTRY.c.event_pk)
        .where(_ENTRY.c.log_pk == log_pk)
        .order_by(_ENTRY.c.seq)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    for seq, hash_, raw, reason, event_id in connection.execute(statement):
        held = {"event": event_id} if raw is None else {"raw": bytes(raw).hex(), "why": reason}
        yield _line({"log": log_id, "seq": seq, "h": bytes(hash_).hex(), **held})


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
