"""Work items in a case where an easier rule would open a second one."""

from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess

ITEMS = "SELECT kind, status, resolution FROM discrepancy"


def test_what_is_in_quarantine_and_listed_again_has_one_item_and_holds_nothing_up(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    """The reply was lost: the same stretch comes again, with a crate taken meanwhile."""
    alice.record_text("{")
    alice.push()
    alice.record(Kind.PICKUP, place_id="F001", crates=["7K2M9QXC"])
    alice.push()

    unreadable = [row.status for row in server.rows_of(ITEMS) if row.kind == "body_unreadable"]
    assert unreadable == ["open"]
    held = server.rows_of("SELECT holder_kind, holder_id, dirty FROM crate_state")
    assert [tuple(row) for row in held] == [("person", "P001", 0)]
