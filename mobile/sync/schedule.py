"""When to sync next: soon after a record, at once on a gesture, later and later while nothing answers."""

from dataclasses import dataclass, replace

from mobile.config import BACKOFF_FIRST_S, BACKOFF_LAST_S, SYNC_AFTER_RECORD_S, SYNC_IDLE_S
from mobile.device.clock import Randomness
from mobile.sync.outcome import (
    AlreadySyncing,
    ContactCoordinator,
    EvidencePass,
    MustEnrol,
    NotEnrolled,
    PhoneRevoked,
    Synced,
    SyncOutcome,
    TryLater,
)

BACKOFF_DOUBLINGS_MAX = 10


@dataclass(frozen=True, slots=True)
class SyncSchedule:
    """When the next pass is due, in boot ms; None where only a gesture or a new credential starts one.

    While the app is in front and anything is pending, a pass is always due some time.
    """

    due_at_ms: int | None = 0
    failures: int = 0
    evidence_failures: int = 0


def after_gesture(schedule: SyncSchedule, now_ms: int) -> SyncSchedule:
    """Start, resume, network back, button: now, whatever failed before."""
    return replace(schedule, due_at_ms=now_ms, failures=0, evidence_failures=0)


def after_record(schedule: SyncSchedule, now_ms: int) -> SyncSchedule:
    """Shortly, so that a burst of scans makes one push; while nothing answers, the back-off holds."""
    if schedule.failures or schedule.due_at_ms is None:
        return schedule
    return replace(schedule, due_at_ms=min(schedule.due_at_ms, now_ms + _ms(SYNC_AFTER_RECORD_S)))


def after_pass(
    schedule: SyncSchedule, outcome: SyncOutcome, now_ms: int, randomness: Randomness
) -> SyncSchedule:
    """When to try again after a pass that ended so."""
    match outcome:
        case Synced(pending=pending, evidence=evidence):
            if pending or (evidence.has_more and evidence.problem is None):
                return SyncSchedule(now_ms + _ms(SYNC_AFTER_RECORD_S))
            return _after_facts(schedule, evidence, now_ms, randomness)
        case NotEnrolled() | MustEnrol() | PhoneRevoked():
            return SyncSchedule(None)
        case AlreadySyncing():
            return replace(schedule, due_at_ms=now_ms + _ms(SYNC_AFTER_RECORD_S))
        case ContactCoordinator():
            return SyncSchedule(now_ms + _ms(BACKOFF_LAST_S), schedule.failures + 1)
        case TryLater(retry_after_s=asked_s):
            wait_s = max(asked_s or 0.0, _backoff_s(schedule.failures, randomness))
            return SyncSchedule(now_ms + _ms(wait_s), schedule.failures + 1)
        case _:
            wait_s = _backoff_s(schedule.failures, randomness)
            return SyncSchedule(now_ms + _ms(wait_s), schedule.failures + 1)


def _after_facts(
    schedule: SyncSchedule, evidence: EvidencePass, now_ms: int, randomness: Randomness
) -> SyncSchedule:
    """Evidence backs off by itself: a fact recorded meanwhile goes up as soon as ever."""
    if evidence.problem is None:
        return SyncSchedule(now_ms + _ms(SYNC_IDLE_S))
    failures = schedule.evidence_failures
    wait_s = max(evidence.retry_after_s or 0.0, _backoff_s(failures, randomness))
    return SyncSchedule(now_ms + _ms(min(wait_s, SYNC_IDLE_S)), evidence_failures=failures + 1)


def _backoff_s(failures: int, randomness: Randomness) -> float:
    """Uniform between nothing and the doubled wait, so that a hundred phones do not come back at once."""
    longest_s = min(BACKOFF_LAST_S, BACKOFF_FIRST_S * 2.0 ** min(failures, BACKOFF_DOUBLINGS_MAX))
    return longest_s * int.from_bytes(randomness.random_bytes(4), "big") / 2**32


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
