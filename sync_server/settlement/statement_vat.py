"""The VAT, the regime and the mandate of one person's statement, settled or as closing now would settle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from shared.commission.local_time import local_date
from sync_server.billing.queries import mandates, regime_book
from sync_server.billing.values import VatTerms, mandate_on
from sync_server.commission.settled import PublishedLine
from sync_server.settlement import vat_queries
from sync_server.settlement.calendar import last_day_of_period
from sync_server.settlement.file import VAT_FORMAT
from sync_server.settlement.lines import OpenLines
from sync_server.settlement.preview import due_amount
from sync_server.settlement.queries import ClosedPeriod, StatementNumber
from sync_server.settlement.statement_values import MandateShown, VatShare
from sync_server.settlement.vat import DueAmount, pairs_of, vat_of
from sync_server.settlement.vat_values import PairVat


@dataclass(frozen=True, slots=True)
class Charge:
    """What VAT does to one person in one period, his own regime where he earns, and his mandate."""

    pairs: tuple[PairVat, ...]
    terms: VatTerms | None
    mandate: MandateShown | None


def open_charge(session: Session, person_id: str, own: OpenLines, now_ms: int) -> Charge:
    """As closing now would settle it: VAT is by pair of people, and no pair of his needs another's lines."""
    mandate = mandate_on(mandates(session, person_id).get(person_id, ()), local_date(now_ms))
    pairs = vat_of(session, (due_amount(each.line) for each in own.differences)).pairs
    settled = vat_queries.settled_regimes(session).get((own.period, person_id))
    terms = settled or regime_book(session).terms_on(person_id, last_day_of_period(own.period))
    return Charge(
        pairs,
        terms if any(pair.beneficiary_id == person_id for pair in pairs) else None,
        MandateShown(mandate.dated, mandate.reference) if mandate else None,
    )


def settled_charge(
    session: Session,
    person_id: str,
    settlement: ClosedPeriod,
    number: StatementNumber | None,
    published: Sequence[PublishedLine],
) -> Charge:
    """As it was fixed; a settlement of the time before VAT has pairs without any."""
    if settlement.format < VAT_FORMAT:
        return Charge(pairs_of(_due(published), {}), None, None)
    pairs = _concerning(vat_queries.vat_settled_in(session, settlement.id), person_id)
    mandate = None
    if number is not None and number.mandate_dated is not None:
        mandate = MandateShown(date.fromisoformat(number.mandate_dated), number.mandate_reference or "")
    terms = vat_queries.settled_regimes(session).get((settlement.period, person_id))
    return Charge(pairs, terms, mandate)


def vat_shares(pairs: Iterable[PairVat], person_id: str, names: Mapping[str, str]) -> tuple[VatShare, ...]:
    """The pairs as this person sees them: what he earns first, each by the other party's name."""
    shares = [_share(pair, person_id, names) for pair in pairs]
    return tuple(sorted(shares, key=lambda each: (not each.is_earned, each.party_name, each.party_id)))


def _share(pair: PairVat, person_id: str, names: Mapping[str, str]) -> VatShare:
    is_earned = pair.beneficiary_id == person_id
    other_id = pair.payer_id if is_earned else pair.beneficiary_id
    name = names.get(other_id, other_id)
    return VatShare(other_id, name, is_earned, pair.terms, pair.total_ht_cents, pair.vat_cents)


def _concerning(pairs: Iterable[PairVat], person_id: str) -> tuple[PairVat, ...]:
    return tuple(pair for pair in pairs if person_id in (pair.payer_id, pair.beneficiary_id))


def _due(published: Iterable[PublishedLine]) -> Iterable[DueAmount]:
    for each in published:
        if each.due_cents:
            yield DueAmount(each.line.payer_id, each.line.beneficiary_id, each.line.period, each.due_cents)
