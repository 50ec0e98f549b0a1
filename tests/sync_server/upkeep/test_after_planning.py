"""A plan made after the facts: what was recorded before it means what the plan of now says."""

from typing import Any

import pytest
from sqlalchemy import text

from shared.custody.events import Kind
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.upkeep.after_planning import follow_consignments, follow_places, follow_plan
from sync_server.upkeep.after_push import project_again
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_network import CRATES, FARM, HUB, RELAY, TO_THE_HUB
from tests.sync_server.settlement.rounds import prepare

LEGS = "SELECT crate_code, stage, proven, withheld_reason, distance_m FROM leg ORDER BY crate_code, pk"
OPEN = "SELECT key FROM discrepancy WHERE status = 'open' ORDER BY key"
LINES = "SELECT k, d FROM pull_row WHERE t = 'line' AND deleted = 0 ORDER BY k"
NOWHERE_PLANNED = "R002"


@pytest.fixture
def network(server: ServerInProcess) -> ServerInProcess:
    prepare(server)
    return server


@pytest.fixture
def bruno(network: ServerInProcess) -> PhoneByHand:
    return network.add_phone("P002")


def carry(phone: PhoneByHand, to_place_id: str) -> None:
    at_ms = phone.server.clock()
    phone.record(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES, wall_ms=at_ms)
    phone.record(Kind.DROP, place_id=to_place_id, round_id=TO_THE_HUB, crates=CRATES, wall_ms=at_ms + 60_000)
    phone.push()


def computed(server: ServerInProcess) -> list[Any]:
    return [tuple(row) for ask in (LEGS, OPEN, LINES) for row in server.rows_of(ask)]


def write(server: ServerInProcess, statement: str, **values: str) -> None:
    server.change(lambda session: session.connection().execute(text(statement), values))


def test_a_place_planned_after_the_drop_makes_the_leg_pay(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    carry(bruno, NOWHERE_PLANNED)
    assert {row.withheld_reason for row in network.rows_of(LEGS)} == {"discrepancy"}
    assert len(network.rows_of(OPEN)) == len(CRATES)

    write(
        network,
        "UPDATE crate_move SET to_place_id = :to WHERE to_place_id = :hub",
        to=NOWHERE_PLANNED,
        hub=HUB,
    )
    with begin(network.runtime.database) as session:
        followed = follow_plan(session, lock_feed(session), [*CRATES, "never seen"], network.clock())

    assert followed == len(CRATES)
    assert {row.withheld_reason for row in network.rows_of(LEGS)} == {None}
    assert network.rows_of(OPEN) == []
    before = computed(network)
    project_again(network.runtime, everything=True)
    assert computed(network) == before


def test_crates_nobody_has_moved_yet_are_left_alone(network: ServerInProcess) -> None:
    with begin(network.runtime.database) as session:
        assert follow_plan(session, lock_feed(session), CRATES, network.clock()) == 0
    assert network.rows_of("SELECT crate_code FROM crate_state") == []


def test_a_relay_that_becomes_a_hub_changes_the_stage_of_what_was_left_there(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    carry(bruno, RELAY)
    stages = {row.stage for row in network.rows_of(LEGS)}
    write(network, "UPDATE place SET role = 'hub', lat = 47.9 WHERE id = :id", id=RELAY)
    far = {row.distance_m for row in network.rows_of(LEGS)}
    with begin(network.runtime.database) as session:
        follow_places(session, lock_feed(session), [RELAY], network.clock())

    assert {row.stage for row in network.rows_of(LEGS)} != stages
    assert {row.distance_m for row in network.rows_of(LEGS)} != far
    before = computed(network)
    project_again(network.runtime, everything=True)
    assert computed(network) == before


def test_orders_that_change_after_the_carriage_change_its_lines(
    network: ServerInProcess, bruno: PhoneByHand
) -> None:
    carry(bruno, HUB)
    lines = network.rows_of(LINES)
    assert lines
    write(network, "UPDATE consignment SET turnover_ttc_cents = 2 * turnover_ttc_cents")
    with begin(network.runtime.database) as session:
        follow_consignments(session, lock_feed(session), [1], network.clock())
    assert network.rows_of(LINES) != lines
