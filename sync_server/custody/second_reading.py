"""Quarantined bodies read again: by a newer program, once a phone is known, or at a coordinator's word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Select, select
from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.events import EnvelopeFault, Fact, QuarantineReason
from sync_server.accounts.devices import own_device_ids
from sync_server.accounts.tables import Device
from sync_server.custody.amendments import crates_of_moved_events, links_of_new_events
from sync_server.custody.clocks import place_all_in_time
from sync_server.custody.ingest import NewFact, Taken, event_row
from sync_server.custody.log_queries import accepted_bodies, store_events
from sync_server.custody.stretch import PushedBody, Sender
from sync_server.custody.tables import LogEntry, LogHead
from sync_server.db.base import table_of
from sync_server.db.bulk import update_many
from sync_server.db.feed import LockedFeed, NewEntry, append_feed

_ENTRY = table_of(LogEntry)
_HEAD = table_of(LogHead)
_DEVICE = table_of(Device)
_POSITION = ("log_pk", "seq")
# What hangs on the program that read, and on which phones were known. A removed phone was judged on the day.
_OF_THE_READER = (
    QuarantineReason.WRONG_DEVICE,
    QuarantineReason.NOT_JSON,
    QuarantineReason.DUPLICATE_KEYS,
    QuarantineReason.MISSING_FIELD,
    QuarantineReason.BAD_FIELD,
    QuarantineReason.UNKNOWN_KIND,
    QuarantineReason.UNKNOWN_VERSION,
    QuarantineReason.TOO_LARGE,
)


@dataclass(frozen=True, slots=True)
class SecondReading:
    """How many bodies were read, what there is to project, and the positions no longer in quarantine.

    `freed` are (log id, position), also where the event was known already from elsewhere.
    """

    read_count: int
    taken: Taken
    freed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class KeptBody:
    """A body in quarantine, where it stands, and whose word it is."""

    log_pk: int
    log_id: str
    sender: Sender
    body: PushedBody
    reason: QuarantineReason
    received_ms: int


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A body that is an event: the number it has, and the fact where the number is new."""

    kept: KeptBody
    pk: int
    new: NewFact | None


def read_quarantine(session: Session, feed: LockedFeed) -> SecondReading:
    """Reads every body an older program could not read, or one that did not know its phone.

    The feed must be locked.
    """
    return read_bodies(session, feed, _kept_bodies(session, _OF_THE_READER))


def bodies_of_unknown(session: Session, device_id: str) -> list[KeptBody]:
    """What a phone recorded and others of its person sent while the server knew of no such phone."""
    of_person = _HEAD.c.device_id.in_(_phones_beside(device_id))
    kept = _kept_bodies(session, (QuarantineReason.WRONG_DEVICE,), of_person)
    return [each for each in kept if getattr(each.body.reading, "device", None) == device_id]


def bodies_aside(session: Session, device_id: str) -> list[KeptBody]:
    """What one removed phone sent and was not trusted with, in the order in which it came."""
    own = _HEAD.c.device_id.in_(_phones_beside(device_id))
    found: list[KeptBody] = []
    # A log goes on under the next phone of its person: who recorded a body is in the body.
    for each in _kept_bodies(session, (QuarantineReason.REVOKED,), own):
        reading = each.body.reading
        author = reading.device if isinstance(reading, Fact) else each.sender.device_id
        if author == device_id:
            found.append(replace(each, sender=replace(each.sender, device_id=device_id)))
    return found


