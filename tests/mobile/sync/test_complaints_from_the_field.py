"""What drivers and coordinators complain of elsewhere, told as stories that must end well here."""

import json

import pytest

from mobile.actions.outcomes import Recorded
from mobile.store.database import open_store
from mobile.store.outbox import outbox_counts
from tests.builders_phone import FARM, HELPER, HUB, ROUND
from tests.mobile.sync.bad_network import a_page, a_problem
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.rescue.carrying import bodies_held, bodies_of, entrusted, take_in
from tests.mobile.sync.world import CARRIER, DELIVERY, phone_on

THREE_HOURS_MS = 3 * 3_600_000


def test_a_clock_set_back_three_hours_in_mid_round_keeps_its_claim_and_loses_its_order(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.sync()
    bruno.pick_up(*scene.codes)
    bruno.clock.now_ms -= THREE_HOURS_MS
    bruno.clock.booted_ms -= THREE_HOURS_MS
    bruno.drop(*scene.codes)
    bruno.sync()
    rows = {
        row.kind: (json.loads(row.body)["clk"]["wall"], row.effective_ms, row.time_source)
        for row in scene.server.rows_of("SELECT kind, body, effective_ms, time_source FROM event")
    }
    claimed_pickup, pickup_ms, _ = rows["pickup"]
    claimed_drop, drop_ms, source = rows["drop"]
    assert claimed_drop < claimed_pickup - THREE_HOURS_MS + 60_000
    assert pickup_ms < drop_ms < pickup_ms + 60_000
    assert source == "anchored"
    [crate] = {row.since_ms for row in scene.server.rows_of("SELECT since_ms FROM crate_state")}
    assert crate == drop_ms


@pytest.mark.parametrize("trouble", ["500", "time-out", "duplicate"])
def test_twenty_bad_answers_in_a_row_lose_nothing_and_double_nothing(scene: Scene, trouble: str) -> None:
    bruno = scene.phone()
    bruno.sync()
    for code in scene.codes:
        bruno.pick_up(code)
    recorded = bodies_of(bruno)
    match trouble:
        case "500":
            scene.network.instead(*[a_page(500, "Internal Server Error")] * 10)
            scene.network.instead(*[a_problem(503, "maintenance")] * 10)
        case "time-out":
            scene.network.answers_to_lose = 20
        case _:
            pass
    for _ in range(20):
        bruno.sync()
        if trouble == "duplicate":
            for request in scene.network.carried[-2:]:
                scene.network.handle_request(request)
        assert bodies_of(bruno)[: len(recorded)] == recorded
    bruno.sync()
    held = bodies_held(scene, bruno)
    assert held[: len(recorded)] == recorded
    assert len(held) == len(set(held))
    assert outbox_counts(bruno.store).pending == 0


def test_two_helpers_who_claim_one_crate_offline_keep_both_claims_in_one_discrepancy(scene: Scene) -> None:
    bruno, chloe = scene.phone(), scene.phone("chloe", CARRIER, seed=8)
    bruno.sync()
    chloe.sync()
    crate = scene.codes[0]
    for each, round_id in ((bruno, ROUND), (chloe, DELIVERY)):
        assert isinstance(each.pick_up(crate, round_id=round_id, even_if_odd=True), Recorded)
    bruno.sync()
    chloe.sync()
    claims = scene.server.rows_of("SELECT actor FROM event WHERE kind = 'pickup'")
    assert {row.actor for row in claims} == {HELPER, CARRIER}
    told = scene.server.rows_of("SELECT kind, status FROM discrepancy")
    assert [tuple(row) for row in told] == [("double_claim", "open")]
    # No cent of it is due before it is decided: tests/sync_server/settlement/test_from_scans_to_cents.py.


def test_a_phone_destroyed_in_mid_round_brings_everything_by_its_colleague_and_nothing_twice(
    scene: Scene,
) -> None:
    bruno, chloe = scene.phone(), scene.phone("chloe", CARRIER, seed=8)
    bruno.sync()
    chloe.sync()
    scene.network.is_down = True
    bruno.arrive(FARM)
    bruno.pick_up(*scene.codes)
    bruno.drop(*scene.codes)
    recorded = bodies_of(bruno)
    pack = entrusted(bruno)
    bruno.store.close()
    scene.network.is_down = False
    take_in(chloe, pack.raw)
    chloe.sync()
    assert bodies_held(scene, bruno) == recorded
    # The lost phone was only under the seat.
    again = phone_on(open_store(scene.folder / "bruno"), scene.client)
    again.sync()
    held = bodies_held(scene, again)
    assert held[: len(recorded)] == recorded
    assert len(set(held)) == len(held)
    places = {row.place_id for row in scene.server.rows_of("SELECT holder_id AS place_id FROM crate_state")}
    assert places == {HUB}
