"""Rows that come down to phones: written only when changed, each change under a number of the feed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many, in_chunks, insert_many, rows_in, update_many
from sync_server.db.feed import LockedFeed, NewEntry, append_feed
from sync_server.db.tables import Audience, PullRow, RowAudience

_ROW = table_of(PullRow)
_AUDIENCE = table_of(Audience)
_AUDIENCES = select(_AUDIENCE.c.name, _AUDIENCE.c.id, _AUDIENCE.c.generation)
_HELD = select(_ROW.c.k, _ROW.c.id, _ROW.c.d, _ROW.c.stamp, _ROW.c.deleted, _ROW.c.audience_ids).where(
    _ROW.c.t == bindparam("t")
)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class RowPut:
    """A row as phones of these audiences are to hold it."""

    t: str
    k: str
    d: Mapping[str, Any]
    audiences: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Held:
    id: int
    d: str
    stamp: int
    deleted: int
    audience_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Change:
    t: str
    k: str
    d: str
    deleted: int
    audience_ids: frozenset[int]
    held: _Held | None


def person_audience(person_id: str) -> str:
    """The audience of one person's phones."""
    return f"person:{person_id}"


def round_audience(round_id: str) -> str:
    """The audience of the phones that drive a round."""
    return f"round:{round_id}"


def place_audience(place_id: str) -> str:
    """The audience of the phones of those who come by a place within two days."""
    return f"place:{place_id}"


def put_rows(session: Session, feed: LockedFeed, puts: Iterable[RowPut]) -> int:
    """Publishes rows; one that is already held as it is takes no number. How many changed.

    A row leaving an audience bumps that audience's generation, so that its phones are reset.
    """
    listed = {(put.t, put.k): put for put in puts}
    connection = session.connection()
    ids = audience_ids(connection, {name for put in listed.values() for name in put.audiences})
    held = _held_rows(connection, list(listed))
    changes: list[_Change] = []
    left: set[int] = set()
    for (t, k), put in listed.items():
        before = held.get((t, k))
        wanted = frozenset(ids[name] for name in put.audiences)
        d = row_text(put.d)
        if before is None or before.deleted or before.d != d or before.audience_ids != wanted:
            changes.append(_Change(t, k, d, 0, wanted, before))
        if before is not None:
            # Also where it is a tombstone: whoever has not received it yet must not keep the row.
            left |= before.audience_ids - wanted
    _write(session, feed, changes)
    _bump(connection, left)
    return len(changes)


def drop_rows(session: Session, feed: LockedFeed, keys: Iterable[tuple[str, str]]) -> int:
    """Replaces rows by tombstones for all who hold them. How many were there."""
    listed = list(dict.fromkeys(keys))
    held = _held_rows(session.connection(), listed)
    changes = [
        _Change(t, k, "", 1, before.audience_ids, before)
        for (t, k), before in held.items()
        if not before.deleted
    ]
    _write(session, feed, changes)
    return len(changes)


def row_text(d: Mapping[str, Any]) -> str:
    """The one spelling of a row's content, so that equal rows are equal bytes."""
    return _CANONICAL.encode(d)


def audience_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The ids of audiences by name, making those that are new. The feed must be locked."""
    wanted = sorted(set(names))
    known = {name: key for name, (key, _) in known_audiences(connection, wanted).items()}
    missing = [name for name in wanted if name not in known]
    if missing:
        connection.execute(insert(_AUDIENCE), [{"name": name, "generation": 1} for name in missing])
        known |= {name: key for name, (key, _) in known_audiences(connection, missing).items()}
    return known


def known_audiences(connection: Connection, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Id and generation of the audiences that exist, by name."""
    found = rows_in(connection, _AUDIENCES, _AUDIENCE.c.name, names)
    return {name: (key, generation) for name, key, generation in found}


def _held_rows(connection: Connection, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], _Held]:
    by_table: dict[str, list[str]] = {}
    for t, k in keys:
        by_table.setdefault(t, []).append(k)
    return {
        (t, k): _Held(row_id, d, stamp, deleted, _members(audiences))
        for t, names in by_table.items()
        for k, row_id, d, stamp, deleted, audiences in rows_in(connection, _HELD, _ROW.c.k, names, t=t)
    }


@lru_cache(maxsize=4096)
def _members(audience_ids: str) -> frozenset[int]:
    return frozenset(int(member) for member in audience_ids.split(",") if member)


def _write(session: Session, feed: LockedFeed, changes: list[_Change]) -> None:
    # In an order of their own: neither a database's nor a set's may decide who gets which number.
    changes.sort(key=lambda change: (change.t, change.k))
    entries = (NewEntry("row", f"{change.t}/{change.k}", change.d.encode()) for change in changes)
    stamps = append_feed(session, feed, entries)
    inserts: list[tuple[Any, ...]] = []
    updates: list[tuple[Any, ...]] = []
    gone: list[tuple[Any, ...]] = []
    delivered: list[tuple[Any, ...]] = []
    for stamp, change in zip(stamps, changes, strict=True):
        written = ",".join(str(member) for member in sorted(change.audience_ids))
        if change.held is None:
            # The number under which a row first appears is as good a key as any, and is unique.
            row_id = stamp
            inserts.append((row_id, change.t, change.k, change.d, stamp, 0, written))
        else:
            row_id = change.held.id
            updates.append((change.d, stamp, change.deleted, written, row_id))
            gone += [(member, change.held.stamp) for member in change.held.audience_ids]
        delivered += [(member, stamp, row_id) for member in change.audience_ids]
    connection = session.connection()
    insert_many(connection, PullRow, ("id", "t", "k", "d", "stamp", "deleted", "audience_ids"), inserts)
    update_many(connection, PullRow, ("d", "stamp", "deleted", "audience_ids"), ("id",), updates)
    delete_many(connection, RowAudience, ("audience_id", "stamp"), gone)
    insert_many(connection, RowAudience, ("audience_id", "stamp", "row_id"), delivered)


def _bump(connection: Connection, left: Iterable[int]) -> None:
    for chunk in in_chunks(sorted(left)):
        bumped = update(_AUDIENCE).where(_AUDIENCE.c.id.in_(chunk))
        connection.execute(bumped.values(generation=_AUDIENCE.c.generation + 1))