def read_bodies(session: Session, feed: LockedFeed, kept: Sequence[KeptBody]) -> SecondReading:
    """Makes events of those of these bodies that can be. The feed must be locked."""
    connection = session.connection()
    known = accepted_bodies(connection, [each.body.event_id for each in kept if each.body.event_id])
    accepted, faults, again = _sorted(kept, {event_id: text for event_id, (_, text) in known.items()})
    _write_reasons(connection, faults)
    facts = [fact for _, fact in accepted]
    placed = place_all_in_time(connection, facts)
    numbers = append_feed(
        session, feed, (NewEntry("event", fact.id, each.body.raw) for each, fact in accepted)
    )
    numbered = [
        _Numbered(each, pk, NewFact(pk, fact, placed.of_new[fact.id]))
        for pk, (each, fact) in zip(numbers, accepted, strict=True)
    ]
    pks = {event_id: pk for event_id, (pk, _) in known.items()} | {
        fact.id: pk for pk, fact in zip(numbers, facts, strict=True)
    }
    repeated = [_Numbered(each, pks[fact.id], None) for each, fact in again]
    new_facts = tuple(each.new for each in numbered if each.new is not None)
    linked = links_of_new_events(connection, {new.pk: new.fact for new in new_facts})
    rows = [event_row(n.new, n.kept.body, n.kept.log_pk, n.kept.received_ms) for n in numbered if n.new]
    store_events(connection, rows, [], linked.links)
    _free_positions(connection, numbered + repeated)
    moved_crates = crates_of_moved_events(connection, placed.of_moved)
    taken = Taken(
        next=0,
        log_id="",
        new_facts=new_facts,
        touched_crates=frozenset(code for code, _ in linked.links) | moved_crates,
        # The new ones too: read back, they carry the day on which they came.
        judged_again=linked.awaited_by.union(placed.of_moved, numbers),
    )
    freed = tuple((each.kept.log_id, each.kept.body.seq) for each in numbered + repeated)
    return SecondReading(len(kept), taken, freed)


def _phones_beside(device_id: str) -> Select[tuple[str]]:
    person = select(_DEVICE.c.person_id).where(_DEVICE.c.id == device_id).scalar_subquery()
    return select(_DEVICE.c.id).where(_DEVICE.c.person_id == person)


def _kept_bodies(
    session: Session, reasons: Iterable[QuarantineReason], of_logs: ColumnElement[bool] | None = None
) -> list[KeptBody]:
    statement = (
        select(
            *(_ENTRY.c[name] for name in ("log_pk", "seq", "hash", "quarantine_reason", "body")),
            _ENTRY.c.received_ms,
            _HEAD.c.log_id,
            _HEAD.c.device_id,
            _DEVICE.c.person_id,
        )
        .join(_HEAD, _HEAD.c.pk == _ENTRY.c.log_pk)
        .join(_DEVICE, _DEVICE.c.id == _HEAD.c.device_id)
        .where(_ENTRY.c.quarantine_reason.in_([reason.value for reason in reasons]))
        .order_by(_ENTRY.c.received_ms, _ENTRY.c.log_pk, _ENTRY.c.seq)
    )
    if of_logs is not None:
        statement = statement.where(of_logs)
    rows = session.connection().execute(statement).all()
    own = {person_id: own_device_ids(session, person_id) for person_id in {row.person_id for row in rows}}
    found: list[KeptBody] = []
    for row in rows:
        raw = bytes(row.body)
        text = raw.decode()
        body = PushedBody(row.seq, text, raw, bytes(row.hash), read_body(text))
        sender = Sender(row.device_id, row.person_id, own[row.person_id])
        reason = QuarantineReason(row.quarantine_reason)
        found.append(KeptBody(row.log_pk, row.log_id, sender, body, reason, row.received_ms or 0))
    return found


_Readable = list[tuple[KeptBody, Fact]]
_Unreadable = list[tuple[KeptBody, QuarantineReason]]


def _sorted(kept: Sequence[KeptBody], text_of: dict[str, str]) -> tuple[_Readable, _Unreadable, _Readable]:
    """What becomes an event, what stays in quarantine and why, what is an event already."""
    accepted: _Readable = []
    faults: _Unreadable = []
    again: _Readable = []
    for each in kept:
        reading = each.body.reading
        if isinstance(reading, EnvelopeFault):
            faults.append((each, reading.reason))
        elif not each.sender.speaks_for(reading.device):
            faults.append((each, QuarantineReason.WRONG_DEVICE))
        elif reading.id not in text_of:
            text_of[reading.id] = each.body.text
            accepted.append((each, reading))
        elif text_of[reading.id] == each.body.text:
            again.append((each, reading))
        else:
            faults.append((each, QuarantineReason.ID_REUSED))
    return accepted, faults, again


def _write_reasons(connection: Connection, faults: _Unreadable) -> None:
    changed = [
        (reason.value, each.log_pk, each.body.seq) for each, reason in faults if reason is not each.reason
    ]
    update_many(connection, LogEntry, ("quarantine_reason",), _POSITION, changed)


def _free_positions(connection: Connection, numbered: Sequence[_Numbered]) -> None:
    columns = ("event_pk", "quarantine_reason", "body", "received_ms")
    rows = [(each.pk, None, None, None, each.kept.log_pk, each.kept.body.seq) for each in numbered]
    update_many(connection, LogEntry, columns, _POSITION, rows)
