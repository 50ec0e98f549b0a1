"""Proving what a database holds: the feed's hash chain and every log's, from the bodies as stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, select

from shared.sync.hashchain import content_digest, feed_start, log_start, next_feed_hash, next_hash
from sync_server.custody.tables import Event, LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.db.tables import FeedEntry, FeedHead, PullRow
from sync_server.evidence.proving import broken_piece

_FEED_HEAD = table_of(FeedHead)
_FEED = table_of(FeedEntry)
_ROW = table_of(PullRow)
_EVENT = table_of(Event)
_HEAD = table_of(LogHead)
_ENTRY = table_of(LogEntry)
_FEED_COLUMNS = (_FEED.c.seq, _FEED.c.kind, _FEED.c.ref, _FEED.c.digest, _FEED.c.fh)
_EVENT_KIND = "event"
# The copy may be larger than memory.
_ROWS_AT_ONCE = 1_000


class FaultCode(StrEnum):
    """Why a copy is not a backup."""

    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    FEED_BROKEN = "feed-broken"
    LOG_BROKEN = "log-broken"
    EVIDENCE_BROKEN = "evidence-broken"
    OTHER_BYTES = "other-bytes"
    OTHER_HISTORY = "other-history"


@dataclass(frozen=True, slots=True)
class CopyFault:
    """What is wrong with a copy, and where."""

    code: FaultCode
    detail: str


@dataclass(frozen=True, slots=True)
class ProvenContent:
    """What a database holds, its chains recomputed; `logs` gives the last position of each log held."""

    feed_seq: int
    feed_hash: bytes
    event_count: int
    logs: Mapping[str, int]


def prove(connection: Connection) -> ProvenContent | CopyFault:
    """Recomputes every chain of the database behind `connection`."""
    feed = _prove_feed(connection)
    if isinstance(feed, CopyFault):
        return feed
    logs = _prove_logs(connection)
    if isinstance(logs, CopyFault):
        return logs
    broken = broken_piece(connection)
    if broken is not None:
        return CopyFault(FaultCode.EVIDENCE_BROKEN, broken)
    feed_seq, feed_hash, event_count = feed
    return ProvenContent(feed_seq, feed_hash, event_count, logs)


def _prove_feed(connection: Connection) -> tuple[int, bytes, int] | CopyFault:
    statement = (
        select(*_FEED_COLUMNS, _EVENT.c.id, _EVENT.c.body, _ROW.c.d)
        .outerjoin(_EVENT, _EVENT.c.pk == _FEED.c.seq)
        .outerjoin(_ROW, _ROW.c.stamp == _FEED.c.seq)
        .order_by(_FEED.c.seq)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    reached, hash_, numbered_events = 0, feed_start(), 0
    for seq, kind, ref, digest, fh, event_id, body, row_text in connection.execute(statement):
        if seq != reached + 1:
            return CopyFault(FaultCode.FEED_BROKEN, f"{reached + 1}")
        if kind == _EVENT_KIND:
            numbered_events += 1
            if event_id != ref:
                return CopyFault(FaultCode.FEED_BROKEN, f"{seq}")
        # Of a row that changed again later, and of a settlement, only the digest is there to be hashed.
        content = body if kind == _EVENT_KIND else row_text
        held = None if content is None else content_digest(content.encode())
        if digest is not None and held not in (None, bytes(digest)):
            return CopyFault(FaultCode.FEED_BROKEN, f"{seq}")
        known = held if digest is None else bytes(digest)
        if known is not None and next_feed_hash(hash_, kind, ref, known) != bytes(fh):
            return CopyFault(FaultCode.FEED_BROKEN, f"{seq}")
        reached, hash_ = seq, bytes(fh)
    head_seq, head_hash = connection.execute(select(_FEED_HEAD.c.seq, _FEED_HEAD.c.fh)).one()
    events = connection.execute(select(func.count()).select_from(_EVENT)).scalar_one()
    if (head_seq, bytes(head_hash)) != (reached, hash_) or events != numbered_events:
        return CopyFault(FaultCode.FEED_BROKEN, f"{head_seq}")
    return reached, hash_, events


def _prove_logs(connection: Connection) -> dict[str, int] | CopyFault:
    columns = (_HEAD.c.pk, _HEAD.c.log_id, _HEAD.c.seq, _HEAD.c.hash)
    heads = connection.execute(select(*columns).order_by(_HEAD.c.log_id)).all()
    reached = {pk: (0, log_start(log_id)) for pk, log_id, _, _ in heads}
    statement = (
        select(_ENTRY.c.log_pk, _ENTRY.c.seq, _ENTRY.c.hash, _ENTRY.c.body, _EVENT.c.body)
        .outerjoin(_EVENT, _EVENT.c.pk == _ENTRY.c.event_pk)
        .order_by(_ENTRY.c.log_pk, _ENTRY.c.seq)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    for log_pk, seq, hash_, kept, accepted in connection.execute(statement):
        before, previous = reached.get(log_pk, (0, b""))
        raw = accepted.encode() if accepted is not None else bytes(kept or b"")
        if seq != before + 1 or next_hash(previous, raw) != bytes(hash_):
            return CopyFault(FaultCode.LOG_BROKEN, f"{log_pk}/{seq}")
        reached[log_pk] = (seq, bytes(hash_))
    for pk, log_id, seq, hash_ in heads:
        if reached[pk] != (seq, bytes(hash_)):
            return CopyFault(FaultCode.LOG_BROKEN, f"{log_id}/{seq}")
    return {log_id: seq for _, log_id, seq, _ in heads}
