"""All SQL of billing."""

from datetime import date

from sqlalchemy import insert, select
from sqlmodel import Session

from sync_server.billing.tables import BankAccount, BillingMandate, VatRegime
from sync_server.billing.values import Account, Mandate, Regime, RegimeBook, VatKind, VatTerms
from sync_server.db.base import table_of

_REGIME = table_of(VatRegime)
_MANDATE = table_of(BillingMandate)
_ACCOUNT = table_of(BankAccount)


def regimes(session: Session, person_id: str | None = None) -> list[Regime]:
    """Everybody's regimes or one person's, in the order in which they were recorded."""
    statement = select(_REGIME).order_by(_REGIME.c.id)
    if person_id is not None:
        statement = statement.where(_REGIME.c.person_id == person_id)
    return [
        Regime(
            row.person_id,
            date.fromisoformat(row.valid_from),
            VatTerms(VatKind(row.kind), row.vat_bp),
            row.recorded_ms,
            row.recorded_by,
        )
        for row in session.connection().execute(statement)
    ]


def regime_book(session: Session) -> RegimeBook:
    """Which regime holds when."""
    return RegimeBook(regimes(session))


def mandates(session: Session, person_id: str | None = None) -> dict[str, list[Mandate]]:
    """Each person's mandates and their ends, in the order in which they were recorded."""
    statement = select(_MANDATE).order_by(_MANDATE.c.id)
    if person_id is not None:
        statement = statement.where(_MANDATE.c.person_id == person_id)
    found: dict[str, list[Mandate]] = {}
    for row in session.connection().execute(statement):
        mandate = Mandate(
            row.person_id,
            date.fromisoformat(row.dated),
            row.reference,
            bool(row.is_ended),
            row.recorded_ms,
            row.recorded_by,
        )
        found.setdefault(row.person_id, []).append(mandate)
    return found


def accounts(session: Session) -> dict[str, Account]:
    """The account that holds for each person who has one, and the co-op's."""
    return {account.person_id: account for account in _accounts(session, None)}


def account_history(session: Session, person_id: str) -> list[Account]:
    """One person's accounts, the one that holds last."""
    return _accounts(session, person_id)


def insert_regime(session: Session, regime: Regime) -> None:
    """Writes a regime."""
    session.connection().execute(
        insert(_REGIME),
        [
            {
                "person_id": regime.person_id,
                "valid_from": regime.valid_from.isoformat(),
                "kind": regime.terms.kind,
                "vat_bp": regime.terms.vat_bp,
                "recorded_ms": regime.recorded_ms,
                "recorded_by": regime.recorded_by,
            }
        ],
    )


def insert_mandate(session: Session, mandate: Mandate) -> None:
    """Writes a mandate, or the end of one."""
    session.connection().execute(
        insert(_MANDATE),
        [
            {
                "person_id": mandate.person_id,
                "dated": mandate.dated.isoformat(),
                "reference": mandate.reference,
                "is_ended": int(mandate.is_ended),
                "recorded_ms": mandate.recorded_ms,
                "recorded_by": mandate.recorded_by,
            }
        ],
    )


def insert_account(session: Session, account: Account) -> None:
    """Writes an account."""
    session.connection().execute(
        insert(_ACCOUNT),
        [
            {
                "person_id": account.person_id,
                "iban": account.iban,
                "bic": account.bic,
                "holder": account.holder,
                "recorded_ms": account.recorded_ms,
                "recorded_by": account.recorded_by,
            }
        ],
    )


def _accounts(session: Session, person_id: str | None) -> list[Account]:
    statement = select(_ACCOUNT).order_by(_ACCOUNT.c.id)
    if person_id is not None:
        statement = statement.where(_ACCOUNT.c.person_id == person_id)
    return [
        Account(row.person_id, row.iban, row.bic, row.holder, row.recorded_ms, row.recorded_by)
        for row in session.connection().execute(statement)
    ]
