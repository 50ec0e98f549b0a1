"""Settlement on PostgreSQL: the same cents, the same refusal to change what is written."""

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sync_server.commission.compute import lines_with_evidence, value_all
from sync_server.db.session import begin, read
from sync_server.ledger.queries import balances
from sync_server.payment.bank import execute_run, receive
from sync_server.payment.bookkeeping import entries_in
from sync_server.payment.service import RunMade, RunRequest, make_run
from sync_server.payment.values import Collectable, Run
from sync_server.settlement.statement import statement
from sync_server.settlement.statement_values import PersonStatement
from tests.builders import ServerInProcess, a_server
from tests.builders_network import CRATES
from tests.sync_server.money_world import noon_ms
from tests.sync_server.postgres import a_database
from tests.sync_server.settlement.billing import GOOD_IBANS, account, regime
from tests.sync_server.settlement.rounds import lines_on, prepare, settle, to_the_hub, to_the_relay

pytestmark = pytest.mark.postgres


@pytest.fixture
def network(tmp_path: Path) -> Generator[ServerInProcess]:
    with (
        a_database("postgresql") as url,
        a_server(tmp_path, database_url=url) as server,
    ):
        prepare(server)
        yield server


def test_a_month_a_late_phone_and_a_ledger_that_refuses_every_change(network: ServerInProcess) -> None:
    bruno, chloe = network.add_phone("P002"), network.add_phone("P003")
    to_the_hub(bruno)
    bruno.push()
    assert settle(network) == {"producer:P001": -1_154, "producer:P002": 1_154}
    to_the_relay(chloe, CRATES[:1])
    chloe.push()
    (due,) = lines_on(chloe)
    assert (due["status"], due["amount_cents"]) == ("due", 865)
    with read(network.runtime.database) as session:
        valuation = value_all(session)
        assert len(lines_with_evidence(session, valuation.lines)) == 2
    after = settle(network, "2026-12", "2027-01-15")
    assert after == {"producer:P001": -2_019, "producer:P002": 1_154, "producer:P003": 865}
    with read(network.runtime.database) as session:
        told = statement(session, "P003", "2026-12", 0)
    assert isinstance(told, PersonStatement)
    assert told.adjustment_cents == 865
    for attempt in (
        "UPDATE posting SET amount_cents = 0",
        "DELETE FROM commission_line",
        "TRUNCATE line_event",
    ):
        with pytest.raises(DBAPIError, match="append-only"), begin(network.runtime.database) as session:
            session.connection().execute(text(attempt))
    with read(network.runtime.database) as session:
        assert balances(session) == after


def test_vat_a_payment_and_its_entries(network: ServerInProcess) -> None:
    bruno = network.add_phone("P002")
    to_the_hub(bruno)
    bruno.push()
    database, data_dir = network.runtime.database, network.runtime.settings.data_dir
    with begin(database) as session:
        regime(session, "P002", "reel", 2_000)
        account(session, "network", GOOD_IBANS[0])
        account(session, "P002", GOOD_IBANS[1], "M. Éloi D'ÇÀ")
    # 11.54 and 20 % of it.
    assert settle(network) == {"producer:P001": -1_385, "producer:P002": 1_385}
    later = noon_ms("2026-12-20")
    asked = RunRequest("2026-11", "C02", date(2026, 12, 18), noon_ms("2026-12-17"), data_dir)
    for is_new in (True, False):
        with begin(database) as session:
            made = make_run(session, asked)
        assert isinstance(made, RunMade)
        assert made.is_new is is_new
    with begin(database) as session:
        executed = execute_run(session, "2026-11", 1, date(2026, 12, 18), "C02", later)
        assert isinstance(executed, Run)
        assert isinstance(receive(session, "2026-11", "P001", date(2026, 12, 19), "C02", later), Collectable)
    with read(database) as session:
        assert set(balances(session).values()) == {0}
        told = [(each.number, each.label.split()[0]) for each in entries_in(session, "2026")]
    assert told == [("2026110001", "Commissions"), ("2026120001", "Virement"), ("2026120002", "Encaissement")]
    for attempt in ("UPDATE payment_run SET total_cents = 0", "DELETE FROM settled_vat", "TRUNCATE receipt"):
        with pytest.raises(DBAPIError, match="append-only"), begin(database) as session:
            session.connection().execute(text(attempt))
