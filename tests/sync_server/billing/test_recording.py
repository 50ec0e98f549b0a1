"""Regimes, mandates and accounts: dated, never written over, the last word of a day holds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from sync_server.billing import queries
from sync_server.billing.french import fault_sentence
from sync_server.billing.iban import IbanFault
from sync_server.billing.reading import (
    AccountFields,
    BillingFault,
    FieldFault,
    MandateFields,
    RegimeFields,
    read_account,
    read_day,
    read_mandate,
    read_regime,
)
from sync_server.billing.service import record_account, record_mandate, record_regime
from sync_server.billing.table_file import BillingRecord, RowFault, TableFault, read_table
from sync_server.billing.values import UNKNOWN_TERMS, VatKind, VatTerms, mandate_on
from sync_server.db.migrate import migrate
from sync_server.db.session import begin, open_database

IBAN = "FR7630006000011234567890189"
REAL_20 = VatTerms(VatKind.REAL, 2_000)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(database)
    with begin(database) as opened:
        yield opened
    database.close()


def day(text_: str) -> date:
    return date.fromisoformat(text_)


def test_a_regime_holds_from_its_day_on_until_the_next(session: Session) -> None:
    for since, terms in (
        ("2026-01-01", VatTerms(VatKind.FRANCHISE, 0)),
        ("2027-01-01", REAL_20),
    ):
        assert record_regime(session, "P1", RegimeFields(day(since), terms), "C01", 5)
    book = queries.regime_book(session)
    assert book.terms_on("P1", day("2025-12-31")) == UNKNOWN_TERMS
    assert book.terms_on("P1", day("2026-12-31")).kind is VatKind.FRANCHISE
    assert book.terms_on("P1", day("2027-01-01")) == REAL_20
    assert book.terms_on("P2", day("2027-01-01")) == UNKNOWN_TERMS


def test_of_two_regimes_for_one_day_the_last_recorded_holds_and_both_stay(session: Session) -> None:
    first = RegimeFields(day("2026-01-01"), VatTerms(VatKind.FRANCHISE, 0))
    assert record_regime(session, "P1", first, "C01", 5)
    assert record_regime(session, "P1", RegimeFields(day("2026-01-01"), REAL_20), "C02", 6)
    assert not record_regime(session, "P1", RegimeFields(day("2026-01-01"), REAL_20), "C02", 7)
    assert queries.regime_book(session).terms_on("P1", day("2026-05-01")) == REAL_20
    assert [each.recorded_by for each in queries.regimes(session, "P1")] == ["C01", "C02"]


def test_a_mandate_ends_and_may_be_given_again(session: Session) -> None:
    for fields in (
        MandateFields(day("2026-02-01"), "M1"),
        MandateFields(day("2026-06-01"), "", is_ended=True),
        MandateFields(day("2026-09-01"), "M2"),
    ):
        assert record_mandate(session, "P1", fields, "C01", 5)
    mandates = queries.mandates(session)["P1"]
    held = {
        on: mandate_on(mandates, day(on)) for on in ("2026-01-31", "2026-02-01", "2026-06-01", "2026-12-01")
    }
    assert [each and each.reference for each in held.values()] == [None, "M1", None, "M2"]


def test_the_last_account_holds_and_the_same_again_writes_nothing(session: Session) -> None:
    for iban, is_new in ((IBAN, True), (IBAN, False), ("BE68539007547034", True)):
        fields = AccountFields(iban, "", "EARL des Chênes")
        assert record_account(session, "P1", fields, "C01", 5) is is_new
    assert queries.accounts(session)["P1"].iban == "BE68539007547034"
    assert len(queries.account_history(session, "P1")) == 2


@pytest.mark.parametrize("table", ["vat_regime", "billing_mandate", "bank_account"])
def test_nothing_recorded_is_ever_written_over(session: Session, table: str) -> None:
    record_account(session, "P1", AccountFields(IBAN, "", "X"), "C01", 5)
    record_regime(session, "P1", RegimeFields(day("2026-01-01"), REAL_20), "C01", 5)
    record_mandate(session, "P1", MandateFields(day("2026-01-01"), "M"), "C01", 5)
    for attempt in (f"UPDATE {table} SET recorded_by = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="append-only"):
            session.connection().execute(text(attempt))


def test_a_holders_name_is_kept_as_on_the_account() -> None:
    read = read_account(IBAN, "", "  Éàrl D'ÇÀ & Fils  ")
    assert read == AccountFields(IBAN, "", "Éàrl D'ÇÀ & Fils")


def test_all_that_is_wrong_is_said_at_once_by_field() -> None:
    assert read_account("FR001", "x", "a\u0007b") == (
        FieldFault("iban", IbanFault.LENGTH),
        FieldFault("bic", BillingFault.BIC_WRONG),
        FieldFault("titulaire", BillingFault.HOLDER_CHARACTERS),
    )
    assert read_regime("roi", "", "31/02/2026") == (
        FieldFault("regime", BillingFault.REGIME_UNKNOWN),
        FieldFault("depuis", BillingFault.DAY_WRONG),
    )
    assert read_mandate("", " ") == (
        FieldFault("mandat_du", BillingFault.DAY_WRONG),
        FieldFault("mandat_reference", BillingFault.REFERENCE_EMPTY),
    )


@pytest.mark.parametrize(
    ("kind", "rate", "read"),
    [
        ("reel", "20", 2_000),
        ("reel", "5,5 %", 550),
        ("reel", "2.10", 210),
        ("reel", "", BillingFault.RATE_WRONG),
        ("reel", "0", BillingFault.RATE_WRONG),
        ("reel", "200", BillingFault.RATE_WRONG),
        ("reel", "vingt", BillingFault.RATE_WRONG),
        ("franchise", "", 0),
        ("franchise", "20", BillingFault.RATE_WITHOUT_REASON),
    ],
)
def test_a_rate_belongs_to_the_real_regime_alone(kind: str, rate: str, read: int | BillingFault) -> None:
    found = read_regime(kind, rate, "2026-01-01")
    if isinstance(read, BillingFault):
        assert found == (FieldFault("taux", read),)
    else:
        assert isinstance(found, RegimeFields)
        assert found.terms.vat_bp == read


def test_days_are_read_as_people_write_them() -> None:
    assert read_day(" 1/2/2026 ") == read_day("2026-02-01") == day("2026-02-01")
    assert [read_day(typed) for typed in ("", "2026", "32/01/2026", "01/01/0026", "2026-13-01")] == [None] * 5


def test_every_fault_has_its_sentence() -> None:
    for code in (*BillingFault, *IbanFault):
        assert len(fault_sentence(FieldFault("x", code), "FR")) > 20


HEADER = "personne;iban;bic;titulaire;regime;taux;depuis;mandat_du;mandat_reference\n"


def test_a_file_is_read_by_its_columns_names_and_the_co_op_is_one_of_its_rows() -> None:
    rows = f"P1;{IBAN};;EARL A;reel;20;01/01/2026;;\nCooperative;BE68539007547034;;Coop;;;;;\n;;;;;;;;\n"
    read = read_table((HEADER + rows).encode("cp1252"), {"P1"})
    assert [each.person_id for each in read if isinstance(each, BillingRecord)] == ["P1", "network"]
    first = read[0]
    assert isinstance(first, BillingRecord)
    assert (first.account, first.mandate) == (AccountFields(IBAN, "", "EARL A"), None)
    assert first.regime == RegimeFields(day("2026-01-01"), REAL_20)


def test_every_faulty_row_of_a_file_is_named() -> None:
    rows = f"P1;{IBAN[:-1]}0;;EARL A;;;;;\nP9;{IBAN};;X;;;;;\nP1;;;;franchise;;demain;;\n"
    assert read_table((HEADER + rows).encode(), {"P1"}) == [
        RowFault(2, FieldFault("iban", IbanFault.KEY), f"{IBAN[:-1]}0"),
        RowFault(3, TableFault.PERSON_UNKNOWN, "P9"),
        RowFault(4, FieldFault("depuis", BillingFault.DAY_WRONG), "demain"),
    ]
    assert read_table(b"a;b\n1;2\n", {"P1"}) == [RowFault(1, TableFault.COLUMN_MISSING, "personne")]
    assert read_table(b"PK\x03\x04\x00", {"P1"}) == [RowFault(1, TableFault.NOT_TEXT)]
