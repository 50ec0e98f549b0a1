"""All SQL of the VAT that settlements fixed."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session

from sync_server.billing.values import VatKind, VatTerms
from sync_server.db.base import table_of
from sync_server.db.bulk import insert_many
from sync_server.settlement.tables import SettledRegime, SettledVat
from sync_server.settlement.vat_values import PairVat, RegimeOfMonth

_VAT = table_of(SettledVat)
_REGIME = table_of(SettledRegime)
_PAIR_COLUMNS = ("payer_id", "beneficiary_id", "kind", "vat_bp", "total_ht_cents", "vat_cents")


def settled_regimes(session: Session) -> dict[tuple[str, str], VatTerms]:
    """The regime of each month and person that a settlement has fixed."""
    rows = session.connection().execute(select(_REGIME))
    return {(row.period, row.person_id): _terms(row.kind, row.vat_bp) for row in rows}


def regimes_fixed_by(session: Session, settlement_id: int) -> list[RegimeOfMonth]:
    """The regimes one settlement fixed, by month and person."""
    rows = session.connection().execute(select(_REGIME).where(_REGIME.c.settlement_id == settlement_id))
    found = (RegimeOfMonth(row.period, row.person_id, _terms(row.kind, row.vat_bp)) for row in rows)
    # Sorted here: databases differ in how they order texts.
    return sorted(found, key=lambda each: (each.period, each.person_id))


def vat_settled_in(session: Session, settlement_id: int) -> list[PairVat]:
    """The VAT of one settlement, by payer and beneficiary."""
    columns = [_VAT.c[name] for name in _PAIR_COLUMNS]
    rows = session.connection().execute(select(*columns).where(_VAT.c.settlement_id == settlement_id))
    return sorted(
        (PairVat(*row) for row in rows),
        key=lambda each: (each.payer_id, each.beneficiary_id, each.kind, each.vat_bp),
    )


def insert_vat(session: Session, settlement_id: int, pairs: Iterable[PairVat]) -> None:
    """Writes the VAT of a settlement."""
    rows = [(settlement_id, *(getattr(each, name) for name in _PAIR_COLUMNS)) for each in pairs]
    insert_many(session.connection(), SettledVat, ("settlement_id", *_PAIR_COLUMNS), rows)


def insert_regimes(session: Session, settlement_id: int, fixed: Iterable[RegimeOfMonth]) -> None:
    """Writes the regimes a settlement fixes."""
    columns = ("period", "person_id", "settlement_id", "kind", "vat_bp")
    rows = [
        (each.period, each.person_id, settlement_id, str(each.terms.kind or ""), each.terms.vat_bp)
        for each in fixed
    ]
    insert_many(session.connection(), SettledRegime, columns, rows)


def _terms(kind: str, vat_bp: int) -> VatTerms:
    return VatTerms(VatKind(kind) if kind else None, vat_bp)
