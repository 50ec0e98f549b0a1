"""All SQL of evidence: names and who names them, uploads under way, bytes, erasures and their audit."""

import json
from collections.abc import Collection, Generator, Iterable, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, bindparam, case, delete, exists, func, insert, select, text, update

from shared.custody.events import Kind
from sync_server.accounts.tables import Device
from sync_server.custody.tables import Event, EventCrate, LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.db.bulk import insert_many, rows_in, rows_of, update_many
from sync_server.db.tables import PullRow
from sync_server.evidence.pieces import Judged, PieceState, SentChunk, Uploader
from sync_server.evidence.tables import (
    Evidence,
    EvidenceAudit,
    EvidenceChunk,
    EvidenceContent,
    EvidenceReference,
    EvidenceTraffic,
)
from sync_server.reconciliation.items import ItemStatus
from sync_server.reconciliation.tables import Discrepancy, DiscrepancySubject

_PIECE = table_of(Evidence)
_REFERENCE = table_of(EvidenceReference)
_CONTENT = table_of(EvidenceContent)
_CHUNK = table_of(EvidenceChunk)
_TRAFFIC = table_of(EvidenceTraffic)
_AUDIT = table_of(EvidenceAudit)
_LOG = table_of(LogHead)
_ENTRY = table_of(LogEntry)
_EVENT = table_of(Event)
_EVENT_CRATE = table_of(EventCrate)
_DEVICE = table_of(Device)
_ITEM = table_of(Discrepancy)
_SUBJECT = table_of(DiscrepancySubject)
_ROW = table_of(PullRow)

_MISSING_OF_LOG = (
    select(_PIECE.c.name)
    .join(_REFERENCE, _REFERENCE.c.name == _PIECE.c.name)
    .join(_LOG, _LOG.c.pk == _REFERENCE.c.log_pk)
    .join(_DEVICE, _DEVICE.c.id == _LOG.c.device_id)
    .where(
        _LOG.c.log_id == bindparam("log_id"),
        _DEVICE.c.person_id == bindparam("person_id"),
        _PIECE.c.state == bindparam("state"),
    )
    .distinct()
    .order_by(_PIECE.c.name)
)
_BODIES_AT = (
    select(_ENTRY.c.log_pk, _EVENT.c.id, _EVENT.c.body)
    .join(_LOG, _LOG.c.pk == _ENTRY.c.log_pk)
    .join(_EVENT, _EVENT.c.pk == _ENTRY.c.event_pk)
    .where(
        _LOG.c.log_id == bindparam("log_id"),
        _ENTRY.c.seq >= bindparam("first"),
        _ENTRY.c.seq <= bindparam("last"),
    )
    .order_by(_ENTRY.c.seq)
)
_ASIDE_AT = (
    select(_ENTRY.c.log_pk, _ENTRY.c.body)
    .join(_LOG, _LOG.c.pk == _ENTRY.c.log_pk)
    .where(
        _LOG.c.log_id == bindparam("log_id"),
        _ENTRY.c.seq >= bindparam("first"),
        _ENTRY.c.seq <= bindparam("last"),
        _ENTRY.c.body.is_not(None),
    )
    .order_by(_ENTRY.c.seq)
)
_KNOWN = select(_PIECE.c.name)
_REFERRED = select(_REFERENCE.c.log_pk, _REFERENCE.c.name, _REFERENCE.c.event_id)
_JOINED = select(_EVENT.c.ref, _EVENT.c.id).where(text("kind = 'clock'"))
_CHUNKS = select(_CHUNK.c.start_byte, _CHUNK.c.size_bytes, _CHUNK.c.total_bytes).where(
    _CHUNK.c.device_id == bindparam("device_id"), _CHUNK.c.name == bindparam("name")
)
_LIVE_ROWS = select(_ROW.c.d).where(_ROW.c.t == bindparam("t"), _ROW.c.deleted == bindparam("deleted"))
# A time the phone's own clock alone vouches for says nothing about how old a piece is.
_DATED_MS = case(
    ((_EVENT.c.time_known == 1) & (_EVENT.c.effective_ms < _EVENT.c.received_ms), _EVENT.c.effective_ms),
    else_=_EVENT.c.received_ms,
)


