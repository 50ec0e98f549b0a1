"""SQL of the logs: how far each is held, what stands at its positions, and storing what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from shared.sync.protocol import QuarantinedEvent
from sync_server.custody.tables import Event, EventCrate, LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.db.bulk import Rows, insert_many, rows_in, rows_of, update_many

_LOG = table_of(LogHead)
_ENTRY = table_of(LogEntry)
_EVENT = table_of(Event)

_HELD_LOG = select(_LOG.c.pk, _LOG.c.device_id, _LOG.c.seq, _LOG.c.hash).where(
    _LOG.c.log_id == bindparam("log_id")
)
_ACCEPTED = select(_EVENT.c.id, _EVENT.c.pk, _EVENT.c.body)
EVENT_COLUMNS = (
    "pk",
    "id",
    "kind",
    "actor",
    "device",
    "place_id",
    "round_id",
    "ref",
    "n",
    "wall_ms",
    "boot_ms",
    "boot_key",
    "effective_ms",
    "time_source",
    "time_known",
    "received_ms",
    "log_pk",
    "body",
    "compartment",
)
ENTRY_COLUMNS = ("log_pk", "seq", "hash", "event_pk", "quarantine_reason", "body", "received_ms")


@dataclass(frozen=True, slots=True)
class HeldLog:
    """How far one log is held, and by which phone it was begun."""

    pk: int
    log_id: str
    device_id: str
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """What stands at one position; no event id where the body is quarantined."""

    hash: bytes
    event_id: str | None


def held_log(connection: Connection, log_id: str) -> HeldLog | None:
    """The log with this id, if anything of it was ever pushed."""
    found = rows_of(connection, _HELD_LOG, log_id=log_id)
    if not found:
        return None
    pk, device_id, seq, hash_ = found[0]
    return HeldLog(pk, log_id, device_id, seq, bytes(hash_))


def hash_in_log(connection: Connection, log_pk: int, seq: int) -> bytes | None:
    """The hash at a position."""
    found = select(_ENTRY.c.hash).where(_ENTRY.c.log_pk == log_pk, _ENTRY.c.seq == seq)
    hash_ = connection.execute(found).scalar()
    return None if hash_ is None else bytes(hash_)


def held_entries(connection: Connection, log_pk: int, first: int, last: int) -> dict[int, HeldEntry]:
    """What stands at the positions `first` to `last` that are held."""
    statement = (
        select(_ENTRY.c.seq, _ENTRY.c.hash, _EVENT.c.id)
        .outerjoin(_EVENT, _EVENT.c.pk == _ENTRY.c.event_pk)
        .where(_ENTRY.c.log_pk == log_pk, _ENTRY.c.seq >= first, _ENTRY.c.seq <= last)
    )
    return {seq: HeldEntry(bytes(hash_), event_id) for seq, hash_, event_id in connection.execute(statement)}


def quarantined_from(connection: Connection, log_pk: int, first: int) -> tuple[QuarantinedEvent, ...]:
    """What is held in quarantine from a position on, in order."""
    statement = select(_ENTRY.c.seq, _ENTRY.c.quarantine_reason).where(
        _ENTRY.c.log_pk == log_pk, _ENTRY.c.seq >= first, _ENTRY.c.quarantine_reason.is_not(None)
    )
    found = connection.execute(statement.order_by(_ENTRY.c.seq)).all()
    return tuple(QuarantinedEvent(seq=seq, reason=reason) for seq, reason in found)


def accepted_bodies(connection: Connection, event_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The pk and the body of the events that are already accepted, by id."""
    rows = rows_in(connection, _ACCEPTED, _EVENT.c.id, event_ids)
    return {event_id: (pk, body) for event_id, pk, body in rows}


def begin_log(connection: Connection, log_id: str, device_id: str, start: bytes) -> HeldLog:
    """A log seen for the first time, of which nothing is held yet."""
    values = {"log_id": log_id, "device_id": device_id, "seq": 0, "hash": start}
    inserted = connection.execute(insert(_LOG).values(**values).returning(_LOG.c.pk)).scalar_one()
    return HeldLog(inserted, log_id, device_id, 0, start)


def move_log_head(connection: Connection, log_pk: int, seq: int, hash_: bytes) -> None:
    """The log is now held up to `seq`."""
    update_many(connection, LogHead, ("seq", "hash"), ("pk",), [(seq, hash_, log_pk)])


def store_events(
    connection: Connection, events: Rows, entries: Rows, crates: Iterable[tuple[str, int]]
) -> None:
    """Stores accepted events, the log's positions, and which crates the events bear on."""
    insert_many(connection, Event, EVENT_COLUMNS, events)
    insert_many(connection, LogEntry, ENTRY_COLUMNS, entries)
    link_crates(connection, crates)


def link_crates(connection: Connection, links: Iterable[tuple[str, int]]) -> None:
    """Notes that events bear on crates."""
    rows: list[tuple[Any, ...]] = list(dict.fromkeys(links))
    insert_many(connection, EventCrate, ("crate_code", "event_pk"), rows)
