"""Work items in cases where an easier rule would open a decided one again, or a second one."""

from sqlmodel import Session

from shared.custody.discrepancies import Discrepancy, DiscrepancyKind
from shared.custody.events import Kind
from sync_server.custody.findings import Findings
from sync_server.reconciliation.service import open_or_close
from tests.builders import PhoneByHand, ServerInProcess

NOVEMBER_6 = 1_794_000_000_000
ITEMS = "SELECT kind, status, resolution FROM discrepancy"


def test_a_decided_item_stays_decided_when_what_it_is_about_moves(server: ServerInProcess) -> None:
    def look_at(session: Session, *event_ids: str) -> None:
        found = Discrepancy(DiscrepancyKind.DOUBLE_DROP, "double_drop:A:e2", ("A",), event_ids)
        open_or_close(session, Findings((found,), frozenset({"A"})), NOVEMBER_6)

    def write(session: Session) -> None:
        look_at(session, "e1", "e2")
        session.connection().exec_driver_sql(
            "UPDATE discrepancy SET status = 'resolved', resolution = 'accepted'"
        )
        look_at(session, "e0", "e2")

    server.change(write)
    assert [tuple(row) for row in server.rows_of(ITEMS)] == [("double_drop", "resolved", "accepted")]


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
