"""Each discrepancy has exactly one work item, open as long as the facts show it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from shared.custody.discrepancies import Discrepancy, DiscrepancyKind
from sync_server.custody.findings import Findings
from sync_server.db.migrate import migrate
from sync_server.db.session import begin, open_database
from sync_server.reconciliation.items import ItemStatus, Resolution
from sync_server.reconciliation.queries import ItemFilter, count_open, items_of_crate, open_items
from sync_server.reconciliation.queue import first_open, next_open, previous_open
from sync_server.reconciliation.service import close_gone, open_or_close

NOVEMBER_6 = 1_794_000_000_000
DOUBLE_DROP = Discrepancy(DiscrepancyKind.DOUBLE_DROP, "double_drop:A:e2", ("A",), ("e1", "e2"))
CLOCK_DOUBT = Discrepancy(
    DiscrepancyKind.CLOCK_DOUBT, "clock_doubt:e9", ("A", "B"), ("e9",), "R001", "r_1", NOVEMBER_6
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(database)
    with begin(database) as opened:
        yield opened
    database.close()


def look_at(
    session: Session, crates: str, events: str, *found: Discrepancy, now_ms: int = NOVEMBER_6
) -> None:
    findings = Findings(found, frozenset(crates.split()), frozenset(events.split()))
    open_or_close(session, findings, now_ms)


def test_a_discrepancy_found_again_and_again_has_one_item(session: Session) -> None:
    for _ in range(3):
        look_at(session, "A", "e1 e2", DOUBLE_DROP)
    (item,) = open_items(session)
    assert item.kind is DiscrepancyKind.DOUBLE_DROP
    assert item.is_blocking
    assert (item.crates, item.event_ids, item.period) == (("A",), ("e1", "e2"), "2026-11")


def test_an_item_closes_when_the_facts_no_longer_show_it_and_opens_again_when_they_do(
    session: Session,
) -> None:
    look_at(session, "A", "e1 e2", DOUBLE_DROP)
    look_at(session, "A", "", now_ms=NOVEMBER_6 + 1)
    assert open_items(session) == []
    (gone,) = items_of_crate(session, "A")
    assert (gone.status, gone.resolution) == (ItemStatus.RESOLVED, Resolution.GONE)
    look_at(session, "A", "", DOUBLE_DROP)
    (again,) = open_items(session)
    assert again.id == gone.id
    assert again.resolution is None


def test_what_nothing_dates_stays_in_the_month_in_which_it_was_first_seen(session: Session) -> None:
    unknown = Discrepancy(DiscrepancyKind.UNKNOWN_CRATE, "unknown_crate:A", ("A",))
    look_at(session, "A", "", unknown)
    look_at(session, "A", "", unknown, now_ms=NOVEMBER_6 + 30 * 86_400_000)
    assert [item.period for item in open_items(session)] == ["2026-11"]


def test_looking_at_other_crates_closes_nothing(session: Session) -> None:
    look_at(session, "A", "e1 e2", DOUBLE_DROP)
    look_at(session, "B", "e7")
    assert count_open(session) == 1


def test_what_is_odd_about_a_fact_is_not_closed_by_looking_at_its_crate_only(session: Session) -> None:
    look_at(session, "A B", "e9", CLOCK_DOUBT)
    look_at(session, "A", "")
    assert count_open(session) == 1
    look_at(session, "", "e9")
    assert count_open(session) == 0


def test_an_item_follows_what_it_is_about(session: Session) -> None:
    look_at(session, "A", "e1 e2", DOUBLE_DROP)
    moved = Discrepancy(DiscrepancyKind.DOUBLE_DROP, "double_drop:A:e2", ("A",), ("e2", "e3"))
    look_at(session, "A", "", moved)
    (item,) = open_items(session)
    assert item.event_ids == ("e2", "e3")


def test_blocking_items_come_first_and_are_counted_by_month(session: Session) -> None:
    look_at(session, "A B", "e9", CLOCK_DOUBT)
    look_at(session, "A", "e1 e2", DOUBLE_DROP, now_ms=NOVEMBER_6 + 5)
    assert [item.kind for item in open_items(session)] == ["double_drop", "clock_doubt"]
    assert count_open(session, ItemFilter(period="2026-11", is_blocking=True)) == 1
    assert count_open(session, ItemFilter(period="2026-10")) == 0
    assert count_open(session, ItemFilter(kind=DiscrepancyKind.CLOCK_DOUBT, round_id="r_1")) == 1


def test_the_queue_is_walked_in_the_order_in_which_it_is_listed(session: Session) -> None:
    for n in range(9):
        blocks = n % 3 == 0
        kind = DiscrepancyKind.DOUBLE_DROP if blocks else DiscrepancyKind.CLOCK_DOUBT
        # Two at the same instant: the number decides.
        look_at(session, "", "", Discrepancy(kind, f"k{n}", (), (f"e{n}",)), now_ms=NOVEMBER_6 + n // 2)
    listed = open_items(session)
    ids = [item.id for item in listed]
    assert first_open(session) == ids[0]
    assert [next_open(session, item) for item in listed] == [*ids[1:], None]
    assert [previous_open(session, item) for item in listed] == [None, *ids[:-1]]
    settled = listed[4]
    close_gone(session, [settled.key], NOVEMBER_6 + 99)
    assert (previous_open(session, settled), next_open(session, settled)) == (ids[3], ids[5])
    doubts = [item for item in listed if item.kind is DiscrepancyKind.CLOCK_DOUBT and item.id != settled.id]
    assert first_open(session, DiscrepancyKind.CLOCK_DOUBT) == doubts[0].id
    assert [next_open(session, item, DiscrepancyKind.CLOCK_DOUBT) for item in doubts] == [
        *(item.id for item in doubts[1:]),
        None,
    ]
    # From a blocking item to those of a kind that stand further back.
    assert next_open(session, listed[0], DiscrepancyKind.CLOCK_DOUBT) == doubts[0].id
    assert previous_open(session, doubts[0], DiscrepancyKind.CLOCK_DOUBT) is None
