"""What the phone does about each refusal of the server: try again smaller, later, or never by itself."""

from mobile.device.clock import Randomness
from mobile.store.database import Store
from mobile.store.outbox import chain_holds, keep_batch_size, start_new_log
from mobile.sync.outcome import (
    ContactCoordinator,
    MustEnrol,
    NoNetwork,
    PhoneRevoked,
    SyncOutcome,
    TryLater,
    UpgradeRequired,
)
from mobile.sync.peer import NoNetworkReason, ProblemAnswer
from mobile.sync.trip import Pace, Trip
from shared.sync.outcomes import Problem

RESEND = frozenset({Problem.BAD_JSON.value, Problem.BAD_GZIP.value, Problem.TRUNCATED.value})


def react_to_problem(
    store: Store, problem: ProblemAnswer, trip: Trip, pace: Pace, randomness: Randomness
) -> SyncOutcome | None:
    """The end of the pass, or None to go on at the pace this leaves."""
    match problem.status:
        case 400 if problem.slug in RESEND:
            if not pace.tried_again:
                # Once more first: the bytes may have suffered on the way.
                pace.tried_again = True
                return None
            return _send_less(store, problem.slug, trip, pace, randomness)
        case 413:
            pace.are_limits_doubted |= not problem.is_unsent
            return _send_less(store, problem.slug, trip, pace, randomness)
        case 401 | 403:
            return _refused_credential(problem)
        case 408 | 429 | 503:
            pace.halve()
            keep_batch_size(store, pace.batch_events)
            return TryLater(problem.slug, problem.retry_after_s)
        case 426:
            pace.are_limits_doubted = True
            return _push_without_pull(pace)
        case 400 | 415 | 422:
            return ContactCoordinator(problem.slug, problem.detail)
        case _:
            return NoNetwork(NoNetworkReason.NOT_OUR_SERVER)


def _send_less(store: Store, slug: str, trip: Trip, pace: Pace, randomness: Randomness) -> SyncOutcome | None:
    pace.batch_events = min(pace.batch_events, max(1, len(trip.batch.bodies)))
    if pace.halve():
        return None
    fact_hash = trip.batch.head.hex()
    if pace.is_push_blocked:
        return ContactCoordinator(slug, fact_hash)
    if not chain_holds(store) and pace.may_fork():
        # A byte changed at rest: what is there now is chained anew rather than held back for ever.
        start_new_log(store, randomness.random_bytes)
        return None
    # Keep it, name it, and let the rows come all the same.
    pace.is_push_blocked, pace.blocked_by, pace.blocked_slug = True, fact_hash, slug
    return None


def _refused_credential(problem: ProblemAnswer) -> SyncOutcome:
    if problem.slug == Problem.UNKNOWN_DEVICE:
        return MustEnrol()
    if problem.slug == Problem.REVOKED:
        return PhoneRevoked()
    return ContactCoordinator(problem.slug, problem.detail)


def _push_without_pull(pace: Pace) -> SyncOutcome | None:
    if pace.is_push_only:
        return UpgradeRequired()
    pace.is_push_only = True
    return None
