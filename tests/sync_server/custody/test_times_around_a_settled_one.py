"""Times kept push by push where a settled time moves its neighbours, and where numbers come twice."""

from shared.custody.bodies import read_body
from shared.custody.effective_time import clocked, effective_times
from shared.custody.events import Fact, Kind
from tests.builders import PhoneByHand, ServerInProcess

NOON = 1_790_000_000_000
HOUR = 3_600_000


def times_kept(server: ServerInProcess) -> dict[str, tuple[int, str]]:
    rows = server.rows_of("SELECT id, effective_ms, time_source FROM event")
    return {row.id: (row.effective_ms, row.time_source) for row in rows}


def times_of_all(phone: PhoneByHand) -> dict[str, tuple[int, str]]:
    readings = [read_body(text) for text in phone.bodies]
    times = effective_times(clocked(each) for each in readings if isinstance(each, Fact))
    return {event_id: (time.at_ms, time.source.value) for event_id, time in times.items()}


def push_one_by_one(phone: PhoneByHand) -> None:
    for position in range(1, len(phone.bodies) + 1):
        phone.push(position, position)


def test_a_late_mark_moves_the_doubtful_neighbours_of_all_it_dates(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    """A satellite's time stands between the fact the mark dates and the mark itself."""
    first_id = alice.record(Kind.STOP_LEFT, boot_key="b", boot_ms=0, wall_ms=NOON + HOUR)
    alice.record(Kind.STOP_LEFT, boot_key="a", boot_ms=1_000, wall_ms=NOON + HOUR)
    alice.record(Kind.STOP_LEFT, boot_key="c", boot_ms=0, data={"gps_ms": NOON + 2 * HOUR, "gps_age_ms": 0})
    alice.record(Kind.CLOCK, boot_key="a", boot_ms=2_000, data={"server_time": NOON + 1_000, "boot": 2_000})
    push_one_by_one(alice)

    assert times_of_all(alice)[first_id] == (NOON, "clamped")
    assert times_kept(server) == times_of_all(alice)


def test_a_cloned_phone_that_counts_the_same_numbers_moves_nobody_out_of_bounds(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    """A doubtful fact shares its number with a known one: what bounds it is one known number further."""

    def record(n: int, last_digit: int, wall_ms: int, gps_ms: int | None = None) -> None:
        data = {} if gps_ms is None else {"gps_ms": gps_ms, "gps_age_ms": 0}
        event_id = f"01990000-0000-7000-8000-00000000000{last_digit}"
        alice.record(Kind.STOP_LEFT, n=n, id=event_id, wall_ms=wall_ms, data=data)

    record(3, 1, 0, NOON)
    record(5, 2, NOON - HOUR)
    record(5, 3, 0, NOON + HOUR)
    record(7, 4, 0, NOON + 2 * HOUR)
    record(7, 6, NOON + 9 * HOUR)
    record(9, 7, 0, NOON + 3 * HOUR)
    record(6, 5, 0, NOON + HOUR + 1)
    push_one_by_one(alice)

    assert times_kept(server) == times_of_all(alice)
