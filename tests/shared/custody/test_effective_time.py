"""Effective time: clocks that lie, reboot and drift, put right from the set of facts alone."""

from hypothesis import given
from hypothesis import strategies as st

from shared.custody.effective_time import ClockedFact, EffectiveTime, TimeSource, effective_times

HOUR = 3_600_000
NOON = 1_790_000_000_000


def fact(n: int, *, wall: int, boot: int, bk: str = "a", gps: int | None = None) -> ClockedFact:
    return ClockedFact(f"f{n}", n, wall, boot, bk, gps)


def mark(n: int, *, server: int, boot: int, bk: str = "a") -> ClockedFact:
    return ClockedFact(f"f{n}", n, 0, boot, bk, None, server, boot)


def test_a_clock_set_back_three_hours_in_mid_round_is_put_right_by_the_boot_clock():
    facts = [
        fact(1, wall=NOON, boot=1000),
        fact(2, wall=NOON - 3 * HOUR, boot=1000 + HOUR),
        mark(3, server=NOON + 2 * HOUR, boot=1000 + 2 * HOUR),
    ]
    times = effective_times(facts)
    assert times["f1"] == EffectiveTime(NOON, TimeSource.ANCHORED)
    assert times["f2"] == EffectiveTime(NOON + HOUR, TimeSource.ANCHORED)


def test_between_two_marks_drift_is_shared_out():
    facts = [mark(1, server=NOON, boot=0), fact(2, wall=0, boot=500), mark(3, server=NOON + 1100, boot=1000)]
    assert effective_times(facts)["f2"].at_ms == NOON + 550


def test_without_marks_a_fresh_satellite_time_is_taken():
    times = effective_times([fact(1, wall=0, boot=0, gps=NOON)])
    assert times["f1"] == EffectiveTime(NOON, TimeSource.GPS)


def test_without_anything_the_wall_clock_is_believed():
    assert effective_times([fact(1, wall=NOON, boot=0)])["f1"] == EffectiveTime(NOON, TimeSource.WALL)


def test_a_phone_set_to_2036_is_held_between_its_known_neighbours_and_drags_nobody():
    facts = [
        mark(1, server=NOON, boot=0, bk="a"),
        fact(2, wall=NOON + 10 * 365 * 24 * HOUR, boot=5, bk="b"),
        fact(3, wall=NOON + HOUR // 2, boot=9, bk="c"),
        mark(4, server=NOON + HOUR, boot=0, bk="d"),
    ]
    times = effective_times(facts)
    assert times["f2"] == EffectiveTime(NOON + HOUR, TimeSource.CLAMPED)
    assert times["f3"] == EffectiveTime(NOON + HOUR // 2, TimeSource.WALL)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.integers(0, 10**6), st.sampled_from("ab"), st.booleans()),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_does_not_matter(rows: list[tuple[int, int, str, bool]], random: object):
    facts = [
        mark(n, server=wall, boot=boot, bk=bk) if is_mark else fact(n, wall=wall, boot=boot, bk=bk)
        for n, (wall, boot, bk, is_mark) in enumerate(rows)
    ]
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert effective_times(facts) == effective_times(shuffled)
