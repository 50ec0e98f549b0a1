"""A page of rows for one phone: feed head first, then rows of its scope in stamp order, or a reset."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, union
from sqlmodel import Session

from shared.sync.hashchain import feed_start
from shared.sync.outcomes import PullStatus
from shared.sync.protocol import PAGE_MAX_BYTES, PAGE_MAX_ROWS
from sync_server.custody.cursor import Cursor, read_cursor, witness_of, write_cursor
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_of
from sync_server.db.feed import hash_at, read_head
from sync_server.db.rows import known_audiences
from sync_server.db.tables import PullRow, RowAudience

_ROW = table_of(PullRow)
_DELIVERY = table_of(RowAudience)
_SCOPE_DIGITS = 12
FIRST_GENERATION = 1


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as JSON texts ready to send, and the cursor the phone is to store with them."""

    status: PullStatus
    rows: tuple[str, ...]
    cursor: str | None
    more: bool


REFUSED_PAGE = Page(PullStatus.REFUSED, (), None, more=False)


def read_page(session: Session, cursor_text: str | None, audiences: Sequence[str], max_rows: int) -> Page:
    """The next page. The session must see one instant, or rows moved meanwhile would never come."""
    seen, seen_hash, purged_stamp = read_head(session)
    known = known_audiences(session.connection(), audiences)
    scope_version = _scope_version(audiences, {name: generation for name, (_, generation) in known.items()})
    cursor = None if cursor_text is None else read_cursor(cursor_text)
    status = PullStatus.OK
    if cursor_text is not None and (
        cursor is None
        or cursor.scope_version != scope_version
        or max(cursor.pos, cursor.since) < purged_stamp
        or not _is_our_history(session, cursor, seen, seen_hash)
    ):
        status, cursor = PullStatus.RESET, None
    # A walk from the beginning starts below the floor: it misses nothing, as its rows are of today.
    pos, since = (0, seen) if cursor is None else (cursor.pos, cursor.since)
    audience_ids = sorted(key for key, _ in known.values())
    limit = min(max_rows, PAGE_MAX_ROWS)
    rows, last_stamp, more = _rows_after(session.connection(), pos, seen, audience_ids, limit)
    reached = last_stamp if more else seen
    walking = since if reached < since else 0
    new_cursor = Cursor(reached, seen, witness_of(seen_hash), scope_version, walking)
    return Page(status, rows, write_cursor(new_cursor), more)


def _scope_version(audiences: Sequence[str], generations: dict[str, int]) -> str:
    # An audience nobody has put a row into yet is in its first generation, so that its first row is no reset.
    parts = (f"{name} {generations.get(name, FIRST_GENERATION)}" for name in sorted(audiences))
    return sha256("\n".join(parts).encode()).hexdigest()[:_SCOPE_DIGITS]


def _is_our_history(session: Session, cursor: Cursor, seen: int, seen_hash: bytes) -> bool:
    """Whether this server's feed holds what the cursor has seen; not so after an old backup came back."""
    if cursor.seen > seen or max(cursor.pos, cursor.since) > cursor.seen:
        return False
    if cursor.seen == seen:
        return cursor.witness == witness_of(seen_hash)
    held = feed_start() if cursor.seen == 0 else hash_at(session, cursor.seen)
    return held is not None and witness_of(held) == cursor.witness


def _rows_after(
    connection: Connection, pos: int, head: int, audience_ids: Sequence[int], limit: int
) -> tuple[tuple[str, ...], int, bool]:
    """Rows in stamp order as texts, the last stamp delivered, and whether there are more."""
    if pos >= head or not audience_ids:
        return (), pos, False
    texts: list[str] = []
    size, last_stamp = 0, pos
    named = {f"audience_{n}": audience_id for n, audience_id in enumerate(audience_ids)}
    walk = _delivery(len(audience_ids))
    for stamp, *row in rows_of(connection, walk, pos=pos, most=limit + 1, **named):
        text = _row_text(*row)
        size += len(text.encode())
        if len(texts) == limit or (texts and size > PAGE_MAX_BYTES):
            return tuple(texts), last_stamp, True
        texts.append(text)
        last_stamp = stamp
    return tuple(texts), last_stamp, False


@lru_cache(maxsize=128)
def _delivery(audience_count: int) -> Select[*tuple[Any, ...]]:
    """One ordered walk of the delivery index per audience, merged; a row in two audiences comes once."""
    walks = [
        select(_DELIVERY.c.stamp, _DELIVERY.c.row_id).where(
            _DELIVERY.c.audience_id == bindparam(f"audience_{n}"), _DELIVERY.c.stamp > bindparam("pos")
        )
        for n in range(audience_count)
    ]
    merged = walks[0] if len(walks) == 1 else union(*walks)
    page = merged.order_by("stamp").limit(bindparam("most")).subquery()
    columns = (page.c.stamp, _ROW.c.t, _ROW.c.k, _ROW.c.d, _ROW.c.deleted)
    return select(*columns).join(_ROW, _ROW.c.id == page.c.row_id).order_by(page.c.stamp)


def _row_text(t: str, k: str, d: str, deleted: int) -> str:
    # The content is stored as the JSON it is sent as: reading it only to write it again would cost most.
    start = f'{{"t":{json.dumps(t)},"k":{json.dumps(k)}'
    return f'{start},"x":1}}' if deleted else f'{start},"d":{d}}}'
