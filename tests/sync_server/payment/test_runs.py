"""One file of transfers for a closed period: valid, stable, written once, and never by who closed."""

import hashlib
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
import sepaxml
import xmlschema
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from sync_server.ledger.queries import balances, sum_of_postings
from sync_server.payment.bank import execute_run, receive, return_transfer
from sync_server.payment.queries import run_content
from sync_server.payment.sepa import transfer_file
from sync_server.payment.service import RunMade, send_run, void_run
from sync_server.payment.values import Collectable, PaymentRefusal, Run, RunTerms
from tests.sync_server.money_world import noon_ms
from tests.sync_server.payment.conftest import CO_OP_IBAN, H_IBAN, Month
from tests.sync_server.settlement.billing import GOOD_IBANS, account

SCHEMA = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
SPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
LATER = noon_ms("2026-12-09")
DAY = date(2026, 12, 8)


def words_of(document: ET.Element, path: str) -> list[str | None]:
    return [each.text for each in document.iterfind(path, SPACE)]


def test_the_file_is_valid_and_pays_each_net_once(month: Month) -> None:
    run = month.made()
    content = (month.coop.data_dir / run.file_name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == run.sha256
    assert run_content(month.session, run.id).encode() == content
    xmlschema.XMLSchema(SCHEMA).validate(content.decode())
    document = ET.fromstring(content)
    assert words_of(document, ".//p:GrpHdr/p:MsgId") == ["RF-2026-11-01"]
    assert words_of(document, ".//p:GrpHdr/p:CreDtTm") == ["2026-12-04T12:00:00"]
    assert words_of(document, ".//p:GrpHdr/p:NbOfTxs") == ["2"]
    assert words_of(document, ".//p:GrpHdr/p:CtrlSum") == ["36.12"]
    assert words_of(document, ".//p:ReqdExctnDt/p:Dt") == ["2026-12-07"]
    assert words_of(document, ".//p:Dbtr/p:Nm") == ["Coop des Vallées"]
    assert words_of(document, ".//p:DbtrAcct//p:IBAN") == [CO_OP_IBAN]
    # 28.85 and 20 % of it; 1.50 without VAT. Names as on the accounts.
    assert words_of(document, ".//p:Amt/p:InstdAmt") == ["34.62", "1.50"]
    assert words_of(document, ".//p:Cdtr/p:Nm") == ["GAEC Éloïse & Fils", "M. D'ARTAGNAN"]
    assert words_of(document, ".//p:CdtrAgt//p:BICFI") == ["AGRIFRPP847"]
    assert words_of(document, ".//p:EndToEndId") == ["RF-2026-0001", "RF-2026-0002"]


def test_the_same_run_gives_the_same_bytes(month: Month) -> None:
    run = month.made()
    debtor = month.state().co_op
    assert debtor is not None
    terms = RunTerms(run.message_id, date(2026, 12, 7), "2026-12-04T12:00:00", debtor)
    assert transfer_file(terms, run.transfers) == run_content(month.session, run.id)


def test_making_it_twice_is_a_no_op(month: Month) -> None:
    run = month.made()
    again = month.make(by="C03", on="2026-12-05")
    assert again == RunMade(run, is_new=False)
    assert len(list((month.coop.data_dir / "payments").iterdir())) == 1


def test_who_closed_the_period_does_not_make_the_file(month: Month) -> None:
    assert month.make(by="C01") is PaymentRefusal.FOUR_EYES
    assert month.state().runs == ()
    assert not (month.coop.data_dir / "payments").exists()


def test_an_open_period_an_unknown_co_op_account_or_a_past_day_stop_it(month: Month) -> None:
    assert month.make(period="2026-12") is PaymentRefusal.PERIOD_OPEN
    assert month.make(day="2026-12-03") is PaymentRefusal.DAY_PAST


def test_without_the_co_ops_account_there_is_no_file(month: Month) -> None:
    connection = month.session.connection()
    connection.execute(text("DROP TRIGGER bank_account_refuses_delete"))
    connection.execute(text("DELETE FROM bank_account WHERE person_id = 'network'"))
    assert month.make() is PaymentRefusal.NO_CO_OP_ACCOUNT


def test_a_missing_account_holds_up_that_person_alone_and_is_paid_next_time(month: Month) -> None:
    connection = month.session.connection()
    connection.execute(text("DROP TRIGGER bank_account_refuses_delete"))
    connection.execute(text("DELETE FROM bank_account WHERE person_id = 'H'"))
    assert [each.number.person_id for each in month.state().blocked] == ["H"]
    first = month.made()
    assert [each.person_id for each in first.transfers] == ["H2"]
    assert month.make() == RunMade(first, is_new=False)
    account(month.session, "H", H_IBAN)
    second = month.made()
    assert [(each.person_id, each.amount_cents) for each in second.transfers] == [("H", 3_462)]
    assert second.message_id == "RF-2026-11-02"


def test_an_account_changed_afterwards_does_not_touch_a_run(month: Month) -> None:
    run = month.made()
    account(month.session, "H", GOOD_IBANS[3])
    assert month.state().runs == (run,)
    assert run.transfers[0].iban == H_IBAN


def test_a_voided_run_is_kept_with_its_reason_and_made_anew_with_other_ids(month: Month) -> None:
    run = month.made()
    assert void_run(month.session, "2026-11", 1, "  ", "C02", LATER) is PaymentRefusal.REASON_EMPTY
    voided = void_run(month.session, "2026-11", 1, "mauvais jour", "C02", LATER)
    assert isinstance(voided, Run)
    assert [(each.act, each.by, each.reason) for each in voided.acts] == [("voided", "C02", "mauvais jour")]
    assert void_run(month.session, "2026-11", 1, "encore", "C03", LATER) == voided
    anew = month.made()
    assert anew.number == 2
    ids = {each.end_to_end_id for each in (*run.transfers, *anew.transfers)}
    assert len(ids) == 4
    assert execute_run(month.session, "2026-11", 1, DAY, "C02", LATER) is PaymentRefusal.RUN_VOIDED
    assert send_run(month.session, "2026-11", 1, "C02", LATER) is PaymentRefusal.RUN_VOIDED


def test_a_run_with_the_bank_is_not_voided_any_more(month: Month) -> None:
    month.made()
    sent = send_run(month.session, "2026-11", 1, "C02", LATER)
    assert isinstance(sent, Run)
    assert sent.is_sent
    assert send_run(month.session, "2026-11", 1, "C02", LATER) == sent
    assert void_run(month.session, "2026-11", 1, "trop tard", "C02", LATER) is PaymentRefusal.RUN_SENT


def test_what_the_bank_executed_is_posted_once(month: Month) -> None:
    month.made()
    before = balances(month.session)
    assert before == {"producer:H": 3_462, "producer:H2": 150, "producer:P1": -3_612}
    for _ in range(2):
        run = execute_run(month.session, "2026-11", 1, DAY, "C02", LATER)
        assert isinstance(run, Run)
        assert run.is_over
    after = {"bank": 3_612, "producer:H": 0, "producer:H2": 0, "producer:P1": -3_612}
    assert balances(month.session) == after
    assert isinstance(receive(month.session, "2026-11", "P1", DAY, "C02", LATER), Collectable)
    assert set(balances(month.session).values()) == {0}
    assert sum_of_postings(month.session) == 0


def test_a_transfer_the_bank_refused_is_not_posted_and_is_to_be_made_again(month: Month) -> None:
    month.made()
    run = execute_run(month.session, "2026-11", 1, DAY, "C02", LATER, {"H"})
    assert isinstance(run, Run)
    assert [each.outcome for each in run.transfers] == ["returned", "executed"]
    assert balances(month.session)["producer:H"] == 3_462
    again = month.make(day="2026-12-10", on="2026-12-09")
    assert isinstance(again, RunMade)
    assert [each.end_to_end_id for each in again.run.transfers] == ["RF-2026-0001-2"]


def test_a_transfer_that_comes_back_later_is_posted_back_once(month: Month) -> None:
    month.made()
    execute_run(month.session, "2026-11", 1, DAY, "C02", LATER)
    for _ in range(2):
        back = return_transfer(month.session, "2026-11", 1, "H", date(2026, 12, 9), "C02", LATER)
        assert isinstance(back, Run)
    assert balances(month.session) == {
        "bank": 150, "producer:H": 3_462, "producer:H2": 0, "producer:P1": -3_612,
    }  # fmt: skip
    assert [each.number.person_id for each in month.state().payable] == ["H"]


def test_a_day_before_the_file_or_in_the_future_is_refused(month: Month) -> None:
    month.made()
    for day in (date(2026, 12, 3), date(2026, 12, 10)):
        wrong = execute_run(month.session, "2026-11", 1, day, "C02", LATER)
        assert wrong is PaymentRefusal.DAY_WRONG
    assert execute_run(month.session, "2026-11", 9, DAY, "C02", LATER) is PaymentRefusal.RUN_UNKNOWN


def test_those_who_owe_are_listed_and_paid_in_once(month: Month) -> None:
    (owing,) = month.state().collectable
    assert (owing.number.person_id, owing.owed_cents, owing.received_day) == ("P1", 3_612, None)
    for day in (DAY, date(2026, 12, 9)):
        paid = receive(month.session, "2026-11", "P1", day, "C02", LATER)
        assert isinstance(paid, Collectable)
        assert paid.received_day == "2026-12-08"
    assert receive(month.session, "2026-11", "H", DAY, "C02", LATER) is PaymentRefusal.NOTHING_OWED
    assert balances(month.session)["producer:P1"] == 0


@pytest.mark.parametrize(
    "table", ["payment_run", "payment_order", "payment_run_act", "payment_outcome", "receipt"]
)
def test_nothing_of_it_is_ever_written_over(month: Month, table: str) -> None:
    month.made()
    send_run(month.session, "2026-11", 1, "C02", LATER)
    execute_run(month.session, "2026-11", 1, DAY, "C02", LATER)
    receive(month.session, "2026-11", "P1", DAY, "C02", LATER)
    with pytest.raises(IntegrityError, match="append-only"):
        month.session.connection().execute(text(f"DELETE FROM {table}"))
