"""One sync pass: send what the server lacks, take its rows until neither has more to say, send evidence."""

from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.outbox import keep_batch_size, note_sync
from mobile.sync.evidence import send_evidence
from mobile.sync.limits import learn_limits_when_due
from mobile.sync.outcome import (
    AlreadySyncing,
    ContactCoordinator,
    NoNetwork,
    NotEnrolled,
    Synced,
    SyncOutcome,
    problem_of,
)
from mobile.sync.peer import Peer, ProblemAnswer, Unreachable
from mobile.sync.problems import react_to_problem
from mobile.sync.replies import apply_reply
from mobile.sync.rescue import CarriedPacks
from mobile.sync.trip import Pace, keep_pace, new_pace, prepare_trip
from shared.sync.protocol import SyncReply

# A log of 200,000 facts sent 200 at a time, twice over.
TRIPS_MAX = 2_000


def sync_once(store: Store, peer: Peer, clock: Clock, randomness: Randomness) -> SyncOutcome:
    """Run one pass, unless one is in flight. Blocks on the network; recording goes on meanwhile."""
    if not store.sync_in_flight.acquire(blocking=False):
        return AlreadySyncing()
    try:
        pace = new_pace(store)
        outcome = _run_pass(store, peer, pace, clock, randomness)
        note_sync(store, problem_of(outcome), clock.wall_ms())
        learn_limits_when_due(store, peer, outcome, clock, pace.are_limits_doubted)
        return outcome
    finally:
        store.sync_in_flight.release()


def _run_pass(store: Store, peer: Peer, pace: Pace, clock: Clock, randomness: Randomness) -> SyncOutcome:
    author = store.enrolment
    if author is None:
        return NotEnrolled()
    others = CarriedPacks(store, author.token, peer, clock)
    for _ in range(TRIPS_MAX):
        trip = prepare_trip(store, pace, clock, randomness)
        answer = peer.exchange(author.token, trip.request, pace.limits.push_compressed_bytes)
        match answer:
            case Unreachable(reason=reason):
                pace.halve()
                keep_batch_size(store, pace.batch_events)
                return NoNetwork(reason)
            case ProblemAnswer():
                end = others.take_turn(react_to_problem(store, answer, trip, pace, randomness))
            case SyncReply():
                keep_pace(store, pace, (clock.boot_ms() - trip.left_at_ms) / 1000)
                end = others.take_turn(apply_reply(store, author, answer, trip, pace, clock, randomness))
                if isinstance(end, Synced):
                    end = send_evidence(store, author.token, peer, randomness, answer, end)
        if end is not None:
            return end
    return ContactCoordinator("endless")