@contextmanager
def overwriting(connection: Connection) -> Generator[None]:
    """What is deleted meanwhile is overwritten in the file: SQLite else leaves it in free pages.

    PostgreSQL has no such thing: its vacuum gives the space to other rows, in its own time.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    yield
    connection.exec_driver_sql(f"PRAGMA secure_delete = {before}")


def missing_of_log(connection: Connection, log_id: str, person_id: str) -> list[str]:
    """Names that facts of a log of this person refer to and whose bytes are awaited."""
    state = PieceState.MISSING.value
    found = rows_of(connection, _MISSING_OF_LOG, log_id=log_id, person_id=person_id, state=state)
    return [name for (name,) in found]


def bodies_at(connection: Connection, log_id: str, first: int, last: int) -> list[tuple[int, str, str]]:
    """(log pk, event id, body) of the accepted events at these positions of a log."""
    found = rows_of(connection, _BODIES_AT, log_id=log_id, first=first, last=last)
    return [(log_pk, event_id, body) for log_pk, event_id, body in found]


def bodies_aside_at(connection: Connection, log_id: str, first: int, last: int) -> list[tuple[int, bytes]]:
    """(log pk, body) of what is kept in quarantine at these positions of a log."""
    found = rows_of(connection, _ASIDE_AT, log_id=log_id, first=first, last=last)
    return [(log_pk, bytes(body)) for log_pk, body in found]


def note_references(connection: Connection, named: Sequence[tuple[int, str, str]], now_ms: int) -> None:
    """Keep that facts name pieces, as (log pk, name, event id); what is known already stays as it is."""
    names = sorted({name for _, name, _ in named})
    known = {name for (name,) in rows_in(connection, _KNOWN, _PIECE.c.name, names)}
    referred = {tuple(row) for row in rows_in(connection, _REFERRED, _REFERENCE.c.name, names)}
    new = [(name, PieceState.MISSING.value, now_ms) for name in names if name not in known]
    insert_many(connection, Evidence, ("name", "state", "named_ms"), new)
    fresh = sorted(set(named) - referred)
    insert_many(connection, EvidenceReference, ("log_pk", "name", "event_id"), list(fresh))


def state_for(connection: Connection, uploader: Uploader, name: str, *, lock: bool) -> tuple[str, int] | None:
    """(state, size) of a piece that facts of this person's phones name; `lock` until the end of the act."""
    own = (
        select(_REFERENCE.c.name)
        .join(_LOG, _LOG.c.pk == _REFERENCE.c.log_pk)
        .join(_DEVICE, _DEVICE.c.id == _LOG.c.device_id)
        .where(_REFERENCE.c.name == _PIECE.c.name, _DEVICE.c.person_id == uploader.person_id)
    )
    found = select(_PIECE.c.state, _PIECE.c.size_bytes).where(_PIECE.c.name == name, exists(own))
    row = connection.execute(found.with_for_update() if lock else found).first()
    return None if row is None else (row[0], row[1] or 0)


def chunk_sizes(connection: Connection, uploader: Uploader, name: str) -> list[tuple[int, int, int]]:
    """(start, size, total) of the chunks this phone sent of a piece."""
    found = rows_of(connection, _CHUNKS, device_id=uploader.device_id, name=name)
    return sorted((start, size, total) for start, size, total in found)


def bytes_so_far(connection: Connection, uploader: Uploader, name: str) -> bytes:
    """What this phone sent of a piece, put together."""
    of_upload = (_CHUNK.c.device_id == uploader.device_id) & (_CHUNK.c.name == name)
    chunks = connection.execute(select(_CHUNK.c.content).where(of_upload).order_by(_CHUNK.c.start_byte))
    return b"".join(bytes(content) for (content,) in chunks)


def keep_chunk(connection: Connection, uploader: Uploader, chunk: SentChunk, now_ms: int) -> None:
    """Keep one more chunk."""
    columns = ("device_id", "name", "start_byte", "size_bytes", "total_bytes", "received_ms", "content")
    row = (uploader.device_id, chunk.name, chunk.offset, len(chunk.content), chunk.total_bytes or 0, now_ms)
    insert_many(connection, EvidenceChunk, columns, [(*row, chunk.content)])


def forget_upload(connection: Connection, uploader: Uploader, name: str) -> None:
    """Begin anew with what this phone sends of a piece."""
    of_upload = (_CHUNK.c.device_id == uploader.device_id) & (_CHUNK.c.name == name)
    with overwriting(connection):
        connection.execute(delete(_CHUNK).where(of_upload))


def forget_uploads_before(connection: Connection, oldest_ms: int) -> None:
    """Uploads nobody went on with: the phone begins anew."""
    with overwriting(connection):
        connection.execute(delete(_CHUNK).where(_CHUNK.c.received_ms < oldest_ms))


def count_traffic(connection: Connection, device_id: str, day: str, size_bytes: int) -> int:
    """Count bytes a phone sent on a day; how many it is then in all."""
    # Clones send at the same instant: the phone's own row makes them take turns.
    connection.execute(select(_DEVICE.c.id).where(_DEVICE.c.id == device_id).with_for_update())
    of_day = (_TRAFFIC.c.device_id == device_id) & (_TRAFFIC.c.day == day)
    before = connection.execute(select(_TRAFFIC.c.received_bytes).where(of_day)).scalar()
    if before is None:
        # Older days say nothing any more.
        connection.execute(delete(_TRAFFIC).where(_TRAFFIC.c.device_id == device_id))
        values = {"device_id": device_id, "day": day, "received_bytes": size_bytes}
        connection.execute(insert(_TRAFFIC), [values])
        return size_bytes
    connection.execute(update(_TRAFFIC).where(of_day).values(received_bytes=before + size_bytes))
    return int(before) + size_bytes


