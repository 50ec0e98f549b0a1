"""Effective times kept push by push equal the pure function over all facts of the phone, in any order."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from shared.custody.bodies import read_body
from shared.custody.effective_time import clocked, effective_times
from shared.custody.events import Fact, Kind
from tests.builders import PhoneByHand, ServerInProcess, a_server

BOOT_KEYS = ("a", "b", "c")
some_facts = st.lists(
    st.tuples(
        st.sampled_from(BOOT_KEYS),
        st.integers(0, 40),
        st.integers(0, 2_000),
        st.integers(0, 100_000),
        st.sampled_from(["plain", "plain", "plain", "clock", "gps"]),
    ),
    min_size=1,
    max_size=25,
)
cuts = st.lists(st.integers(1, 6), min_size=1, max_size=25)


def fields_of(kind: str, boot_ms: int, wall_ms: int) -> tuple[Kind, dict[str, int]]:
    if kind == "clock":
        return Kind.CLOCK, {"server_time": 1_000_000 + boot_ms * 7 % 900, "boot": boot_ms, "rtt": 20}
    if kind == "gps":
        return Kind.STOP_ARRIVED, {"gps_ms": 1_500_000 + wall_ms, "gps_age_ms": 5}
    return Kind.STOP_ARRIVED, {}


@profile(max_examples=60)
@given(some_facts, cuts)
def test_times_kept_push_by_push_equal_those_of_all_facts_at_once(
    facts: list[tuple[str, int, int, int, str]], sizes: list[int]
) -> None:
    with TemporaryDirectory() as folder, a_server(Path(folder), syncs_a_minute=10_000) as server:
        phone = server.add_phone(server.add_person("P001"))
        for boot_key, n, boot_ms, wall_ms, kind_name in facts:
            kind, data = fields_of(kind_name, boot_ms, wall_ms)
            phone.record(kind, boot_key=boot_key, n=n, boot_ms=boot_ms, wall_ms=wall_ms, data=data)
        pushed = 0
        for size in [*sizes, len(facts)]:
            last = min(pushed + size, len(facts))
            if last > pushed:
                phone.push(first=pushed + 1, last=last)
                pushed = last

        assert times_kept(server) == times_of_all(phone)


def times_kept(server: ServerInProcess) -> dict[str, tuple[int, str, int]]:
    rows = server.rows_of("SELECT id, effective_ms, time_source, time_known FROM event")
    return {row.id: (row.effective_ms, row.time_source, row.time_known) for row in rows}


def times_of_all(phone: PhoneByHand) -> dict[str, tuple[int, str, int]]:
    readings = [read_body(text) for text in phone.bodies]
    times = effective_times(clocked(each) for each in readings if isinstance(each, Fact))
    return {
        event_id: (time.at_ms, time.source.value, int(time.source.value in ("anchored", "gps")))
        for event_id, time in times.items()
    }


def test_a_clock_mark_that_comes_late_moves_the_crates_already_projected(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    wrong_clock_ms = 2_082_754_800_000
    alice.record(Kind.DROP, place_id="R001", crates=["7K2M9QXC"], wall_ms=wrong_clock_ms, boot_ms=5_000)
    alice.push()
    assert [row.since_ms for row in server.rows_of("SELECT since_ms FROM crate_state")] == [wrong_clock_ms]

    mark = {"server_time": 1_794_000_060_000, "boot": 65_000, "rtt": 0}
    alice.record(Kind.CLOCK, data=mark, boot_ms=65_000)
    alice.push(first=2)
    assert [row.since_ms for row in server.rows_of("SELECT since_ms FROM crate_state")] == [1_794_000_000_000]


def test_a_fact_of_2036_is_told_apart_and_found_settled_once_the_clock_is_known(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, wall_ms=2_082_754_800_000, boot_ms=5_000)
    alice.push()
    statement = "SELECT status FROM discrepancy WHERE kind = 'far_future'"
    assert [row.status for row in server.rows_of(statement)] == ["open"]

    alice.record(Kind.CLOCK, data={"server_time": 1_794_000_060_000, "boot": 65_000}, boot_ms=65_000)
    alice.push(first=2)
    assert [row.status for row in server.rows_of(statement)] == ["resolved"]
    assert json.loads(alice.bodies[0])["clk"]["wall"] == 2_082_754_800_000
