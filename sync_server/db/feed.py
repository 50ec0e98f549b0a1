"""The feed: one locked counter gives every accepted event and changed row its number, without a gap."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from shared.sync.hashchain import content_digest, next_feed_hash
from sync_server.db.base import table_of
from sync_server.db.bulk import insert_many, rows_of, update_many
from sync_server.db.tables import FeedEntry, FeedHead

_HEAD = table_of(FeedHead)
_ENTRY = table_of(FeedEntry)
# There is one row; its lock is the co-op's one lock.
_LOCKED_HEAD = select(_HEAD.c.seq, _HEAD.c.fh).with_for_update()
_READ_HEAD = select(_HEAD.c.seq, _HEAD.c.fh, _HEAD.c.purged_stamp)
_HASH_AT = select(_ENTRY.c.fh).where(_ENTRY.c.seq == bindparam("seq"))


@dataclass(slots=True)
class LockedFeed:
    """The feed's head while this transaction holds its lock; moved by `append_feed` alone."""

    seq: int
    fh: bytes


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What takes a number: an event (`ref` = its id) or a row (`ref` = "table/key")."""

    kind: str
    ref: str
    content: bytes


def lock_feed(session: Session) -> LockedFeed:
    """Takes the co-op's one lock, first thing in every transaction that adds events or changes rows."""
    ((seq, fh),) = rows_of(session.connection(), _LOCKED_HEAD)
    return LockedFeed(seq, bytes(fh))


def append_feed(session: Session, feed: LockedFeed, entries: Iterable[NewEntry]) -> range:
    """Gives each entry the next number, writes them and moves the head; the numbers given, in order."""
    before, fh = feed.seq, feed.fh
    rows: list[tuple[object, ...]] = []
    for seq, entry in enumerate(entries, start=before + 1):
        digest = content_digest(entry.content)
        fh = next_feed_hash(fh, entry.kind, entry.ref, digest)
        rows.append((seq, entry.kind, entry.ref, digest, fh))
    if rows:
        connection = session.connection()
        insert_many(connection, FeedEntry, ("seq", "kind", "ref", "digest", "fh"), rows)
        feed.seq, feed.fh = before + len(rows), fh
        update_many(connection, FeedHead, ("seq", "fh"), ("id",), [(feed.seq, fh, 1)])
    return range(before + 1, feed.seq + 1)


def read_head(session: Session) -> tuple[int, bytes, int]:
    """The head's number and hash, and the stamp up to which tombstones are gone, without locking."""
    ((seq, fh, purged_stamp),) = rows_of(session.connection(), _READ_HEAD)
    return seq, bytes(fh), purged_stamp


def hash_at(session: Session, seq: int) -> bytes | None:
    """The feed's hash at a number, None where the feed does not reach."""
    found = rows_of(session.connection(), _HASH_AT, seq=seq)
    return bytes(found[0][0]) if found else None
