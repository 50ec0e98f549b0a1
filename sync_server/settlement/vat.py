"""VAT of a settlement: for each payer and beneficiary, by the beneficiary's regime in the lines' month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.commission.line_values import NETWORK, POOL
from shared.money import apply_rate
from sync_server.billing.queries import regime_book
from sync_server.billing.values import UNKNOWN_TERMS, VatTerms
from sync_server.settlement import vat_queries
from sync_server.settlement.calendar import last_day_of_period
from sync_server.settlement.vat_values import PairVat, RegimeOfMonth


@dataclass(frozen=True, slots=True)
class DueAmount:
    """An amount before VAT that one party owes another, and the month it comes from."""

    payer_id: str
    beneficiary_id: str
    period: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Vat:
    """The VAT of a settlement, and the regimes it fixes for months in which a person had none fixed yet."""

    pairs: tuple[PairVat, ...] = ()
    fixed: tuple[RegimeOfMonth, ...] = ()


Terms = Mapping[tuple[str, str], VatTerms]


def vat_of(session: Session, amounts: Iterable[DueAmount]) -> Vat:
    """The VAT of these amounts, as a closing now would settle it."""
    due = list(amounts)
    wanted = {(each.period, each.beneficiary_id) for each in due} - {
        (each.period, party) for each in due for party in (NETWORK, POOL)
    }
    settled = vat_queries.settled_regimes(session)
    book = regime_book(session)
    fixed = tuple(
        RegimeOfMonth(period, person_id, book.terms_on(person_id, last_day_of_period(period)))
        for period, person_id in sorted(wanted - settled.keys())
    )
    terms = settled | {(each.period, each.person_id): each.terms for each in fixed}
    return Vat(pairs_of(due, terms), fixed)


def pairs_of(amounts: Iterable[DueAmount], terms: Terms) -> tuple[PairVat, ...]:
    """What each beneficiary's regime adds to what each payer owes him, in the order of their ids.

    Rounding: once for each pair and regime, half away from zero. Network and pool add none.
    """
    totals: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for each in amounts:
        held = terms.get((each.period, each.beneficiary_id), UNKNOWN_TERMS)
        totals[each.payer_id, each.beneficiary_id, str(held.kind or ""), held.vat_bp] += each.amount_cents
    return tuple(
        PairVat(payer_id, beneficiary_id, kind, vat_bp, total_cents, apply_rate(total_cents, vat_bp))
        for (payer_id, beneficiary_id, kind, vat_bp), total_cents in sorted(totals.items())
    )


def terms_of(fixed: Sequence[RegimeOfMonth]) -> Terms:
    """Which terms hold for a month and a person."""
    return {(each.period, each.person_id): each.terms for each in fixed}
