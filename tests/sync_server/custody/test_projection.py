"""From facts to who holds each crate: states, legs and rows, the same whatever the order of arrival."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from shared.custody.events import Kind
from sync_server.db.feed import lock_feed
from sync_server.network.rows import republish_crates
from sync_server.upkeep import after_push
from sync_server.upkeep.after_push import project_again
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.builders_network import CRATES, FARM, HUB, RELAY, TO_THE_HUB, TO_THE_RELAY, plan_a_consignment

STATES = "SELECT crate_code, holder_kind, holder_id, since_ms, event_id, dirty FROM crate_state ORDER BY 1"
LEGS = (
    "SELECT crate_code, stage, carrier_id, round_id, from_place_id, to_place_id, period, proven,"
    " withheld_reason FROM leg ORDER BY crate_code, ended_ms"
)
OPEN = "SELECT kind, key FROM discrepancy WHERE status = 'open' ORDER BY kind, key"
HOUR_MS = 3_600_000


@pytest.fixture
def network(server: ServerInProcess) -> ServerInProcess:
    plan_a_consignment(server)
    return server


@pytest.fixture
def bruno(network: ServerInProcess) -> PhoneByHand:
    return network.add_phone("P002")


@pytest.fixture
def chloe(network: ServerInProcess) -> PhoneByHand:
    return network.add_phone("P003")


def carry(phone: PhoneByHand, round_id: str, start: str, end: str, hour: int) -> None:
    at_ms = phone.server.clock() + hour * HOUR_MS
    phone.record(Kind.PICKUP, place_id=start, round_id=round_id, crates=CRATES, wall_ms=at_ms)
    phone.record(Kind.DROP, place_id=end, round_id=round_id, crates=CRATES, wall_ms=at_ms + HOUR_MS)


def all_of(server: ServerInProcess) -> list[Any]:
    rows = "SELECT k, d, deleted, audience_ids FROM pull_row WHERE t = 'crate' ORDER BY k"
    return [tuple(row) for ask in (STATES, LEGS, OPEN, rows) for row in server.rows_of(ask)]


def test_a_consignment_carried_by_two_is_two_proven_legs_for_each_crate(
    network: ServerInProcess, bruno: PhoneByHand, chloe: PhoneByHand
) -> None:
    carry(bruno, TO_THE_HUB, FARM, HUB, hour=1)
    carry(chloe, TO_THE_RELAY, HUB, RELAY, hour=3)
    bruno.push()
    chloe.push()

    assert [tuple(row) for row in network.rows_of(LEGS) if row.crate_code == CRATES[0]] == [
        (CRATES[0], "collection", "P002", TO_THE_HUB, FARM, HUB, "2026-11", 1, None),
        (CRATES[0], "delivery", "P003", TO_THE_RELAY, HUB, RELAY, "2026-11", 1, None),
    ]
    assert [(row.holder_kind, row.holder_id) for row in network.rows_of(STATES)] == [("place", RELAY)] * 2
    assert network.rows_of(OPEN) == []


def test_the_driver_and_the_producer_see_where_the_crate_is(
    network: ServerInProcess, bruno: PhoneByHand, chloe: PhoneByHand
) -> None:
    alice = network.add_phone("P001")
    carry(bruno, TO_THE_HUB, FARM, HUB, hour=1)
    bruno.push()

    for phone in (alice, bruno, chloe):
        row = phone.pull_all()["crate", CRATES[0]]
        assert row["state"] == {"at": HUB}
    stranger = network.add_phone(network.add_person("P009"))
    assert ("crate", CRATES[0]) not in stranger.pull_all()


def test_the_same_facts_in_any_order_of_arrival_give_the_same_state(tmp_path: Path) -> None:
    seen: list[list[Any]] = []
    for number, order in enumerate(permutations(("P002", "P003", "P004"))):
        with a_server(tmp_path / str(number)) as server:
            plan_a_consignment(server)
            server.add_person("P004")
            phones = {person_id: server.add_phone(person_id) for person_id in ("P002", "P003", "P004")}
            carry(phones["P002"], TO_THE_HUB, FARM, HUB, hour=1)
            carry(phones["P003"], TO_THE_RELAY, HUB, RELAY, hour=3)
            at_ms = server.clock() + 4 * HOUR_MS
            phones["P004"].record(Kind.DROP, place_id="R002", crates=CRATES[:1], wall_ms=at_ms)
            for person_id in order:
                phones[person_id].push()
            seen.append(all_of(server))

    assert all(each == seen[0] for each in seen)
    assert "double_drop" in repr(seen[0])


def test_projecting_everything_again_changes_nothing(
    network: ServerInProcess, bruno: PhoneByHand, chloe: PhoneByHand
) -> None:
    carry(bruno, TO_THE_HUB, FARM, HUB, hour=1)
    chloe.record(Kind.DROP, place_id="R002", round_id=TO_THE_RELAY, crates=["0000001B"])
    bruno.push()
    chloe.push()
    before, head = all_of(network), network.rows_of("SELECT seq FROM feed_head")

    assert project_again(network.runtime, everything=True) == len(CRATES)
    assert all_of(network) == before
    assert network.rows_of("SELECT seq FROM feed_head") == head


def test_a_voided_drop_gives_the_crate_back_to_its_carrier(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    bruno.record(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES)
    drop_id = bruno.record(Kind.DROP, place_id=HUB, round_id=TO_THE_HUB, crates=CRATES)
    bruno.push()
    bruno.record(Kind.VOID, ref=drop_id)
    bruno.push(first=3)

    assert [(row.holder_kind, row.holder_id) for row in network.rows_of(STATES)] == [("person", "P002")] * 2
    assert network.rows_of(LEGS) == []


def test_a_void_that_arrives_before_what_it_voids_counts_all_the_same(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    other = network.add_phone("P002")
    drop_id = bruno.record(Kind.DROP, place_id="R002", round_id=TO_THE_HUB, crates=CRATES)
    other.record(Kind.VOID, ref=drop_id)
    other.push()
    assert [row.kind for row in network.rows_of(OPEN)] == ["foreign_amendment"]

    bruno.push()
    assert {row.holder_kind for row in network.rows_of(STATES)} == {"not_seen"}
    assert network.rows_of(OPEN) == []


def test_nobody_voids_the_fact_of_somebody_else(
    network: ServerInProcess, bruno: PhoneByHand, chloe: PhoneByHand
) -> None:
    bruno.record(Kind.PICKUP, place_id=FARM, crates=CRATES)
    pickup_id = bruno.bodies[0].partition('"id":"')[2][:36]
    bruno.push()
    chloe.record(Kind.VOID, ref=pickup_id)
    chloe.push()

    assert {row.holder_id for row in network.rows_of(STATES)} == {"P002"}
    assert [row.kind for row in network.rows_of(OPEN)] == ["foreign_amendment"]


def test_a_correction_moves_a_drop_to_the_crate_that_was_meant(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    bruno.record(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES)
    drop_id = bruno.record(Kind.DROP, place_id=HUB, round_id=TO_THE_HUB, crates=CRATES[:1])
    bruno.push()
    bruno.record(Kind.CORRECTION, ref=drop_id, data={"crates": [CRATES[1]]})
    bruno.push(first=3)

    held = {row.crate_code: row.holder_id for row in network.rows_of(STATES)}
    assert held == {CRATES[0]: "P002", CRATES[1]: HUB}


def test_an_unknown_crate_is_stored_followed_and_pointed_out(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    server.put_rows()
    alice.record(Kind.DROP, place_id="R404", crates=["ZZZZZZZZ"])
    assert alice.push()["quarantined"] == []

    kinds = [row.kind for row in server.rows_of(OPEN)]
    assert kinds == ["drop_without_pickup", "unknown_crate", "unknown_place"]


def test_what_is_quarantined_is_one_item_of_work(server: ServerInProcess, alice: PhoneByHand) -> None:
    alice.record_text("{")
    alice.push()
    alice.push()

    assert [row.kind for row in server.rows_of(OPEN)] == ["body_unreadable"]


def test_a_closed_round_points_out_the_crates_left_behind(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    bruno.record(Kind.ROUND_STARTED, round_id=TO_THE_HUB)
    bruno.record(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES[:1])
    bruno.record(Kind.DROP, place_id=HUB, round_id=TO_THE_HUB, crates=CRATES[:1])
    bruno.push()
    assert network.rows_of(OPEN) == []
    bruno.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB)
    bruno.push(first=4)

    assert [tuple(row) for row in network.rows_of(OPEN)] == [
        ("not_picked", f"not_picked:{CRATES[1]}:{TO_THE_HUB}")
    ]
    assert [row.status for row in network.rows_of("SELECT status FROM round ORDER BY id")] == [
        "closed",
        "planned",
    ]


def test_only_its_own_helper_closes_a_round(network: ServerInProcess, chloe: PhoneByHand) -> None:
    chloe.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB)
    chloe.push()
    assert {row.status for row in network.rows_of("SELECT status FROM round")} == {"planned"}


def test_a_projection_that_fails_never_fails_the_push_and_is_made_again(
    network: ServerInProcess,
    bruno: PhoneByHand,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as broken:
        broken.delattr(after_push, "project_crates")
        carry(bruno, TO_THE_HUB, FARM, HUB, hour=1)
        assert bruno.push()["next"] == 3
    assert "projection_failed" in caplog.text
    assert {row.dirty for row in network.rows_of(STATES)} == {1}
    assert network.rows_of(LEGS) == []

    assert project_again(network.runtime, everything=False) == len(CRATES)
    assert {(row.holder_id, row.dirty) for row in network.rows_of(STATES)} == {(HUB, 0)}
    assert len(network.rows_of(LEGS)) == len(CRATES)


def test_a_crate_nobody_needs_does_not_come_back_because_somebody_scanned_its_label(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    shown = "SELECT k FROM pull_row WHERE t = 'crate' AND deleted = 0"

    def unplan(session: Session) -> None:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM crate_move")
        connection.exec_driver_sql("UPDATE crate SET status = 'unneeded'")
        republish_crates(session, lock_feed(session), CRATES)

    network.change(unplan)
    bruno.record(Kind.SCAN_ODD, crates=CRATES[:1], place_id=FARM)
    bruno.push()
    project_again(network.runtime, everything=True)

    assert network.rows_of(shown) == []


def test_a_closing_withdrawn_opens_the_round_again_whichever_arrives_first(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    bruno.record(Kind.ROUND_STARTED, round_id=TO_THE_HUB)
    closing = bruno.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB)
    bruno.push()
    assert {row.kind for row in network.rows_of(OPEN)} == {"not_picked"}
    bruno.record(Kind.VOID, round_id=TO_THE_HUB, ref=closing)
    bruno.push(first=3)
    status = f"SELECT status FROM round WHERE id = '{TO_THE_HUB}'"
    assert [row.status for row in network.rows_of(status)] == ["started"]
    assert network.rows_of(OPEN) == []
    # As if it had never been closed: what nothing speaks of has no state, in whatever order it all came.
    assert network.rows_of(STATES) == []
    row = f"SELECT d FROM pull_row WHERE t = 'round' AND k = '{TO_THE_HUB}'"
    assert all('"status":"started"' in found.d for found in network.rows_of(row))

    # Ended again, and undone before anything was sent: both come in one push.
    again = bruno.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB)
    bruno.record(Kind.VOID, round_id=TO_THE_HUB, ref=again)
    bruno.push(first=4)
    assert [row.status for row in network.rows_of(status)] == ["started"]
