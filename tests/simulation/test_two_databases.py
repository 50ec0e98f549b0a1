"""The same world on SQLite and on PostgreSQL: every reply, and the whole history, byte for byte."""

from dataclasses import replace

import pytest

from tests.simulation.campaign import quiet_alarms, worlds_folder
from tests.simulation.plan import plan_of
from tests.simulation.twin import HISTORY
from tests.simulation.world import World
from tests.sync_server.postgres import a_database


@pytest.mark.postgres
@pytest.mark.simulation
@pytest.mark.parametrize("seed", [9_000, 9_001, 9_002])
def test_a_world_has_the_same_feed_on_both_databases(seed: int) -> None:
    # Deaths and restores of the server strike one database between two of its own statements: all the
    # other faults happen to both alike.
    plan = replace(plan_of(seed), server_dies=0.0, server_restores=0, disk_full=0.0)
    with quiet_alarms(), a_database("postgresql") as url, worlds_folder() as folder:
        world = World(plan, folder / "world", folder / "templates", twin_url=url)
        try:
            world.run()
            on_sqlite, on_postgresql = (
                world.co_op.server.history(),
                world.twin.history() if world.twin else [],
            )
        finally:
            world.co_op.close()
    for statement, one, other in zip(HISTORY, on_sqlite, on_postgresql, strict=True):
        assert one == other, statement
    assert len(on_sqlite[0]) > 400
