"""A blank label bound on a phone is a crate of its consignment: carried, paid to the cent, seen by others."""

from collections.abc import Generator
from pathlib import Path

import pytest

from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from sync_server.accounts.devices import DeviceStatus
from sync_server.db.session import begin
from sync_server.reconciliation.queries import ItemFilter, open_items
from sync_server.settlement.closing import CloseRefused
from tests.builders_network import CONSIGNMENT, CRATES, FARM, HUB, RELAY, TO_THE_HUB, TO_THE_RELAY
from tests.sync_server.bound.scene import (
    LABELS,
    LATE,
    OTHER,
    PRINTED_FOR_OTHER,
    Binding,
    a_binding,
    blocking,
    decides,
    rebuilt,
)
from tests.sync_server.postgres import DATABASES
from tests.sync_server.settlement.rounds import lines_on, settle, try_to_close

L1, L2, L3 = LABELS[:3]
COLLECTED, DELIVERED = 1_154, 1_731


@pytest.fixture(params=DATABASES)
def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Generator[Binding]:
    with a_binding(tmp_path, request.param) as told:
        yield told


def test_bound_in_place_of_a_crate_nobody_saw_it_is_carried_seen_by_the_next_helper_and_paid(
    scene: Binding,
) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, CRATES[0], L1)
    scene.bruno.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB, wall_ms=scene.at(2, 30))
    scene.bruno.push()

    rows = scene.chloe.pull_all()
    row = rows["crate", L1]
    assert row["cons"] == CONSIGNMENT
    assert (row["rank"], row["of"], row["state"]) == (2, 2, {"at": HUB})
    assert row["moves"] == [
        {"round": TO_THE_HUB, "from": FARM, "to": HUB},
        {"round": TO_THE_RELAY, "from": HUB, "to": RELAY},
    ]
    # The printed one it replaces is expected by nobody any more.
    assert ("crate", CRATES[1]) not in rows
    assert rows["round", TO_THE_RELAY]["stops"][0]["pickups"] == 2
    assert scene.open_kinds() == []

    scene.brings_on(scene.chloe, CRATES[0], L1)
    scene.chloe.push()
    rebuilt(scene)
    assert settle(scene.server) == {
        "producer:P001": -COLLECTED - DELIVERED,
        "producer:P002": COLLECTED,
        "producer:P003": DELIVERED,
    }


def test_beside_all_that_were_ordered_it_makes_one_crate_more_and_nobody_is_paid_for_it_unseen(
    scene: Binding,
) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, *CRATES, L1)
    scene.bruno.push()
    scene.brings_on(scene.chloe, *CRATES)
    scene.chloe.push()
    rebuilt(scene)
    assert scene.crate(L1) == (CONSIGNMENT, 3, "active")
    # As many legs as crates were ordered, and yet a third is still to be brought.
    assert settle(scene.server)["producer:P003"] == 1_154
    scene.brings_on(scene.david, L1)
    scene.david.push()
    after = settle(scene.server, "2026-12", "2027-01-15")
    # A late crate never moves another crate's cents.
    assert (after["producer:P003"], after["producer:P004"]) == (1_154, 577)


def test_a_whole_consignment_from_a_roll_of_blank_labels_pays_all_of_it(scene: Binding) -> None:
    for code in (L1, L2):
        scene.binds(scene.bruno, code)
    scene.takes(scene.bruno, L1, L2)
    scene.bruno.push()
    assert [scene.crate(code) for code in (L1, L2)] == [
        (CONSIGNMENT, 1, "active"),
        (CONSIGNMENT, 2, "active"),
    ]
    assert [scene.crate(code) for code in CRATES] == [(CONSIGNMENT, n, "replaced") for n in (1, 2)]
    assert settle(scene.server)["producer:P002"] == COLLECTED


