"""Coordinators decide discrepancies: what it pays, that it is a fact, and that later facts are never lost."""

import itertools

import pytest
from sqlmodel import Session

from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from sync_server.custody.own_log import OwnFact, OwnPen, record_own
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.ledger.queries import sum_of_postings
from sync_server.reconciliation.items import ItemStatus, WorkItem
from sync_server.reconciliation.items import Resolution as Rest
from sync_server.upkeep.after_planning import follow_plan
from sync_server.upkeep.after_push import project_again
from tests.builders import ServerInProcess
from tests.builders_network import FARM, HUB, RELAY, TO_THE_HUB, TO_THE_RELAY
from tests.sync_server.settlement.rounds import lines_on, settle
from tests.sync_server.upkeep.deciding_scene import COMPUTED, CRATE, ITEMS, Scene

COLLECTED = ("P002", "collection", True, None)
CHLOE_PAID = ("P003", "delivery", True, None)
STORED = "SELECT id, kind, actor, device, ref, body FROM event WHERE device = 'server' ORDER BY pk"


@pytest.fixture
def scene(server: ServerInProcess) -> Scene:
    return Scene(server)


def test_of_two_claims_the_one_upheld_is_paid_once_and_the_others_line_is_gone(scene: Scene) -> None:
    said = scene.both_claim()
    assert {leg[3] for leg in scene.legs()[1:]} == {"discrepancy"}
    item = scene.open_items(blocking=True)[0]
    scene.decides(item, Resolution.ATTRIBUTED, said["chloe took"])

    assert scene.legs() == [COLLECTED, CHLOE_PAID]
    assert scene.open_items(blocking=True) == []
    assert scene.item(item.id).resolution is Rest.ATTRIBUTED
    assert [line["status"] for line in lines_on(scene.chloe)] == ["due"]
    assert lines_on(scene.david) == []
    balances = settle(scene.server)
    # 3 % of 577.00 over two crates: the odd cent is the other's, whose code is smaller.
    assert balances["producer:P003"] == 865
    assert "producer:P004" not in balances
    with begin(scene.server.runtime.database) as session:
        assert sum_of_postings(session) == 0


def test_neither_of_two_claims_pays_nobody_and_lets_the_month_be_closed(scene: Scene) -> None:
    said = scene.both_claim()
    for item in scene.open_items(blocking=True):
        if scene.item(item.id).status is ItemStatus.OPEN:
            scene.decides(item, Resolution.VOIDED, *item.event_ids)
    assert scene.legs() == [COLLECTED]
    assert set(settle(scene.server)) == {"producer:P001", "producer:P002"}
    assert len(said) == 4


def test_what_a_lost_claim_says_later_stays_out_and_a_third_claim_asks_again(scene: Scene) -> None:
    scene.to_the_hub()
    took = scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.chloe.push()
    scene.says(scene.david, Kind.PICKUP, scene.at(3, 10), HUB)
    scene.david.push()
    scene.server.clock.forward(s=5 * 3600)
    (item,) = scene.open_items(blocking=True)
    scene.decides(item, Resolution.ATTRIBUTED, took)

    scene.says(scene.david, Kind.DROP, scene.at(4, 10), RELAY)
    scene.david.push()
    scene.says(scene.chloe, Kind.DROP, scene.at(4), RELAY)
    scene.chloe.push()
    assert scene.legs() == [COLLECTED, CHLOE_PAID]
    assert scene.open_items(blocking=True) == []

    elise = scene.server.add_phone("P001")
    scene.says(elise, Kind.PICKUP, scene.at(3, 20), HUB)
    elise.push()
    assert [each.kind.value for each in scene.open_items(blocking=True)] == ["double_claim", "double_claim"]
    # Nobody is paid twice meanwhile: the claim upheld is contested anew, and waits.
    assert scene.legs() == [COLLECTED, ("P003", "delivery", False, "discrepancy")]


def test_a_missing_drop_supplied_by_the_coordinator_pays_and_the_late_record_changes_no_cent(
    scene: Scene,
) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.chloe.record(Kind.ROUND_CLOSED, round_id=TO_THE_RELAY, wall_ms=scene.at(5))
    scene.chloe.push()
    scene.server.clock.forward(s=8 * 3600)
    item = next(
        each for each in scene.open_items() if each.kind.value == "not_dropped" and CRATE in each.crates
    )
    decision_id = scene.supplies(item, RELAY, scene.at(4, 30))

    assert scene.legs() == [COLLECTED, CHLOE_PAID]
    assert scene.item(item.id).resolution is Rest.SUPPLIED
    (line,) = lines_on(scene.chloe)
    assert decision_id in line["events"]
    assert [each["because"] for each in line["decided"]] == ["vu avec les deux"]
    amount_cents = line["amount_cents"]

    scene.says(scene.chloe, Kind.DROP, scene.at(4, 12), RELAY)
    scene.chloe.push()
    assert scene.legs() == [COLLECTED, CHLOE_PAID]
    assert [each["amount_cents"] for each in lines_on(scene.chloe)] == [amount_cents]


