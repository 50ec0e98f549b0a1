"""Recording regimes, mandates and accounts in one line each."""

from datetime import date

from sqlmodel import Session

from sync_server.billing.reading import AccountFields, MandateFields, RegimeFields
from sync_server.billing.service import record_account, record_mandate, record_regime
from sync_server.billing.values import VatKind, VatTerms

GOOD_IBANS = (
    "FR1420041010050500013M02606",
    "FR7630006000011234567890189",
    "BE68539007547034",
    "DE89370400440532013000",
)


def regime(session: Session, person: str, kind: str, vat_bp: int = 0, since: str = "2026-01-01") -> None:
    fields = RegimeFields(date.fromisoformat(since), VatTerms(VatKind(kind), vat_bp))
    assert record_regime(session, person, fields, "C01", 0)


def mandate(session: Session, person: str, dated: str, reference: str = "M-1") -> None:
    assert record_mandate(session, person, MandateFields(date.fromisoformat(dated), reference), "C01", 0)


def account(session: Session, person: str, iban: str, holder: str = "", bic: str = "") -> None:
    fields = AccountFields(iban, bic, holder or f"EARL {person}")
    assert record_account(session, person, fields, "C01", 0)
