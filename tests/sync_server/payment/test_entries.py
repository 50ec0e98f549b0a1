"""Entries: balanced, numbered without a gap in each month, the same for ever, and the ledger to the cent."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.commission.line_values import NETWORK, POOL
from sync_server.ledger.queries import balances
from sync_server.payment.bank import execute_run, receive, return_transfer
from sync_server.payment.bookkeeping import entries_in, is_span
from sync_server.payment.charts import Chart, chart_of, put_chart, wrong_field_of
from sync_server.payment.entries import Entry, EntryNames, EntryUnbalanced, entries_of
from sync_server.payment.entry_file import entry_file
from sync_server.payment.values import LedgerPosting
from sync_server.settlement.vat_values import PairVat, vat_key
from tests.sync_server.money_world import noon_ms
from tests.sync_server.payment.conftest import Month
from tests.sync_server.payment.entry_reader import read_entry_file

LATER = noon_ms("2027-01-05")


def lines_of(entry: Entry) -> list[tuple[str, str, int, int]]:
    return [(each.account, each.auxiliary, each.debit_cents, each.credit_cents) for each in entry.lines]


def test_a_closing_gives_one_entry_for_each_payer_and_beneficiary(month: Month) -> None:
    other, first = entries_in(month.session, "2026-11")
    assert (first.journal, first.number, first.day) == ("AID", "2026110002", date(2026, 11, 30))
    assert (first.piece, first.piece_day) == ("2026-0001", date(2026, 12, 2))
    assert first.label == "Commissions novembre 2026, Ferme P1 à Ferme H"
    assert lines_of(first) == [
        ("467000", "P1", 2_885, 0),
        ("467000", "H", 0, 2_885),
        ("467000", "P1", 577, 0),
        ("467000", "H", 0, 577),
    ]
    assert (other.number, lines_of(other)[0]) == ("2026110001", ("467000", "P1", 150, 0))


def test_payments_are_entries_of_the_day_the_bank_acted(month: Month) -> None:
    month.made()
    execute_run(month.session, "2026-11", 1, date(2026, 12, 31), "C02", LATER)
    return_transfer(month.session, "2026-11", 1, "H", date(2027, 1, 4), "C02", LATER)
    receive(month.session, "2026-11", "P1", date(2026, 12, 30), "C02", LATER)
    paid, paid_2, received = entries_in(month.session, "2026-12")
    assert [each.number for each in (paid, paid_2, received)] == ["2026120001", "2026120002", "2026120003"]
    assert (paid.journal, paid.label, paid.piece) == ("BQ", "Virement à Ferme H", "RF-2026-0001")
    assert lines_of(paid) == [("467000", "H", 3_462, 0), ("512000", "", 0, 3_462)]
    assert (received.label, received.day) == ("Encaissement de Ferme P1", date(2026, 12, 30))
    assert lines_of(received) == [("512000", "", 3_612, 0), ("467000", "P1", 0, 3_612)]
    (back,) = entries_in(month.session, "2027")
    assert (back.number, back.label) == ("2027010001", "Virement revenu de Ferme H")
    assert lines_of(back) == [("512000", "", 3_462, 0), ("467000", "H", 0, 3_462)]
    year = entries_in(month.session, "2026")
    assert [each.number for each in year] == [
        "2026110001", "2026110002", "2026120001", "2026120002", "2026120003",
    ]  # fmt: skip


def test_the_file_has_eighteen_columns_tabs_and_decimal_commas(month: Month) -> None:
    content = entry_file(entries_in(month.session, "2026-11")).decode()
    heading, _, _, first, *_ = content.split("\r\n")
    assert heading.split("\t")[:4] == ["JournalCode", "JournalLib", "EcritureNum", "EcritureDate"]
    assert first.split("\t") == [
        "AID", "Commissions d'aidants", "2026110002", "20261130", "467000", "Aidants et producteurs", "P1",
        "Ferme P1", "2026-0001", "20261202", "Commissions novembre 2026, Ferme P1 à Ferme H", "28,85",
        "0,00", "", "", "20261202", "", "",
    ]  # fmt: skip


def test_later_entries_never_move_an_earlier_number(month: Month) -> None:
    before = entries_in(month.session, "2026")
    month.made()
    execute_run(month.session, "2026-11", 1, date(2026, 12, 5), "C02", LATER)
    lot = month.coop.world.consignment("P1", "R003", 20_000, 2, day="2026-12-04")
    month.coop.world.carry(lot, "H", day="2026-12-04", to_place="R003")
    month.coop.close("2026-12", on="2027-01-03")
    after = entries_in(month.session, "2026")
    assert after[: len(before)] == before
    assert [each.number[:6] for each in after[len(before) :]] == ["202612"] * 3


def test_a_co_op_writes_to_its_own_accounts(month: Month) -> None:
    assert wrong_field_of(Chart(person="46")) == "person"
    assert wrong_field_of(Chart(bank_name="a\tb")) == "bank_name"
    assert wrong_field_of(Chart()) is None
    put_chart(month.session, Chart(person="4671", person_name="Adhérents"))
    assert chart_of(month.session).person == "4671"
    assert {line.account for each in entries_in(month.session, "2026-11") for line in each.lines} == {"4671"}


def test_spans_are_months_and_years() -> None:
    assert is_span("2026-11")
    assert is_span("2026")
    assert not any(is_span(each) for each in ("2026-13", "1999", "x", ""))


parties = st.sampled_from(("P1", "P|2", "=H", NETWORK, POOL))
names = st.sampled_from(("Ferme\tdu Bourg", "=1+1", "-", "@x", "Éloïse\r\nFils", "", "'"))
pairs = st.tuples(parties, parties).filter(lambda pair: pair[0] != pair[1])
movements = st.lists(
    st.tuples(pairs, st.integers(-50_000, 50_000), st.integers(0, 2), st.booleans()), max_size=30
)


def account_of(party: str) -> str:
    return party if party in (NETWORK, POOL) else f"producer:{party}"


def line_key(payer: str, beneficiary: str) -> str:
    parts = ("2026-11", payer, beneficiary, "c1", "direct", "", "r1", "1", "")
    return "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)


def ledger_of(moves: list[tuple[tuple[str, str], int, int, bool]]) -> list[LedgerPosting]:
    made: list[LedgerPosting] = []
    for (payer, beneficiary), cents, settlement, is_vat in moves:
        on_top = vat_key(PairVat(payer, beneficiary, "reel", 2_000, 0, 0))
        key = on_top if is_vat else line_key(payer, beneficiary)
        end = date(2026, 10 + settlement, 28)
        of = (settlement, f"2026-{10 + settlement}", end, end)
        for account, amount in ((account_of(payer), -cents), (account_of(beneficiary), cents)):
            made.append(LedgerPosting(len(made), *of, account, amount, key))
    return made


@given(movements, st.dictionaries(parties, names))
def test_entries_are_balanced_continuous_and_come_back_from_the_file(
    moves: list[tuple[tuple[str, str], int, int, bool]], people: dict[str, str]
) -> None:
    postings = ledger_of(moves)
    words = EntryNames(people, {}, {}, {"2026-10": "oct.", "2026-11": "nov.", "2026-12": "déc."})
    entries = entries_of(postings, Chart(), words)
    for entry in entries:
        assert sum(line.debit_cents - line.credit_cents for line in entry.lines) == 0
        assert all((line.debit_cents > 0) != (line.credit_cents > 0) for line in entry.lines)
    for month in {each.number[:6] for each in entries}:
        own = [each.number for each in entries if each.number[:6] == month]
        assert own == [f"{month}{n:04d}" for n in range(1, len(own) + 1)]
    content = entry_file(entries)
    back = read_entry_file(content)
    assert [(each.number, lines_of(each)) for each in back] == [
        (each.number, lines_of(each)) for each in entries
    ]
    cells = [cell for row in content.decode().split("\r\n") for cell in row.split("\t")]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@given(movements)
def test_what_entries_sum_to_is_what_the_ledger_holds(
    moves: list[tuple[tuple[str, str], int, int, bool]],
) -> None:
    words = EntryNames({}, {}, {}, {"2026-10": "", "2026-11": "", "2026-12": ""})
    held: dict[str, int] = defaultdict(int)
    for posting in ledger_of(moves):
        held[posting.account] += posting.amount_cents
    written: dict[str, int] = defaultdict(int)
    numbers = {Chart().network: NETWORK, Chart().pool: POOL}
    for entry in entries_of(ledger_of(moves), Chart(), words):
        for line in entry.lines:
            account = f"producer:{line.auxiliary}" if line.auxiliary else numbers[line.account]
            written[account] += line.credit_cents - line.debit_cents
    assert {k: v for k, v in written.items() if v} == {k: v for k, v in held.items() if v}


def test_the_entries_of_a_real_month_sum_to_the_ledger(month: Month) -> None:
    month.made()
    execute_run(month.session, "2026-11", 1, date(2026, 12, 5), "C02", LATER)
    sums: dict[str, int] = defaultdict(int)
    for entry in entries_in(month.session, "2026"):
        for line in entry.lines:
            key = f"producer:{line.auxiliary}" if line.auxiliary else "bank"
            sums[key] += line.credit_cents - line.debit_cents
    assert dict(sums) == balances(month.session)


def test_a_posting_that_belongs_to_nothing_stops_the_file() -> None:
    stray = LedgerPosting(1, 1, "2026-11", date(2026, 11, 30), date(2026, 12, 1), "pool", 5, "x")
    with pytest.raises(EntryUnbalanced):
        entries_of([stray], Chart(), EntryNames({}, {}, {}, {}))
