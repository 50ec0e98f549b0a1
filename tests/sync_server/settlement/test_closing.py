"""Closing a period: what is settled, what comes later as an adjustment, and that nothing ever changes."""

import hashlib
import json

from sqlalchemy import delete, select, update

from sync_server.commission.settled import lines_of_settlement
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.db.tables import PullRow
from sync_server.ledger.queries import balances, postings_of, sum_of_postings
from sync_server.network.tables import Consignment
from sync_server.settlement.closing import Closed
from tests.sync_server.settlement.conftest import Coop


def g1(coop: Coop) -> str:
    """P1 -> R001, 577.00, 8 crates, direct by H at 5 %: 28.85."""
    lot = coop.world.consignment("P1", "R001", 57_700, 8)
    coop.world.carry(lot, "H")
    return lot


def amounts(coop: Coop, closed: Closed) -> list[tuple[str, str, str, int, bool]]:
    """(origin period, payer, beneficiary, cents, adjustment) of each line due."""
    return [
        (each.line.period, each.line.payer_id, each.line.beneficiary_id, each.due_cents, each.is_adjustment)
        for each in lines_of_settlement(coop.world.session, closed.settlement.id)
        if each.line.withheld_reason is None
    ]


def test_a_closed_period_pays_what_the_preview_showed(coop: Coop) -> None:
    g1(coop)
    seen = coop.preview()
    assert seen.due_cents == 2_885
    closed = coop.close()
    assert amounts(coop, closed) == [("2026-11", "P1", "H", 2_885, False)]
    (line,) = lines_of_settlement(coop.world.session, closed.settlement.id)
    assert (len(line.line.event_ids), line.causing_event_ids) == (2, ())
    assert [(each.label, each.person_id, each.net_cents) for each in closed.statements] == [
        ("2026-0001", "H", 2_885),
        ("2026-0002", "P1", -2_885),
    ]
    assert balances(coop.world.session) == {"producer:H": 2_885, "producer:P1": -2_885}
    assert coop.preview().differences == ()


def test_closing_twice_gives_the_same_settlement_and_writes_nothing(coop: Coop) -> None:
    g1(coop)
    first = coop.close()
    again = coop.close(on="2026-12-09")
    assert (again.settlement, again.statements) == (first.settlement, first.statements)
    assert first.is_new
    assert not again.is_new
    assert len(postings_of(coop.world.session, first.settlement.id)) == 2
    assert len(list((coop.data_dir / "settlements").iterdir())) == 1


def test_the_file_says_everything_and_is_named_after_its_hash(coop: Coop) -> None:
    lot = g1(coop)
    closed = coop.close()
    path = coop.data_dir / closed.settlement.file_name
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == closed.settlement.sha256
    told = json.loads(content)
    (line,) = told["lines"]
    assert (line["cons"], line["amount_cents"], line["tariff"]) == (lot, 2_885, "1")
    assert sorted(line["events"]) == sorted(coop.world.event_ids)
    assert told["feed_seq"] == closed.settlement.feed_seq
    assert told["statements"][0]["number"] == "2026-0001"
    assert told["tariffs"][0]["percent"]["direct"] == 500


def test_a_lost_file_is_written_again_byte_for_byte_from_the_rows(coop: Coop) -> None:
    lot = g1(coop)
    coop.world.carry(coop.world.consignment("P2", "R001", 2_999, 3), "H", "delivery", withheld="discrepancy")
    closed = coop.close()
    path = coop.data_dir / closed.settlement.file_name
    content = path.read_bytes()
    path.unlink()
    # Later facts change nothing of it.
    coop.world.carry(lot, "H2", stage_index=1)
    coop.close()
    assert path.read_bytes() == content


def test_g7_a_refund_after_closing_comes_out_as_an_adjustment_with_its_origin(coop: Coop) -> None:
    g1(coop)
    coop.close()
    consignment = table_of(Consignment)
    coop.world.session.connection().execute(update(consignment).values(turnover_ttc_cents=55_700))
    closed = coop.close("2026-12", on="2027-01-03")
    assert amounts(coop, closed) == [("2026-11", "P1", "H", -100, True)]
    (line,) = lines_of_settlement(coop.world.session, closed.settlement.id)
    assert line.settled_before_cents == 2_885
    assert balances(coop.world.session) == {"producer:H": 2_785, "producer:P1": -2_785}


