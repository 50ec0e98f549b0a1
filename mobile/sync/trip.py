"""One round trip of a pass: what is sent, and how big it may be after what the last ones met."""

import base64
from dataclasses import dataclass

from mobile.config import APP_VERSION, SYNC_SLOW_S
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.database import Store
from mobile.store.outbox import Batch, batch_size, keep_batch_size, next_batch
from mobile.store.pulled import cursor_to_send
from shared.sync.protocol import (
    PAGE_MAX_ROWS,
    PROTO,
    PUSH_MAX_EVENTS,
    PUSH_MAX_INFLATED_BYTES,
    ClockReading,
    LogPush,
    SyncRequest,
)

BATCH_MIN_EVENTS = 50
# As JSON strings, bodies grow at most twofold (each quote takes a backslash); the rest is the envelope.
BATCH_MAX_BYTES = PUSH_MAX_INFLATED_BYTES // 2 - 4096
NONCE_BYTES = 16
FORKS_MAX = 2


@dataclass(slots=True)
class Pace:
    """How a pass goes: batch size, what it stopped trying, what it has moved so far."""

    batch_events: int
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
    return Pace(batch_events=max(BATCH_MIN_EVENTS, min(batch_size(store), PUSH_MAX_EVENTS)))


def prepare_trip(store: Store, pace: Pace, clock: Clock, randomness: Randomness) -> Trip:
    """The next facts the server lacks and the cursor, read in one view."""
    most_events = 0 if pace.is_push_blocked else min(pace.batch_events, PUSH_MAX_EVENTS)
    with store.reading() as connection:
        batch = next_batch(connection, most_events, BATCH_MAX_BYTES)
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
        max_rows=0 if pace.is_push_only else PAGE_MAX_ROWS,
    )
    return Trip(request, batch, mark.boot_ms)


def keep_pace(store: Store, pace: Pace, took_s: float) -> None:
    """A quick trip lets the next one carry twice as much, a slow one half."""
    if took_s > SYNC_SLOW_S:
        pace.halve()
    elif not pace.is_push_blocked:
        pace.batch_events = min(PUSH_MAX_EVENTS, pace.batch_events * 2)
    keep_batch_size(store, pace.batch_events)
