"""The same week on PostgreSQL: the rows phones receive are byte for byte those of SQLite."""

import pytest

from sync_server.imports.confirm import Outcome
from tests.sync_server.coop import CoOp, a_coop, orders_of_week

pytestmark = pytest.mark.postgres


def a_changing_week(coop: CoOp) -> None:
    """A network, a week, its plan, a later export without one farm, another plan."""
    coop.take_network()
    coop.taken(orders_of_week(45))
    coop.plan()
    lines = orders_of_week(45).decode().splitlines(keepends=True)
    coop.taken("".join(line for line in lines if "Ferme 001 - Abbaretz" not in line))
    coop.plan()


def test_a_changing_week_gives_the_same_rows_on_both_databases(
    on_postgresql: CoOp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    on_sqlite = a_coop(tmp_path_factory.mktemp("sqlite"))
    rows = "SELECT t, k, d, deleted FROM pull_row"
    for coop in (on_postgresql, on_sqlite):
        a_changing_week(coop)
    assert sorted(on_postgresql.select(rows)) == sorted(on_sqlite.select(rows))
    assert on_postgresql.feed_seq() == on_sqlite.feed_seq()
    assert not on_postgresql.plan().is_changed
    assert on_postgresql.taken(orders_of_week(45))[1].outcome is Outcome.IMPORTED
    assert on_postgresql.taken(orders_of_week(45))[1].outcome is Outcome.UNCHANGED
    on_sqlite.runtime.database.close()
