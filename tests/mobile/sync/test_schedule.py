"""When the next pass is due: soon after a record, at once on a gesture, later and later in a dead valley."""

from hypothesis import given
from hypothesis import strategies as st

from mobile.device.clock import SeededRandomness
from mobile.sync.outcome import (
    ContactCoordinator,
    MustEnrol,
    NoNetwork,
    PhoneRevoked,
    Synced,
    SyncOutcome,
    TryLater,
)
from mobile.sync.peer import NoNetworkReason
from mobile.sync.schedule import SyncSchedule, after_gesture, after_pass, after_record

NO_ANSWER = NoNetwork(NoNetworkReason.UNREACHABLE)
CHANCE = SeededRandomness(1)


def test_a_record_is_sent_three_seconds_later() -> None:
    idle = after_pass(SyncSchedule(), Synced(0, 0, 0), 1_000, CHANCE)
    assert idle.due_at_ms == 301_000
    assert after_record(idle, 10_000).due_at_ms == 13_000


def test_a_burst_of_records_does_not_push_the_sync_away() -> None:
    first = after_record(SyncSchedule(300_000), 10_000)
    assert after_record(first, 12_000).due_at_ms == 13_000


def test_records_in_a_dead_valley_do_not_hammer_the_network() -> None:
    waiting = SyncSchedule(500_000, failures=6)
    assert after_record(waiting, 10_000) == waiting


def test_a_gesture_forgets_every_failure() -> None:
    assert after_gesture(SyncSchedule(900_000, failures=9), 5_000) == SyncSchedule(5_000, 0)


def test_the_wait_is_drawn_between_nothing_and_the_doubled_time() -> None:
    schedule = SyncSchedule()
    longest_s: list[float] = []
    for _ in range(12):
        waits = [
            (after_pass(schedule, NO_ANSWER, 0, SeededRandomness(seed)).due_at_ms or 0) / 1000
            for seed in range(200)
        ]
        longest_s.append(max(waits))
        assert min(waits) < max(waits) / 10
        schedule = after_pass(schedule, NO_ANSWER, 0, CHANCE)
    for longest, limit in zip(longest_s, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900], strict=True):
        assert limit * 0.9 < longest <= limit


def test_the_server_is_given_the_patience_it_asks_for() -> None:
    schedule = after_pass(SyncSchedule(), TryLater("maintenance", 600.0), 0, CHANCE)
    assert (schedule.due_at_ms or 0) >= 600_000


def test_a_credential_that_is_refused_waits_for_a_person() -> None:
    for outcome in (MustEnrol(), PhoneRevoked()):
        schedule = after_pass(SyncSchedule(), outcome, 0, CHANCE)
        assert schedule.due_at_ms is None
        assert after_record(schedule, 0).due_at_ms is None
        assert after_gesture(schedule, 7).due_at_ms == 7


OUTCOMES = st.sampled_from(
    [Synced(1, 0, 0), Synced(1, 0, 3), NO_ANSWER, TryLater("rate", 9.0), ContactCoordinator("envelope")]
)


@given(st.lists(st.one_of(OUTCOMES, st.just("record"), st.just("gesture"))))
def test_whatever_happens_a_pass_is_due_within_a_quarter_of_an_hour(
    happenings: list[SyncOutcome | str],
) -> None:
    schedule, now_ms = SyncSchedule(), 0
    for happening in happenings:
        now_ms += 1_000
        if happening == "record":
            schedule = after_record(schedule, now_ms)
        elif happening == "gesture":
            schedule = after_gesture(schedule, now_ms)
        elif not isinstance(happening, str):
            schedule = after_pass(schedule, happening, now_ms, CHANCE)
        assert schedule.due_at_ms is not None
        assert schedule.due_at_ms <= now_ms + 900_000
