"""Taking a pushed stretch of log in: gap, fork, truncation, quarantine, duplicates, and what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from shared.custody.effective_time import EffectiveTime
from shared.custody.events import EnvelopeFault, Fact, QuarantineReason
from shared.sync.hashchain import log_start
from shared.sync.protocol import QuarantinedEvent
from sync_server.custody.amendments import crates_of_moved_events, links_of_new_events
from sync_server.custody.clocks import KNOWN_SOURCES, place_all_in_time
from sync_server.custody.compartments import compartment_of
from sync_server.custody.log_queries import (
    HeldEntry,
    HeldLog,
    accepted_bodies,
    begin_log,
    hash_in_log,
    held_entries,
    held_log,
    move_log_head,
    quarantined_from,
    store_events,
)
from sync_server.custody.stretch import PushedBody, Sender, Stretch
from sync_server.db.bulk import Rows
from sync_server.db.feed import LockedFeed, NewEntry, append_feed


@dataclass(frozen=True, slots=True)
class Gap:
    """The phone is ahead: it is to resend from `next`.

    It last spoke with another history of this server: all of its log that is in quarantine here is told.
    """

    next: int
    quarantined: tuple[QuarantinedEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Fork:
    """The phone's log is not the one held: it is to begin a new log and resend everything."""

    next: int


@dataclass(frozen=True, slots=True)
class Truncated:
    """The bodies received do not lead to the hash sent; nothing was stored."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact accepted by this push, under its number of the feed."""

    pk: int
    fact: Fact
    time: EffectiveTime


@dataclass(frozen=True, slots=True)
class Taken:
    """What a push brought: `next` position awaited, what is quarantined, and what there is to project.

    `judged_again` are stored events whose time moved, or whose target has come.
    """

    next: int
    log_id: str
    quarantined: tuple[QuarantinedEvent, ...] = ()
    new_facts: tuple[NewFact, ...] = ()
    touched_crates: frozenset[str] = frozenset()
    judged_again: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Sorted:
    """The new positions of a stretch, sorted by what becomes of each."""

    accepted: list[tuple[PushedBody, Fact]] = field(default_factory=list[tuple[PushedBody, Fact]])
    known: dict[int, str] = field(default_factory=dict[int, str])
    quarantined: dict[int, QuarantineReason] = field(default_factory=dict[int, QuarantineReason])


PushResult = Taken | Gap | Fork | Truncated


def take_stretch(
    session: Session, feed: LockedFeed, stretch: Stretch, sender: Sender, received_ms: int
) -> PushResult:
    """Stores what is new of a stretch. The feed must be locked: it is what serialises pushes."""
    connection = session.connection()
    log = held_log(connection, stretch.log_id)
    if log is not None and not sender.speaks_for(log.device_id):
        # Somebody else's log: whoever holds this token is to write one of its own.
        return Fork(1)
    held_seq = 0 if log is None else log.seq
    if stretch.first > held_seq + 1:
        return Gap(held_seq + 1, () if log is None else quarantined_from(connection, log.pk, 1))
    again = _held_again(session, log, stretch)
    conflict = None if log is None else _conflict(session, log, stretch, again)
    if conflict is not None:
        return conflict
    if not stretch.is_whole:
        return Truncated()
    new_bodies = [body for body in stretch.bodies if body.seq > held_seq]
    # Listed once more, beyond what was resent too: the reply that listed them first may have been lost, and
    # the phone goes on from `next` without asking again.
    listed_before = (
        quarantined_from(connection, log.pk, stretch.first)
        if log is not None and stretch.first <= held_seq
        else ()
    )
    if not new_bodies:
        return Taken(held_seq + 1, stretch.log_id, listed_before)
    if log is None:
        log = begin_log(connection, stretch.log_id, sender.device_id, log_start(stretch.log_id))
    taken = _store(session, feed, log, new_bodies, received_ms)
    return replace(taken, quarantined=listed_before + taken.quarantined)


def _held_again(session: Session, log: HeldLog | None, stretch: Stretch) -> dict[int, HeldEntry]:
    """What stands at the positions of the stretch that are held already."""
    if log is None or not stretch.bodies or stretch.first > log.seq:
        return {}
    last = min(log.seq, stretch.bodies[-1].seq)
    return held_entries(session.connection(), log.pk, stretch.first, last)