def test_what_was_left_as_it_is_is_asked_again_when_another_fact_shows_it(scene: Scene) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.chloe.record(Kind.ROUND_CLOSED, round_id=TO_THE_RELAY, wall_ms=scene.at(5))
    scene.chloe.push()
    (item,) = (each for each in scene.open_items() if each.crates == (CRATE,))
    scene.decides(item, Resolution.ACCEPTED)
    assert scene.item(item.id).resolution is Rest.ACCEPTED
    scene.says(scene.david, Kind.PICKUP, scene.at(3, 10), HUB)
    scene.david.push()
    assert scene.item(item.id).status is ItemStatus.OPEN


def test_a_drop_at_a_place_of_no_plan_pays_once_it_is_upheld(scene: Scene) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    left = scene.says(scene.chloe, Kind.DROP, scene.at(4), "R002")
    scene.chloe.push()
    (item,) = scene.open_items(blocking=True)
    assert scene.legs()[1][2:] == (False, "discrepancy")
    scene.decides(item, Resolution.ATTRIBUTED, left)
    assert scene.legs() == [COLLECTED, CHLOE_PAID]
    assert scene.open_items(blocking=True) == []


def test_a_drop_that_was_elsewhere_is_put_where_the_coordinator_says(scene: Scene) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.says(scene.chloe, Kind.DROP, scene.at(4), "R002")
    scene.chloe.push()
    scene.server.clock.forward(s=5 * 3600)
    (item,) = scene.open_items(blocking=True)
    scene.supplies(item, RELAY, scene.at(4))
    assert scene.legs() == [COLLECTED, CHLOE_PAID]
    held = scene.told(f"SELECT holder_kind, holder_id FROM crate_state WHERE crate_code = '{CRATE}'")
    assert held == [("place", RELAY)]


def test_a_drop_without_pickup_pays_with_the_pickup_supplied_or_as_it_is(scene: Scene) -> None:
    left = scene.says(scene.bruno, Kind.DROP, scene.at(2), HUB)
    scene.bruno.push()
    (item,) = scene.open_items()
    assert scene.legs() == [("P002", "collection", False, "start_unproven")]
    decision_id = scene.decides(item, Resolution.ATTRIBUTED, left)
    assert scene.legs() == [COLLECTED]
    assert scene.undoes(item, decision_id)
    assert scene.legs() == [("P002", "collection", False, "start_unproven")]
    scene.server.clock.forward(s=4 * 3600)
    scene.supplies(scene.item(item.id), FARM, scene.at(1))
    assert scene.legs() == [COLLECTED]


def test_a_movement_supplied_where_no_record_of_the_crate_was_pays_at_once(scene: Scene) -> None:
    """The hub is neither the crate's farm nor where its goods go: only the decision names it."""
    scene.says(scene.bruno, Kind.PICKUP, scene.at(1), FARM)
    scene.bruno.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB, wall_ms=scene.at(3))
    scene.bruno.push()
    scene.server.clock.forward(s=4 * 3600)
    item = next(each for each in scene.open_items() if each.kind.value == "not_dropped")
    scene.supplies(item, HUB, scene.at(2))
    assert scene.legs() == [COLLECTED]


def test_a_handover_nobody_took_is_taken_by_decision(scene: Scene) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.says(scene.chloe, Kind.HANDOVER_GIVEN, scene.at(3, 30), None, data={"to": "P004"})
    scene.chloe.push()
    scene.says(scene.david, Kind.DROP, scene.at(4), RELAY)
    scene.david.push()
    scene.server.clock.forward(s=5 * 3600)
    item = next(each for each in scene.open_items(blocking=True) if each.kind.value == "handover_one_sided")
    scene.supplies(item, None, scene.at(3, 31))
    assert scene.legs() == [COLLECTED, CHLOE_PAID, ("P004", "delivery", True, None)]
    assert scene.open_items(blocking=True) == []


def test_a_crate_taken_by_decision_and_never_left_is_its_takers_to_leave(scene: Scene) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.says(scene.chloe, Kind.HANDOVER_GIVEN, scene.at(3, 30), None, data={"to": "P004"})
    scene.chloe.record(Kind.ROUND_CLOSED, round_id=TO_THE_RELAY, wall_ms=scene.at(5))
    scene.chloe.push()
    scene.server.clock.forward(s=8 * 3600)
    scene.supplies(open_item(scene, "handover_open"), None, scene.at(3, 31))
    scene.supplies(open_item(scene, "not_dropped"), RELAY, scene.at(4, 30))
    assert scene.legs() == [COLLECTED, CHLOE_PAID, ("P004", "delivery", True, None)]
    assert "not_dropped" not in {each.kind.value for each in scene.open_items() if CRATE in each.crates}


