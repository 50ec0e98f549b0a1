"""Tombstones of rows long gone: dated by marks of the feed, removed a few at a time, the floor recorded."""

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many
from sync_server.db.feed import LockedFeed
from sync_server.db.tables import FeedHead, FeedMark, PullRow, RowAudience

_HEAD = table_of(FeedHead)
_MARK = table_of(FeedMark)
_ROW = table_of(PullRow)
DAY_MS = 86_400_000
TOMBSTONE_LIFE_DAYS = 400
PURGED_AT_ONCE = 500


def mark_feed(session: Session, feed: LockedFeed, now_ms: int) -> None:
    """Notes how far the feed is today: a number of the feed carries no instant of its own.

    Marks of a future that has not come were made under a wrong clock and go.
    """
    connection = session.connection()
    connection.execute(delete(_MARK).where(_MARK.c.at_ms > now_ms))
    last_seq, last_ms = connection.execute(select(func.max(_MARK.c.seq), func.max(_MARK.c.at_ms))).one()
    is_due = last_ms is None or now_ms - last_ms >= DAY_MS
    # The same number marked twice would only make its tombstones look younger.
    if is_due and (last_seq is None or last_seq < feed.seq):
        connection.execute(_MARK.insert().values(seq=feed.seq, at_ms=now_ms))


def oldest_kept_after(session: Session, now_ms: int) -> int:
    """The feed's number of 400 days ago: tombstones up to it may go. 0 where nothing is that old.

    Older marks than this one have served and are removed.
    """
    connection = session.connection()
    oldest_ms = now_ms - TOMBSTONE_LIFE_DAYS * DAY_MS
    found = connection.execute(select(func.max(_MARK.c.seq)).where(_MARK.c.at_ms <= oldest_ms)).scalar()
    if found is None:
        return 0
    connection.execute(delete(_MARK).where(_MARK.c.seq < found))
    return int(found)


def purge_tombstones(session: Session, feed: LockedFeed, up_to: int, at_most: int = PURGED_AT_ONCE) -> int:
    """Removes the oldest tombstones with a stamp <= `up_to`; how many. Fewer than `at_most`: none is left.

    In the same transaction the floor moves to the last one removed: a cursor behind it is reset, and
    a phone that holds everything up to it goes on.
    """
    connection = session.connection()
    columns = (_ROW.c.id, _ROW.c.stamp, _ROW.c.audience_ids)
    old = select(*columns).where(_ROW.c.deleted == 1, _ROW.c.stamp <= min(up_to, feed.seq))
    found = connection.execute(old.order_by(_ROW.c.stamp).limit(at_most)).all()
    if not found:
        return 0
    delivered = [
        (int(member), stamp) for _, stamp, members in found for member in members.split(",") if member
    ]
    delete_many(connection, RowAudience, ("audience_id", "stamp"), delivered)
    delete_many(connection, PullRow, ("id",), [(row_id,) for row_id, _, _ in found])
    floor = found[-1].stamp
    raised = update(_HEAD).where(_HEAD.c.id == 1, _HEAD.c.purged_stamp < floor)
    connection.execute(raised.values(purged_stamp=floor))
    return len(found)
