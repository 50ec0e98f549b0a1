"""Phones and the real server, in process: facts go up, rows come down, nothing is lost or doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mobile.actions.outcomes import Recorded
from mobile.store.outbox import outbox_counts
from mobile.store.rounds import round_plan
from mobile.sync.outcome import Synced
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import FARM, HUB, RELAY, ROUND
from tests.mobile.sync.world import CARRIER, DELIVERY, a_co_op, a_phone


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    with a_server(tmp_path / "server", syncs_a_minute=100_000) as running:
        yield running


def test_a_round_driven_and_synced_is_told_alike_by_phone_and_server(
    server: ServerInProcess, tmp_path: Path
) -> None:
    codes = a_co_op(server)
    bruno = a_phone(server, tmp_path / "bruno")
    assert isinstance(bruno.sync(), Synced)
    assert isinstance(bruno.pick_up(*codes), Recorded)
    bruno.drop(*codes)
    before = round_plan(bruno.store, ROUND)
    outcome = bruno.sync()
    assert isinstance(outcome, Synced)
    assert outcome.pending == 0
    assert round_plan(bruno.store, ROUND) == before
    held = server.rows_of("SELECT DISTINCT holder_kind, holder_id FROM crate_state")
    assert [tuple(row) for row in held] == [("place", HUB)]


def test_the_next_helper_takes_over_where_the_first_left_the_crates(
    server: ServerInProcess, tmp_path: Path
) -> None:
    codes = a_co_op(server)
    bruno, chloe = a_phone(server, tmp_path / "b"), a_phone(server, tmp_path / "c", CARRIER, seed=8)
    for phone in (bruno, chloe):
        phone.sync()
    bruno.pick_up(*codes, at=FARM)
    bruno.drop(*codes, at=HUB)
    bruno.sync()
    chloe.sync()
    chloe.clock.now_ms = bruno.clock.now_ms
    chloe.pick_up(*codes, at=HUB, round_id=DELIVERY)
    chloe.drop(*codes, at=RELAY, round_id=DELIVERY)
    chloe.sync()
    [(proven,)] = server.rows_of("SELECT count(*) FROM leg WHERE proven = 1")
    assert proven == 2 * len(codes)
    assert server.rows_of("SELECT kind FROM discrepancy") == []
    assert outbox_counts(chloe.store).pending == 0