def open_item(scene: Scene, kind: str) -> WorkItem:
    (found,) = [each for each in scene.open_items() if each.kind.value == kind and CRATE in each.crates]
    return found


def test_a_movement_put_in_gives_way_to_a_claim_upheld_against_it(scene: Scene) -> None:
    scene.to_the_hub()
    scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB)
    scene.chloe.record(Kind.ROUND_CLOSED, round_id=TO_THE_RELAY, wall_ms=scene.at(5))
    scene.chloe.push()
    scene.server.clock.forward(s=8 * 3600)
    scene.supplies(open_item(scene, "not_dropped"), RELAY, scene.at(4, 30))
    took = scene.says(scene.david, Kind.PICKUP, scene.at(3, 10), HUB)
    left = scene.says(scene.david, Kind.DROP, scene.at(4, 10), RELAY)
    scene.david.push()
    while blocking := scene.open_items(blocking=True):
        scene.decides(blocking[0], Resolution.ATTRIBUTED, *{took, left}.intersection(blocking[0].event_ids))
    assert scene.legs() == [COLLECTED, ("P004", "delivery", True, None)]


def test_a_decision_taken_back_leaves_both_facts_and_opens_the_item_again(scene: Scene) -> None:
    said = scene.both_claim()
    before = scene.told(COMPUTED)
    item = scene.open_items(blocking=True)[0]
    decision_id = scene.decides(item, Resolution.ATTRIBUTED, said["david took"])
    assert scene.undoes(item, decision_id)
    assert not scene.undoes(item, decision_id)

    assert scene.told(COMPUTED) == before
    assert scene.item(item.id).status is ItemStatus.OPEN
    kinds = [(row[1], row[2], row[4]) for row in scene.told(STORED)]
    assert kinds[1:] == [("decision", "C01", item.key), ("void", "C02", decision_id)]


def test_everything_computed_again_from_the_facts_is_the_same(scene: Scene) -> None:
    said = scene.both_claim()
    item = scene.open_items(blocking=True)[0]
    scene.decides(item, Resolution.ATTRIBUTED, said["chloe took"])
    before = [
        scene.told(each) for each in (COMPUTED, ITEMS, "SELECT t, k, d, stamp FROM pull_row ORDER BY t, k")
    ]
    project_again(scene.server.runtime, everything=True)
    after = [
        scene.told(each) for each in (COMPUTED, ITEMS, "SELECT t, k, d, stamp FROM pull_row ORDER BY t, k")
    ]
    assert after == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_decisions_and_late_facts_in_any_order_give_the_same_legs(
    scene: Scene, order: tuple[int, ...]
) -> None:
    """I6: two claims, two decisions that do not agree, and the last record of either phone."""
    scene.to_the_hub()
    chloe = scene.says(scene.chloe, Kind.PICKUP, scene.at(3), HUB, id=_id(1))
    david = scene.says(scene.david, Kind.PICKUP, scene.at(3, 10), HUB, id=_id(2))
    scene.says(scene.chloe, Kind.DROP, scene.at(4), RELAY, id=_id(3))
    scene.says(scene.david, Kind.DROP, scene.at(4, 10), RELAY, id=_id(4))
    key = f"double_claim:{CRATE}:{david}"
    scene.server.clock.forward(s=8 * 3600)

    def decided(n: int, event_id: str) -> None:
        data = {"resolution": "attributed", "because": "x", "events": [event_id], "seen": [chloe, david]}
        fact = OwnFact(_id(n), Kind.DECISION, "C01", key, (CRATE,), data)

        def write(session: Session) -> None:
            feed = lock_feed(session)
            pen = OwnPen(scene.at(5, n), scene.server.runtime.random_bytes)
            taken = record_own(session, feed, [fact], pen)
            follow_plan(session, feed, taken.touched_crates, pen.now_ms)

        scene.server.change(write)

    acts = [scene.chloe.push, scene.david.push, lambda: decided(5, chloe), lambda: decided(6, david)]
    for each in order:
        acts[each]()
    # The later decision counts, whichever was recorded first.
    assert scene.legs() == [COLLECTED, ("P004", "delivery", True, None)]
    assert scene.open_items(blocking=True) == []


def _id(n: int) -> str:
    return f"0199c1f2-0000-7000-8000-{n:012d}"
