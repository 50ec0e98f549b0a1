"""One round trip of a pass: what is sent, and how big it may be after what the last ones met."""

import base64
from dataclasses import dataclass, field

from mobile.config import APP_VERSION, SYNC_SLOW_S
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.database import Store
from mobile.store.outbox import Batch, batch_size, keep_batch_size, next_batch
from mobile.store.pulled import cursor_to_send
from mobile.sync.limits import limits_in_force
from shared.sync.protocol import PROTO, ClockReading, Limits, LogPush, SyncRequest

BATCH_MIN_EVENTS = 50
ENVELOPE_BYTES = 4096
NONCE_BYTES = 16
FORKS_MAX = 2


@dataclass(slots=True)
class Pace:
    """How a pass goes: batch size, what it stopped trying, what it has moved so far.

    `limits` are those the pass began with; `are_limits_doubted` once the server refused a size or an age.
    """

    batch_events: int
    limits: Limits = field(default_factory=Limits)
    are_limits_doubted: bool = False
    tried_again: bool = False
    is_push_blocked: bool = False
    is_push_only: bool = False
    blocked_by: str | None = None
    blocked_slug: str = ""
    stalls: int = 0
    forks: int = 0
    pushed: int = 0
    rows: int = 0
    was_reset: bool = False

    def may_fork(self) -> bool:
        """A log is named anew twice in a pass at most: more often, the two sides disagree for good."""
        self.forks += 1
        return self.forks <= FORKS_MAX

    def halve(self) -> bool:
        """Send half as much next time; False where one fact is already all that is sent."""
        if self.batch_events <= 1:
            return False
        self.batch_events //= 2
        return True


@dataclass(frozen=True, slots=True)
class Trip:
    """A request, the stretch of log it pushes, and when it left (boot ms)."""

    request: SyncRequest
    batch: Batch
    left_at_ms: int


def new_pace(store: Store) -> Pace:
    """The pace of a new pass, as the last one left it."""
    limits = limits_in_force(store)
    return Pace(min(limits.push_events, max(BATCH_MIN_EVENTS, batch_size(store))), limits)


def prepare_trip(store: Store, pace: Pace, clock: Clock, randomness: Randomness) -> Trip:
    """The next facts the server lacks and the cursor, read in one view."""
    most_events = 0 if pace.is_push_blocked else min(pace.batch_events, pace.limits.push_events)
    # As JSON strings, bodies grow at most twofold (each quote takes a backslash); the rest is the envelope.
    most_bytes = pace.limits.push_inflated_bytes // 2 - ENVELOPE_BYTES
    with store.reading() as connection:
        batch = next_batch(connection, most_events, most_bytes)
        cursor = cursor_to_send(connection)
    mark = read_mark(clock)
    request = SyncRequest(
        proto=PROTO,
        nonce=base64.b64encode(randomness.random_bytes(NONCE_BYTES)).decode(),
        app=APP_VERSION,
        clk=ClockReading(wall=mark.wall_ms, boot=mark.boot_ms, bk=mark.boot_key),
        log=LogPush(
            id=batch.log_id,
            first=batch.first,
            prev=batch.prev.hex(),
            head=batch.head.hex(),
            events=list(batch.bodies),
        ),
        cursor=cursor,
        max_rows=0 if pace.is_push_only else pace.limits.page_rows,
    )
    return Trip(request, batch, mark.boot_ms)


def keep_pace(store: Store, pace: Pace, took_s: float) -> None:
    """A quick trip lets the next one carry twice as much, a slow one half."""
    if took_s > SYNC_SLOW_S:
        pace.halve()
    elif not pace.is_push_blocked:
        pace.batch_events = min(pace.limits.push_events, pace.batch_events * 2)
    keep_batch_size(store, pace.batch_events)
