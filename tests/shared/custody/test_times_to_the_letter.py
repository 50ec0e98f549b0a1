"""Effective times where an easier reading of the three rules would pass unnoticed."""

from typing import Any

from shared.custody.effective_time import EffectiveTime, TimeSource, clocked, effective_times
from shared.custody.events import ClockMark, Fact, Kind

NOON = 1_790_000_000_000


def a_fact(n: int, boot_ms: int, kind: Kind = Kind.STOP_LEFT, **data: Any) -> Fact:
    mark = ClockMark(NOON, boot_ms, "a")
    return Fact(f"f{n}", kind, "p_1", "d_1", "1.0.0", mark, n, data=data)


def times_of(*facts: Fact) -> dict[str, EffectiveTime]:
    return effective_times(clocked(fact) for fact in facts)


def test_after_the_last_mark_the_boot_clock_goes_on():
    times = times_of(a_fact(1, 0, Kind.CLOCK, server_time=NOON, boot=0), a_fact(2, 5_000))
    assert times["f2"] == EffectiveTime(NOON + 5_000, TimeSource.ANCHORED)


def test_half_the_round_trip_is_added_to_the_servers_time():
    times = times_of(a_fact(1, 1_000, Kind.CLOCK, server_time=NOON, boot=1_000, rtt=600))
    assert times["f1"].at_ms == NOON + 300


def test_a_satellites_time_counts_for_a_minute_and_no_longer():
    fresh, old = a_fact(1, 0, gps_ms=7, gps_age_ms=60_000), a_fact(1, 0, gps_ms=7, gps_age_ms=60_001)
    assert times_of(fresh)["f1"] == EffectiveTime(60_007, TimeSource.GPS)
    assert times_of(old)["f1"] == EffectiveTime(NOON, TimeSource.WALL)


def test_marks_come_before_a_satellite():
    mark = a_fact(1, 0, Kind.CLOCK, server_time=NOON, boot=0)
    times = times_of(mark, a_fact(2, 1_000, gps_ms=7, gps_age_ms=0))
    assert times["f2"] == EffectiveTime(NOON + 1_000, TimeSource.ANCHORED)
