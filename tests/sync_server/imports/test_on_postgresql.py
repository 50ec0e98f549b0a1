"""Importing, taking back and setting by hand on PostgreSQL: the same lines, lots and cents as on SQLite."""

from typing import Any

import pytest

from shared.network import Pin
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.imports.aliases import forget_alias
from sync_server.imports.confirm import Confirmation
from sync_server.imports.naming import AliasKind
from sync_server.imports.undo import UndoOutcome, undo_import
from sync_server.network.correcting import By, correct_place
from tests.sync_server.coop import CoOp, a_coop, orders_of_week

pytestmark = pytest.mark.postgres
LINES = (
    "SELECT line_key, producer_id, place_id, pickup_date, product, amount_ttc_cents, quantity_thousandths, "
    "volume_ml, row_no, import_id FROM order_line"
)
LOTS = "SELECT id, turnover_ttc_cents, crate_total, status FROM consignment"
PAST = "SELECT scope_key, import_id, replaced_by, line_count, amount_ttc_cents FROM past_scope"


def a_week_taken_back(coop: CoOp) -> tuple[list[tuple[Any, ...]], ...]:
    """A week, a later export without one farm, that export taken back; a pin set by hand, a network again."""
    coop.take_network()
    coop.map_name(AliasKind.PRODUCER, "Ferme du Bois", "P001")
    coop.taken(orders_of_week(45))
    lines = orders_of_week(45).decode().splitlines(keepends=True)
    coop.taken("".join(line for line in lines if "Ferme 001 - Abbaretz" not in line))
    with begin(coop.runtime.database) as session:
        feed = lock_feed(session)
        by = Confirmation("C01", 7)
        undone = undo_import(session, feed, 2, "mauvais fichier", by, coop.runtime.random_bytes)
        assert undone.outcome is UndoOutcome.UNDONE
        assert forget_alias(session, AliasKind.PRODUCER, "Ferme du Bois", "C01", 8)
        assert correct_place(session, feed, "R034", "Sonner", Pin(471_234_567, -15_432_100), By("C01", 9))
    assert coop.take_network().kept_edits == 1
    said = (LINES, LOTS, PAST, "SELECT lat, lon, note FROM place WHERE id = 'R034'")
    return tuple(sorted(tuple(row) for row in coop.select(one)) for one in said)


def test_a_week_taken_back_is_the_same_on_both_databases(
    on_postgresql: CoOp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    on_sqlite = a_coop(tmp_path_factory.mktemp("sqlite"))
    left, right = a_week_taken_back(on_postgresql), a_week_taken_back(on_sqlite)
    assert left == right
    assert sum(row[5] for row in left[0]) == 4_685_980
    assert left[3] == [(47.1234567, -1.54321, "Sonner")]
    on_sqlite.runtime.database.close()
