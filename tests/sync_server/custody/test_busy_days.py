"""More facts than anybody records in a day, on one phone: all kept, all counting, one thing to look at."""

from shared.custody.discrepancies import FACTS_A_DAY_MAX
from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess

# Friday 6 November 2026, 8 h in France; boots are told apart by what they say of themselves.
MORNING_MS = 1_793_948_400_000
DAY_MS = 24 * 3_600_000
AT_ONCE = 200
ITEMS = "SELECT key, status, blocking, period FROM discrepancy WHERE kind = 'too_many_facts' ORDER BY key"


def says(phone: PhoneByHand, count: int, at_ms: int = MORNING_MS, **more: int) -> None:
    """The phone says again and again that it is there, a second apart."""
    for n in range(count):
        phone.record(Kind.STOP_ARRIVED, wall_ms=at_ms + n * 1_000, boot_ms=10_000 + n, **more)


def sends(phone: PhoneByHand, first: int = 1) -> None:
    """Everything from that position on, as much at once as a push may hold; nothing is put aside."""
    for start in range(first, len(phone.bodies) + 1, AT_ONCE):
        answer = phone.push(start, min(start + AT_ONCE - 1, len(phone.bodies)))
        assert (answer["status"], answer["quarantined"]) == ("ok", [])


def test_five_hundred_facts_a_day_are_fine_and_one_more_is_for_somebody_to_look_at(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    says(alice, FACTS_A_DAY_MAX)
    # The next day counts for itself.
    says(alice, 40, MORNING_MS + DAY_MS)
    sends(alice)
    assert server.rows_of(ITEMS) == []
    says(alice, 1)
    sends(alice, FACTS_A_DAY_MAX + 41)
    item = (f"too_many_facts:{alice.device_id}:2026-11-06", "open", 0, "2026-11")
    assert server.rows_of(ITEMS) == [item]
    says(alice, 30)
    sends(alice, FACTS_A_DAY_MAX + 42)
    assert server.rows_of(ITEMS) == [item]
    kept = server.rows_of(f"SELECT count(*) FROM event WHERE device = '{alice.device_id}'")
    assert kept == [(FACTS_A_DAY_MAX + 71,)]


def test_a_clock_put_right_takes_the_facts_out_of_the_day_and_the_item_goes(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    says(alice, FACTS_A_DAY_MAX + 1)
    sends(alice)
    # It rang midnight between two of them, once the phone knows the hour.
    midnight_ms = 1_793_919_600_000
    mark = {"server_time": midnight_ms - 200, "boot": 10_050, "rtt": 0}
    alice.record(Kind.CLOCK, data=mark, boot_ms=10_050)
    sends(alice, FACTS_A_DAY_MAX + 2)
    days = server.rows_of("SELECT count(*) FROM event WHERE effective_ms < 1793919600000")
    assert 0 < days[0][0] <= FACTS_A_DAY_MAX
    assert [row.status for row in server.rows_of(ITEMS)] == ["resolved"]