def _conflict(
    session: Session, log: HeldLog, stretch: Stretch, again: Mapping[int, HeldEntry]
) -> Fork | Truncated | None:
    """Whether what is held and what was sent cannot be the same log."""
    fork = Fork(log.seq + 1)
    if stretch.first > 1 and stretch.previous_hash is not None:
        held = log.hash if stretch.first == log.seq + 1 else None
        if (held or hash_in_log(session.connection(), log.pk, stretch.first - 1)) != stretch.previous_hash:
            return fork
    overlap = [(body, again[body.seq]) for body in stretch.bodies if body.seq in again]
    for body, entry in overlap:
        if entry.event_id is not None and body.event_id is not None and entry.event_id != body.event_id:
            return fork
    if not stretch.is_whole:
        return Truncated()
    # The same ids with other bytes would break the chain that is held.
    return fork if any(entry.hash != body.hash for body, entry in overlap) else None


def _store(
    session: Session,
    feed: LockedFeed,
    log: HeldLog,
    bodies: Sequence[PushedBody],
    received_ms: int,
) -> Taken:
    connection = session.connection()
    known = accepted_bodies(connection, [body.event_id for body in bodies if body.event_id is not None])
    found = _sort(bodies, known)
    facts = [fact for _, fact in found.accepted]
    placed = place_all_in_time(connection, facts)
    entries = (NewEntry("event", fact.id, body.raw) for body, fact in found.accepted)
    numbers = append_feed(session, feed, entries)
    new_facts = tuple(
        NewFact(pk, fact, placed.of_new[fact.id]) for pk, fact in zip(numbers, facts, strict=True)
    )
    fact_by_pk = {new.pk: new.fact for new in new_facts}
    linked = links_of_new_events(connection, fact_by_pk)
    event_rows: Rows = [
        event_row(new, body, log.pk, received_ms)
        for new, (body, _) in zip(new_facts, found.accepted, strict=True)
    ]
    pks = {fact.id: pk for pk, fact in fact_by_pk.items()} | {id_: pk for id_, (pk, _) in known.items()}
    store_events(connection, event_rows, _entry_rows(bodies, found, log.pk, pks, received_ms), linked.links)
    move_log_head(connection, log.pk, bodies[-1].seq, bodies[-1].hash)
    moved_crates = crates_of_moved_events(connection, placed.of_moved)
    return Taken(
        bodies[-1].seq + 1,
        log.log_id,
        tuple(QuarantinedEvent(seq=seq, reason=reason) for seq, reason in sorted(found.quarantined.items())),
        new_facts,
        frozenset(code for code, _ in linked.links) | moved_crates,
        linked.awaited_by.union(placed.of_moved),
    )


def _sort(bodies: Sequence[PushedBody], known: Mapping[str, tuple[int, str]]) -> _Sorted:
    found = _Sorted()
    text_of = {event_id: text for event_id, (_, text) in known.items()}
    for body in bodies:
        reading = body.reading
        if isinstance(reading, EnvelopeFault):
            found.quarantined[body.seq] = reading.reason
        elif reading.id not in text_of:
            found.accepted.append((body, reading))
            text_of[reading.id] = body.text
        elif text_of[reading.id] == body.text:
            found.known[body.seq] = reading.id
        else:
            found.quarantined[body.seq] = QuarantineReason.ID_REUSED
    return found


def event_row(new: NewFact, body: PushedBody, log_pk: int, received_ms: int) -> tuple[object, ...]:
    """An accepted event as `log_queries.EVENT_COLUMNS` wants it."""
    fact, time = new.fact, new.time
    return (
        new.pk,
        fact.id,
        fact.kind.value,
        fact.actor,
        fact.device,
        fact.place_id,
        fact.round_id,
        fact.ref,
        fact.n,
        fact.clock.wall_ms,
        fact.clock.boot_ms,
        fact.clock.boot_key,
        time.at_ms,
        time.source.value,
        int(time.source in KNOWN_SOURCES),
        received_ms,
        log_pk,
        body.text,
        compartment_of(fact),
    )


def _entry_rows(
    bodies: Sequence[PushedBody], found: _Sorted, log_pk: int, pks: Mapping[str, int], received_ms: int
) -> Rows:
    rows: Rows = []
    for body in bodies:
        reason = found.quarantined.get(body.seq)
        if reason is None:
            rows.append((log_pk, body.seq, body.hash, pks[body.reading.id or ""], None, None, None))
        else:
            rows.append((log_pk, body.seq, body.hash, None, reason.value, body.raw, received_ms))
    return rows
