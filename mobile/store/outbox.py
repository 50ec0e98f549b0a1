"""The outbox is three integers: what is recorded, what the server holds, what is backed up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.store.database import Store
from mobile.store.evidence import EvidenceCounts, evidence_counts
from mobile.store.journal import fork_log
from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind
from shared.sync.hashchain import chain_hashes, log_start


@dataclass(frozen=True, slots=True)
class QuarantinedFact:
    """A fact the server keeps but could not read or trust: « à revoir »."""

    seq: int
    fact_id: str | None
    kind: Kind | None
    reason: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """`head` recorded, `next` the first the server lacks, `safe` backed up; instants are wall ms."""

    head: int
    next: int
    safe: int
    oldest_pending_ms: int | None
    last_sync_ms: int | None
    last_problem: str | None
    quarantined: tuple[QuarantinedFact, ...]
    evidence: EvidenceCounts

    @property
    def pending(self) -> int:
        """Facts still to be sent."""
        return max(0, self.head - self.next + 1)

    @property
    def received(self) -> int:
        """Facts the server holds."""
        return self.head - self.pending


@dataclass(frozen=True, slots=True)
class Batch:
    """A stretch of the log to push: the hash before it, the hash at its end, its bodies."""

    log_id: str
    first: int
    prev: bytes
    head: bytes
    bodies: tuple[str, ...]


def outbox_counts(store: Store) -> OutboxCounts:
    """Where every recorded fact stands."""
    with store.reading() as connection:
        state = connection.exec_driver_sql(
            "SELECT next, safe, last_sync_ms, last_problem,"
            " (SELECT coalesce(max(seq), 0) FROM logged_fact),"
            " (SELECT wall_ms FROM logged_fact WHERE seq = next) FROM sync_state"
        ).one()
        quarantined = connection.exec_driver_sql(
            "SELECT q.seq, f.body, q.reason, q.at_ms FROM quarantined_fact q"
            " LEFT JOIN logged_fact f ON f.seq = q.seq ORDER BY q.seq"
        ).all()
        evidence = evidence_counts(connection)
    next_seq, safe, last_sync_ms, last_problem, head, oldest_ms = state
    shown = tuple(_quarantined(seq, body, reason, at_ms) for seq, body, reason, at_ms in quarantined)
    return OutboxCounts(head, next_seq, safe, oldest_ms, last_sync_ms, last_problem, shown, evidence)


def next_batch(connection: Connection, most_events: int, most_bytes: int) -> Batch:
    """The next facts the server lacks, in order, within both limits but never fewer than one."""
    first = connection.exec_driver_sql("SELECT next FROM sync_state").scalar_one()
    return stretch_from(connection, first, most_events, most_bytes)


def stretch_from(connection: Connection, first: int, most_events: int, most_bytes: int) -> Batch:
    """The facts from position `first` on, within both limits but never fewer than one where there is one."""
    log_id = connection.exec_driver_sql("SELECT log_id FROM sync_state").scalar_one()
    rows = connection.exec_driver_sql(
        "SELECT hash, body FROM logged_fact WHERE seq >= ? ORDER BY seq LIMIT ?", (first, most_events)
    ).all()
    prev = hash_at(connection, log_id, first - 1)
    bodies: list[str] = []
    head, size = prev, 0
    for body_hash, body in rows:
        size += len(body.encode())
        if bodies and size > most_bytes:
            break
        bodies.append(body)
        head = body_hash
    return Batch(log_id, first, prev, head, tuple(bodies))


def hash_at(connection: Connection, log_id: str, seq: int) -> bytes:
    """The log's hash after position `seq`; that of position 0 comes from the log's name."""
    if seq == 0:
        return log_start(log_id)
    found = connection.exec_driver_sql("SELECT hash FROM logged_fact WHERE seq = ?", (seq,)).first()
    return found[0] if found else log_start(log_id)


def take_next(connection: Connection, server_next: int, safe: int) -> bool:
    """Believe the server's `next`; False where it is beyond this log's end (then the log must fork)."""
    head = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM logged_fact").scalar_one()
    if not 1 <= server_next <= head + 1:
        return False
    # A server restored from a backup lacks again what it had: its rows no longer tell those facts.
    connection.exec_driver_sql(
        "UPDATE sync_state SET next = ?, safe = ?, covered = min(covered, ?)",
        (server_next, min(safe, head), server_next),
    )
    return True


def note_quarantined(
    connection: Connection, since: int, found: Sequence[tuple[int, str]], at_ms: int
) -> None:
    """Keep the positions the server could not read or trust, with the reason it gave.

    The reply speaks of every position from `since` on: what was said of these before, such as by a server
    since restored from a backup, holds no more.
    """
    connection.exec_driver_sql("DELETE FROM quarantined_fact WHERE seq >= ?", (since,))
    if found:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO quarantined_fact (seq, reason, at_ms) VALUES (?, ?, ?)",
            [(seq, reason, at_ms) for seq, reason in found],
        )


def start_new_log(store: Store, random_bytes: Callable[[int], bytes]) -> None:
    """The server knows another history under this log's name: name it anew and send all of it again."""
    with store.writing() as connection:
        fork_log(connection, random_bytes)


def log_name(store: Store) -> str:
    """This log's name, known to this phone and its server only."""
    with store.reading() as connection:
        return str(connection.exec_driver_sql("SELECT log_id FROM sync_state").scalar_one())


def chain_holds(store: Store) -> bool:
    """Whether every body still has the hash it was recorded with."""
    with store.reading() as connection:
        log_id = connection.exec_driver_sql("SELECT log_id FROM sync_state").scalar_one()
        rows = connection.exec_driver_sql("SELECT body, hash FROM logged_fact ORDER BY seq").all()
    hashes = chain_hashes(log_start(log_id), (body.encode() for body, _ in rows))
    return hashes == [kept for _, kept in rows]


def batch_size(store: Store) -> int:
    """How many facts the last pass could carry at once."""
    with store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT batch_events FROM sync_state").scalar_one())


def keep_batch_size(store: Store, events: int) -> None:
    """Remember how many facts this network carries at once."""
    if events != batch_size(store):
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE sync_state SET batch_events = ?", (events,))


def note_sync(store: Store, problem: str | None, at_ms: int) -> None:
    """Remember how the last pass ended, and when one last went well."""
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET last_problem = ?", (problem,))
        if problem is None:
            connection.exec_driver_sql("UPDATE sync_state SET last_sync_ms = ?", (at_ms,))


def pending_facts(connection: Connection) -> int:
    """How many facts the server still lacks, in the caller's view."""
    return int(
        connection.exec_driver_sql(
            "SELECT (SELECT coalesce(max(seq), 0) FROM logged_fact) - next + 1 FROM sync_state"
        ).scalar_one()
    )


def _quarantined(seq: int, body: str | None, reason: str, at_ms: int) -> QuarantinedFact:
    fact = read_body(body) if body else None
    if isinstance(fact, Fact):
        return QuarantinedFact(seq, fact.id, fact.kind, reason, at_ms)
    return QuarantinedFact(seq, None, None, reason, at_ms)
