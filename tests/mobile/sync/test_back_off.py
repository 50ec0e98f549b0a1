"""What ends a back-off, beside a gesture."""

from mobile.device.clock import SeededRandomness
from mobile.sync.outcome import Synced
from mobile.sync.schedule import SyncSchedule, after_pass, after_record


def test_a_pass_that_went_well_forgets_every_failure() -> None:
    waiting = SyncSchedule(900_000, failures=9)
    idle = after_pass(waiting, Synced(1, 0, 0), 10_000, SeededRandomness(1))
    assert idle.failures == 0
    assert after_record(idle, 20_000).due_at_ms == 23_000