def test_until_it_is_taken_nothing_printed_leaves_the_list(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.bruno.push()
    rows = scene.bruno.pull_all()
    assert {*CRATES, L1} <= {k for t, k in rows if t == "crate"}
    assert rows["round", TO_THE_HUB]["stops"][0]["pickups"] == 4


def test_a_printed_crate_seen_after_all_comes_back_beside_the_bound_one(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, CRATES[0], L1)
    scene.bruno.push()
    assert scene.crate(CRATES[1]) == (CONSIGNMENT, 2, "replaced")
    scene.takes(scene.david, CRATES[1])
    scene.david.push()
    assert scene.crate(CRATES[1]) == (CONSIGNMENT, 2, "active")
    assert scene.crate(L1) == (CONSIGNMENT, 3, "active")
    rebuilt(scene)
    paid = settle(scene.server)
    # 11.54 over three crates: the odd cent goes to the smallest code, which David brought.
    assert (paid["producer:P002"], paid["producer:P004"]) == (769, 385)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_bind_withdrawn_before_or_after_the_pickup_leaves_what_there_was(scene: Binding, when: str) -> None:
    scene.takes(scene.bruno, CRATES[0])
    scene.bruno.push()
    before = scene.computed()
    bound = scene.binds(scene.bruno, L1)
    if when == "after":
        scene.takes(scene.bruno, L1)
    scene.bruno.push()
    assert scene.crate(L1) is not None
    scene.bruno.record(Kind.VOID, ref=bound)
    scene.bruno.push()
    after = scene.computed()
    assert scene.crate(L1) is None
    rebuilt(scene)
    for name in ("crates", "labels", "moves", "legs", "rows"):
        assert after[name] == before[name], name
    assert settle(scene.server)["producer:P002"] == 577


def test_two_binds_of_one_label_to_one_consignment_are_one_crate(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.binds(scene.david, L1)
    scene.takes(scene.bruno, L1)
    scene.bruno.push()
    scene.david.push()
    assert blocking(scene) == []
    assert settle(scene.server)["producer:P002"] == 577


def test_one_label_bound_to_two_consignments_pays_nobody_until_a_coordinator_says_which(
    scene: Binding,
) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, L1)
    other = scene.binds(scene.david, L1, to=OTHER, wall_ms=scene.at(0, 40))
    scene.david.push()
    scene.bruno.push()
    (item,) = blocking(scene)
    assert item.kind.value == "label_bound_twice"
    assert isinstance(try_to_close(scene.server, "2026-11", "2026-12-15"), CloseRefused)
    rebuilt(scene)
    assert lines_on(scene.bruno)[0]["status"] == "withheld"

    decides(scene, item, Resolution.ATTRIBUTED, other)
    assert scene.crate(L1) == (OTHER, 1, "active")
    rebuilt(scene)
    assert blocking(scene) == []
    assert settle(scene.server)["producer:P002"] == 200


def test_neither_bind_stands_where_the_coordinator_says_so(scene: Binding) -> None:
    first = scene.binds(scene.bruno, L1)
    second = scene.binds(scene.david, L1, to=OTHER, wall_ms=scene.at(0, 40))
    scene.bruno.push()
    scene.david.push()
    decides(scene, blocking(scene)[0], Resolution.VOIDED, first, second)
    assert scene.crate(L1) is None
    assert blocking(scene) == []
    rebuilt(scene)


def test_a_printed_label_of_another_consignment_stays_what_it_is(scene: Binding) -> None:
    bound = scene.binds(scene.bruno, PRINTED_FOR_OTHER)
    scene.takes(scene.bruno, PRINTED_FOR_OTHER)
    scene.bruno.push()
    assert scene.crate(PRINTED_FOR_OTHER) == (OTHER, 1, "active")
    (item,) = blocking(scene)
    assert item.kind.value == "label_not_blank"
    assert lines_on(scene.bruno)[0]["status"] == "withheld"
    decides(scene, item, Resolution.VOIDED, bound)
    assert settle(scene.server)["producer:P002"] == 200


def test_what_was_carried_before_a_second_claim_stays_paid(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, L1)
    scene.bruno.push()
    scene.binds(scene.david, L1, to=OTHER, wall_ms=scene.at(30))
    scene.david.push()
    assert len(blocking(scene)) == 1
    assert lines_on(scene.bruno)[0]["status"] == "due"


def test_bound_before_its_consignment_is_imported_it_waits_for_it(scene: Binding) -> None:
    scene.binds(scene.bruno, L1, to=LATE)
    scene.takes(scene.bruno, L1)
    scene.bruno.push()
    assert scene.crate(L1) is None
    assert scene.open_kinds() == ["unknown_crate"]
    scene.orders(LATE, crates=1, cents=10_000)
    assert scene.crate(L1) == (LATE, 1, "active")
    rebuilt(scene)
    assert "unknown_crate" not in scene.open_kinds()
    [(carried,)] = scene.told(f"SELECT count(*) FROM leg WHERE crate_code = '{L1}'")
    assert carried == 1


def test_bound_and_carried_after_the_closing_it_is_paid_by_an_adjustment(scene: Binding) -> None:
    scene.takes(scene.bruno, CRATES[0])
    scene.bruno.push()
    assert settle(scene.server)["producer:P002"] == 577
    scene.binds(scene.david, L1)
    scene.takes(scene.david, L1)
    scene.david.push()
    after = settle(scene.server, "2026-12", "2027-01-15")
    assert (after["producer:P002"], after["producer:P004"]) == (577, 577)


def test_an_import_and_a_new_plan_leave_the_bound_crate_where_it_is(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, CRATES[0], L1)
    scene.bruno.push()
    scene.orders(CONSIGNMENT, crates=3)
    assert scene.crate(L1) == (CONSIGNMENT, 3, "active")
    assert len([row for row in scene.told("SELECT code FROM crate WHERE consignment_pk = 1")]) == 4
    scene.orders(CONSIGNMENT, crates=2)
    assert scene.crate(L1) == (CONSIGNMENT, 2, "active")
    rebuilt(scene)
    scene.plans()
    way = "SELECT step, round_id, from_place_id, to_place_id FROM crate_move WHERE crate_code = '{}'"
    assert scene.told(way.format(L1)) == scene.told(way.format(CRATES[0])) != []
    assert not scene.plans()
    rebuilt(scene)
    assert settle(scene.server)["producer:P002"] == COLLECTED


def test_a_bound_crate_that_alone_is_under_way_goes_as_its_fellows_are_planned(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, L1)
    scene.bruno.push()
    scene.plans()
    way = "SELECT step, round_id, from_place_id, to_place_id FROM crate_move WHERE crate_code = '{}'"
    assert scene.told(way.format(L1)) == scene.told(way.format(CRATES[0])) != []
    rebuilt(scene)


def test_a_cancelled_consignment_keeps_its_bound_crate_and_pays_nothing(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, L1)
    scene.bruno.push()
    scene.orders(CONSIGNMENT, crates=2, cents=0)
    assert scene.crate(L1) is not None
    assert settle(scene.server) == {}


def test_bound_and_left_behind_it_is_told_and_can_be_taken_back(scene: Binding) -> None:
    bound = scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, *CRATES)
    scene.bruno.record(Kind.ROUND_CLOSED, round_id=TO_THE_HUB, wall_ms=scene.at(2, 30))
    scene.bruno.push()
    assert scene.open_kinds() == ["label_unused"]
    with begin(scene.server.runtime.database) as session:
        (item,) = (each for each in open_items(session, ItemFilter()) if L1 in each.crates)
    decides(scene, item, Resolution.VOIDED, bound)
    assert scene.crate(L1) is None
    assert settle(scene.server)["producer:P002"] == COLLECTED


def test_bound_and_left_behind_its_part_waits_for_who_brings_it(scene: Binding) -> None:
    scene.binds(scene.bruno, L1)
    scene.takes(scene.bruno, *CRATES)
    scene.bruno.push()
    # As many legs as were ordered, in every stage: two thirds of 11.54 all the same.
    assert settle(scene.server)["producer:P002"] == 769


def test_what_a_removed_phone_bound_makes_no_crate(scene: Binding) -> None:
    scene.server.revoke(scene.bruno.device_id, DeviceStatus.STOLEN)
    scene.binds(scene.bruno, L1)
    scene.bruno.push()
    assert scene.crate(L1) is None
