"""What a reply changes on the phone: the log's position, the rows and their cursor, in one transaction."""

from sqlalchemy import Connection

from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import fork_log
from mobile.store.outbox import note_quarantined, pending_facts, take_next
from mobile.store.pulled import PulledPage, RowChange, keep_page
from mobile.sync.clock_marks import mark_clock_when_due
from mobile.sync.outcome import ContactCoordinator, NoNetwork, Synced, SyncOutcome
from mobile.sync.peer import NoNetworkReason
from mobile.sync.trip import Pace, Trip
from shared.sync.outcomes import LogStatus, PullStatus
from shared.sync.protocol import LogReply, PullReply, Row, SyncReply

STALLS_MAX = 3


def apply_reply(
    store: Store,
    author: Enrolment,
    reply: SyncReply,
    trip: Trip,
    pace: Pace,
    clock: Clock,
    randomness: Randomness,
) -> SyncOutcome | None:
    """Keep what the reply says. The end of the pass, or None where there is more to exchange."""
    if reply.nonce != trip.request.nonce:
        return NoNetwork(NoNetworkReason.NOT_OUR_SERVER)
    with store.writing() as connection:
        covered, must_fork = _keep_log_reply(connection, reply.log, trip, clock)
        _keep_rows(connection, reply.pull, covered, pace)
        if must_fork:
            fork_log(connection, randomness.random_bytes)
        mark_clock_when_due(connection, author, clock, randomness, reply.server_time, trip.left_at_ms)
        pending = pending_facts(connection)
    return _disagreement(reply, trip, pace, must_fork) or _end(reply, pace, pending)


def _keep_log_reply(
    connection: Connection, log: LogReply | None, trip: Trip, clock: Clock
) -> tuple[int | None, bool]:
    """The first own fact the server does not tell yet, and whether the log must be named anew."""
    if log is None:
        return None, False
    if log.status is LogStatus.FORK or not take_next(connection, log.next, log.safe):
        return None, True
    listed = [(each.seq, each.reason) for each in log.quarantined]
    # A gap: another history of the server answers than the one that spoke before, and it tells all it has.
    since = 1 if log.status is LogStatus.GAP else min(trip.batch.first, log.next)
    note_quarantined(connection, since, listed, clock.wall_ms())
    return log.next, False


def _keep_rows(connection: Connection, pull: PullReply, covered: int | None, pace: Pace) -> None:
    if pull.status is PullStatus.REFUSED or pace.is_push_only:
        return
    is_reset = pull.status is PullStatus.RESET
    changes = tuple(_change(row) for row in pull.rows)
    keep_page(connection, PulledPage(changes, pull.cursor, pull.more, is_reset), covered)
    pace.rows += len(changes)
    pace.was_reset = pace.was_reset or is_reset


def _change(row: Row) -> RowChange:
    return RowChange(row.t, row.k, None if row.x is not None else row.d)


def _disagreement(
    reply: SyncReply,
    trip: Trip,
    pace: Pace,
    must_fork: bool,  # noqa: FBT001 - one of two findings
) -> SyncOutcome | None:
    """A server that forks for ever, or acknowledges nothing, must not keep the phone busy for ever."""
    if must_fork:
        return None if pace.may_fork() else ContactCoordinator("fork-again")
    if reply.log is None or not trip.batch.bodies:
        return None
    moved = reply.log.next - trip.batch.first
    pace.pushed += max(0, moved)
    pace.stalls = 0 if moved > 0 else pace.stalls + 1
    return ContactCoordinator("no-progress", trip.batch.head.hex()) if pace.stalls > STALLS_MAX else None


def _end(reply: SyncReply, pace: Pace, pending: int) -> SyncOutcome | None:
    is_refused = reply.pull.status is PullStatus.REFUSED
    has_more = reply.pull.more and not is_refused and not pace.is_push_only
    if has_more or (pending > 0 and not pace.is_push_blocked and reply.log is not None):
        return None
    if pace.is_push_blocked:
        return ContactCoordinator(pace.blocked_slug, pace.blocked_by)
    return Synced(
        pushed=pace.pushed,
        rows=pace.rows,
        pending=pending,
        was_reset=pace.was_reset,
        was_fork=pace.forks > 0,
        is_pull_refused=is_refused or pace.is_push_only,
        notice=reply.notice.text,
        update_available=reply.notice.update or pace.is_push_only,
    )
