"""Taking an import back: what it replaced is in force again, to the cent, with its crates and its days."""

from datetime import date

import pytest

from sync_server.db.feed import lock_feed
from sync_server.db.session import begin, read
from sync_server.imports.confirm import Confirmation, Outcome
from sync_server.imports.interpret import Asked
from sync_server.imports.line_changes import LineChange
from sync_server.imports.naming import AliasKind
from sync_server.imports.undo import Undone, UndoOutcome, undo_import, undo_record
from tests.sync_server.coop import CoOp, a_template, orders_of_week

STATE = (
    "SELECT scope_key, s.import_id, content_sha256, order_count, line_count, s.amount_ttc_cents, l.row_no, "
    "line_key, producer_id, place_id, pickup_date, product, variant, quantity_thousandths, "
    "l.amount_ttc_cents, amount_ht_cents, vat_bp, volume_ml, l.import_id "
    "FROM import_scope s JOIN order_line l ON l.scope_id = s.id ORDER BY scope_key, line_key"
)
LOTS = "SELECT id, turnover_ttc_cents, volume_ml, crate_total, status FROM consignment ORDER BY id"


def undo(coop: CoOp, import_id: int) -> Undone:
    """Takes an import back as a coordinator does."""
    with begin(coop.runtime.database) as session:
        by = Confirmation("C01", coop.runtime.now_ms())
        return undo_import(session, lock_feed(session), import_id, "essai", by, coop.runtime.random_bytes)


def test_undoing_puts_every_line_and_every_lot_back(coop: CoOp) -> None:
    coop.taken(orders_of_week(45))
    before, lots = coop.select(STATE), coop.select(LOTS)
    lines = orders_of_week(45).decode().splitlines(keepends=True)
    changed = "".join(
        line.replace(",4.80,", ",9.60,") for line in lines if "Ferme 001 - Abbaretz" not in line
    )
    assert coop.taken(changed)[1].outcome is Outcome.IMPORTED
    assert coop.select(STATE) != before
    assert undo(coop, 2).outcome is UndoOutcome.UNDONE
    assert coop.select(STATE) == before
    assert coop.select(LOTS) == lots
    assert coop.taken(orders_of_week(45))[1].outcome is Outcome.UNCHANGED


def test_undoing_the_first_import_leaves_no_orders_and_no_day(coop: CoOp) -> None:
    coop.execute("DELETE FROM cooperative_setting")
    raw = "Boutique,Producteur,Coût produits (€),Cycle de Vente\nAMAP Zola,P001,4.80,Semaine 45 - 2026\n"
    coop.taken(raw, day=date(2026, 11, 5))
    assert undo(coop, 1).outcome is UndoOutcome.UNDONE
    assert coop.value("SELECT count(*) FROM order_line") == 0
    assert coop.select(LOTS)[0][1] == 0
    preview, _ = coop.taken(raw)
    assert [one.asked for one in preview.questions] == [Asked.PICKUP_DATE], "a wrong day is asked again"


def test_a_moved_cycle_goes_back_to_its_day(coop: CoOp) -> None:
    raw = "Boutique,Producteur,Coût produits (€),Cycle de Vente\nAMAP Zola,P001,4.80,Semaine 45 - 2026\n"
    coop.taken(raw)
    coop.taken(raw, day=date(2026, 11, 7))
    undo(coop, 2)
    assert coop.taken(raw)[0].days == ("2026-11-06",)


def test_an_import_that_was_replaced_waits_for_the_later_one(coop: CoOp) -> None:
    for amount in ("1,00", "2,00", "3,00"):
        coop.taken(a_template(f"P001;R034;06/11/2026;A1;Miel;pot;1;{amount}"))
    refused = undo(coop, 1)
    assert (refused.outcome, refused.later_import_id) == (UndoOutcome.SUPERSEDED, 2)
    assert [undo(coop, one).outcome for one in (3, 2)] == [UndoOutcome.UNDONE] * 2
    assert coop.value("SELECT amount_ttc_cents FROM order_line") == 100
    assert undo(coop, 2).outcome is UndoOutcome.ALREADY
    assert undo(coop, 1).outcome is UndoOutcome.UNDONE
    assert undo(coop, 9).outcome is UndoOutcome.MISSING
    with read(coop.runtime.database) as session:
        record = undo_record(session, 1)
    assert record is not None
    assert (record.undone_by, record.because) == ("C01", "essai")


def test_a_point_emptied_by_a_whole_cycle_comes_back(coop: CoOp) -> None:
    both = a_template("P001;R034;06/11/2026;A1;Miel;pot;1;1,00", "P001;R001;06/11/2026;A2;Miel;pot;1;2,00")
    coop.taken(both)
    coop.taken(a_template("P001;R034;06/11/2026;A1;Miel;pot;1;1,00"), whole_cycle=True)
    assert coop.value("SELECT sum(turnover_ttc_cents) FROM consignment") == 100
    undo(coop, 2)
    assert coop.value("SELECT sum(turnover_ttc_cents) FROM consignment") == 300


def test_lines_that_differ_are_told_one_by_one(coop: CoOp) -> None:
    coop.taken(
        a_template(
            "P001;R034;06/11/2026;A1;Miel;pot;1;1,00",
            "P001;R034;06/11/2026;A1;Pain;gros;1;2,00",
            "P002;R034;06/11/2026;A2;Thé;;1;5,00",
        )
    )
    preview, _ = coop.taken(
        a_template("P001;R034;06/11/2026;A1;Miel;pot;1;1,25", "P002;R034;06/11/2026;A3;Thé;;1;5,00")
    )
    told = [(one.change, one.order_ref, one.product, one.difference_cents) for one in preview.line_changes]
    assert told == [
        (LineChange.REMOVED, "A2", "Thé", -500),
        (LineChange.ADDED, "A3", "Thé", 500),
        (LineChange.REMOVED, "A1", "Pain, gros", -200),
        (LineChange.CHANGED, "A1", "Miel, pot", 25),
    ]
    scopes = sum(one.cents_after - one.cents_before for one in preview.scopes)
    assert sum(one.difference_cents for one in preview.line_changes) == scopes


@pytest.mark.parametrize("name", ["Ferme du Bois", "CAMAP n° 7"])
def test_saying_the_same_again_keeps_who_said_it_first(coop: CoOp, name: str) -> None:
    coop.map_name(AliasKind.PRODUCER, name, "P001")
    coop.map_name(AliasKind.PRODUCER, name, "P001")
    coop.map_name(AliasKind.PRODUCER, name, "P002")
    assert coop.select("SELECT text, target_id FROM alias_decision ORDER BY id") == [
        (name, "P001"),
        (name, "P002"),
    ]