def keep_content(connection: Connection, name: str, judged: Judged, now_ms: int) -> None:
    """The piece is held from now on."""
    with overwriting(connection):
        connection.execute(delete(_CHUNK).where(_CHUNK.c.name == name))
    kept = {"name": name, "original": judged.original, "shown": judged.shown}
    connection.execute(insert(_CONTENT), [kept])
    values = {"state": PieceState.HELD.value, "kind": judged.kind.value, "decided_ms": now_ms}
    values["size_bytes"] = len(judged.original)
    connection.execute(update(_PIECE).where(_PIECE.c.name == name).values(values))


def refuse_piece(connection: Connection, name: str, reason: str, now_ms: int) -> None:
    """Its bytes are those of its name, and no evidence: nobody is asked for it again."""
    with overwriting(connection):
        connection.execute(delete(_CHUNK).where(_CHUNK.c.name == name))
    values = {"state": PieceState.REFUSED.value, "reason": reason, "decided_ms": now_ms}
    connection.execute(update(_PIECE).where(_PIECE.c.name == name).values(values))


def erase_bytes(connection: Connection, names: Sequence[str], reason: str, now_ms: int) -> None:
    """The bytes go; the names stay, so that they are never asked for again."""
    with overwriting(connection):
        for name in names:
            connection.execute(delete(_CONTENT).where(_CONTENT.c.name == name))
            connection.execute(delete(_CHUNK).where(_CHUNK.c.name == name))
    rows = [(PieceState.ERASED.value, now_ms, reason, name) for name in names]
    update_many(connection, Evidence, ("state", "decided_ms", "reason"), ("name",), rows)


def write_audit(
    connection: Connection, act: str, names: Iterable[str], who: str, reason: str, now_ms: int
) -> None:
    """One row for each piece."""
    rows = [(now_ms, act, name, who, reason) for name in names]
    insert_many(connection, EvidenceAudit, ("at_ms", "act", "name", "who", "reason"), rows)


def state_of(connection: Connection, name: str) -> str | None:
    """The state of a piece, whoever names it."""
    return connection.execute(select(_PIECE.c.state).where(_PIECE.c.name == name)).scalar()


def shown_bytes(connection: Connection, name: str) -> bytes | None:
    """The copy of a held piece that people may see."""
    shown = connection.execute(select(_CONTENT.c.shown).where(_CONTENT.c.name == name)).scalar()
    return None if shown is None else bytes(shown)


def unerased_with_dates(connection: Connection) -> dict[str, int]:
    """Each piece not erased yet, and the instant of the last fact that names it, in ms."""
    dated = (
        select(_PIECE.c.name, func.max(_DATED_MS))
        .join(_REFERENCE, _REFERENCE.c.name == _PIECE.c.name)
        .join(_EVENT, _EVENT.c.id == _REFERENCE.c.event_id)
        .where(_PIECE.c.state != PieceState.ERASED.value)
        .group_by(_PIECE.c.name)
    )
    return {name: at_ms for name, at_ms in connection.execute(dated)}


def named_by(connection: Connection, names: Sequence[str]) -> dict[str, set[str]]:
    """The events that name each piece."""
    found: dict[str, set[str]] = {}
    for _, name, event_id in rows_in(connection, _REFERRED, _REFERENCE.c.name, names):
        found.setdefault(name, set()).add(event_id)
    return found


def events_in_question(connection: Connection) -> set[str]:
    """Events that an open discrepancy is about, by themselves or by one of their crates."""
    is_open = _ITEM.c.status == ItemStatus.OPEN.value
    subjects = select(_SUBJECT.c.subject).join(_ITEM, _ITEM.c.id == _SUBJECT.c.discrepancy_id).where(is_open)
    by_crate = (
        select(_EVENT.c.id)
        .join(_EVENT_CRATE, _EVENT_CRATE.c.event_pk == _EVENT.c.pk)
        .where(_EVENT_CRATE.c.crate_code.in_(subjects))
    )
    found = {row[0] for row in connection.execute(subjects)}
    return found | {row[0] for row in connection.execute(by_crate)}


def positions_joined_to(connection: Connection, event_ids: Collection[str]) -> set[str]:
    """The events that say where these were recorded."""
    return {event_id for _, event_id in rows_in(connection, _JOINED, _EVENT.c.ref, sorted(event_ids))}


def dispute_bodies(connection: Connection) -> list[str]:
    """The bodies of every dispute recorded."""
    disputes = select(_EVENT.c.body).where(_EVENT.c.kind == Kind.DISPUTE.value)
    return [body for (body,) in connection.execute(disputes)]


def events_of_lines(connection: Connection, keys: Sequence[str]) -> set[str]:
    """The events behind these commission lines, as phones hold them."""
    return {
        event_id
        for (d,) in rows_in(connection, _LIVE_ROWS, _ROW.c.k, keys, t="line", deleted=0)
        for event_id in json.loads(d).get("events", ())
    }