def test_a_late_crate_is_settled_next_time_and_moves_nobody_elses_cents(coop: Coop) -> None:
    lot = coop.world.consignment("P1", "R001", 57_700, 8)
    *seven, last = coop.world.codes[lot]
    coop.world.carry(lot, "H", crates=seven)
    assert amounts(coop, coop.close()) == [("2026-11", "P1", "H", 2_525, False)]
    coop.world.carry(lot, "H", crates=[last])
    closed = coop.close("2026-12", on="2027-01-03")
    assert amounts(coop, closed) == [("2026-11", "P1", "H", 360, True)]
    (line,) = lines_of_settlement(coop.world.session, closed.settlement.id)
    assert set(line.causing_event_ids) == set(coop.world.last_event_ids(2))


def test_a_voided_round_is_taken_back_in_full(coop: Coop) -> None:
    g1(coop)
    coop.close()
    coop.world.session.connection().execute(delete(table_of(Leg)))
    closed = coop.close("2026-12", on="2027-01-03")
    assert amounts(coop, closed) == [("2026-11", "P1", "H", -2_885, True)]
    (line,) = lines_of_settlement(coop.world.session, closed.settlement.id)
    assert line.causing_event_ids == line.line.event_ids != ()
    assert set(balances(coop.world.session).values()) == {0}


def test_what_was_withheld_is_paid_by_the_settlement_after_it_is_cleared(coop: Coop) -> None:
    lot = coop.world.consignment("P1", "R001", 57_700, 8)
    coop.world.carry(lot, "H", withheld="start_unproven")
    closed = coop.close()
    assert amounts(coop, closed) == []
    assert closed.statements == ()
    (withheld,) = lines_of_settlement(coop.world.session, closed.settlement.id)
    assert (withheld.due_cents, withheld.line.amount_cents) == (0, 2_885)
    cleared = {"proven": 1, "withheld_reason": None}
    coop.world.session.connection().execute(update(table_of(Leg)).values(**cleared))
    assert amounts(coop, coop.close("2026-12", on="2027-01-03")) == [("2026-11", "P1", "H", 2_885, True)]


def test_settlements_add_up_to_what_the_facts_say_today(coop: Coop) -> None:
    first = g1(coop)
    coop.close()
    second = coop.world.consignment("P2", "R002", 30_001, 4, day="2026-12-04")
    coop.world.carry(second, ["H", "P1"], "delivery", day="2026-12-04")
    consignment = table_of(Consignment)
    of_first = update(consignment).where(consignment.c.id == first)
    coop.world.session.connection().execute(of_first.values(turnover_ttc_cents=50_000))
    coop.close("2026-12", on="2027-01-03")
    coop.world.session.connection().execute(of_first.values(turnover_ttc_cents=60_000))
    coop.close("2027-01", on="2027-02-03")
    # Each of the four crates pays 225: 113 to H who had it first, 112 to P1.
    assert balances(coop.world.session) == {
        "producer:H": 3_000 + 452,
        "producer:P1": -3_000 + 448,
        "producer:P2": -900,
    }
    assert sum_of_postings(coop.world.session) == 0


def test_statements_are_numbered_without_a_gap_in_the_year_of_closing(coop: Coop) -> None:
    g1(coop)
    coop.close(on="2026-12-02")
    coop.world.carry(coop.world.consignment("P2", "R001", 2_000, 1, day="2026-12-04"), "H", day="2026-12-04")
    december = coop.close("2026-12", on="2027-01-03")
    assert [each.label for each in december.statements] == ["2027-0001", "2027-0002"]
    coop.world.carry(coop.world.consignment("P3", "R001", 2_000, 1, day="2027-01-08"), "H", day="2027-01-08")
    january = coop.close("2027-01", on="2027-02-03")
    assert [each.label for each in january.statements] == ["2027-0003", "2027-0004"]


def test_lines_of_a_later_month_wait_for_their_own_closing(coop: Coop) -> None:
    g1(coop)
    coop.world.carry(coop.world.consignment("P2", "R001", 2_000, 1, day="2026-12-01"), "H", day="2026-12-01")
    assert amounts(coop, coop.close()) == [("2026-11", "P1", "H", 2_885, False)]
    assert amounts(coop, coop.close("2026-12", on="2027-01-03")) == [("2026-12", "P2", "H", 100, False)]


def test_phones_see_the_line_settled_and_no_longer_due(coop: Coop) -> None:
    g1(coop)
    closed = coop.close()
    row = table_of(PullRow)
    statement = select(row.c.k, row.c.d).where(row.c.t == "line", row.c.deleted == 0)
    ((key, d),) = coop.world.session.connection().execute(statement).all()
    content = json.loads(d)
    assert key.endswith("@2026-11")
    assert (content["status"], content["amount_cents"]) == ("settled", 2_885)
    assert content["settlement"] == closed.settlement.id
