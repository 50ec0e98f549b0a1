"""What a closing would add: the lines of now less what is settled, without reading any evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session

from shared.commission.line_values import NETWORK, POOL
from sync_server.commission.grouped import LineSum
from sync_server.commission.unsettled import Unsettled
from sync_server.custody.dispute_queries import frozen_identities
from sync_server.settlement.vat import DueAmount
from sync_server.settlement.vat_values import PairVat


class Difference(NamedTuple):
    """A line whose `amount_cents` is what the closing adds to `settled_before_cents`."""

    line: LineSum
    is_adjustment: bool
    settled_before_cents: int


@dataclass(frozen=True, slots=True)
class PersonNet:
    """What one person earns and owes, in cents before VAT; `network` and `pool` are nobody."""

    person_id: str
    earned_cents: int
    owed_cents: int
    earned_vat_cents: int = 0
    owed_vat_cents: int = 0

    @property
    def net_cents(self) -> int:
        """What the person receives, or pays when negative, VAT included."""
        return self.earned_cents + self.earned_vat_cents - self.owed_cents - self.owed_vat_cents


def differences(found: Iterable[Unsettled], period: str) -> tuple[Difference, ...]:
    """The lines closing the period would add, in the order of their identities."""
    return tuple(sorted(in_period(found, period), key=lambda each: identity_order(each.line)))


def in_period(found: Iterable[Unsettled], period: str) -> list[Difference]:
    """The same in no particular order."""
    return [_difference(each, period) for each in found if each.taken_back or each.line.period <= period]


def unfrozen_and_frozen(
    session: Session, found: Sequence[Difference]
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """The differences that move now, and those of lines somebody disputes: frozen until the decision."""
    frozen = frozen_identities(session.connection())
    if not frozen:
        return tuple(found), ()
    return (
        tuple(each for each in found if each.line.identity not in frozen),
        tuple(each for each in found if each.line.identity in frozen),
    )


def _difference(each: Unsettled, period: str) -> Difference:
    is_adjustment = each.settled_cents is not None or each.line.period < period
    return Difference(each.line, is_adjustment, each.settled_cents or 0)


def nets(lines: Iterable[LineSum | DueAmount], vat: Iterable[PairVat] = ()) -> tuple[PersonNet, ...]:
    """What each person earns and owes over these lines and their VAT, in the order of their ids."""
    earned: dict[str, int] = defaultdict(int)
    owed: dict[str, int] = defaultdict(int)
    earned_vat: dict[str, int] = defaultdict(int)
    owed_vat: dict[str, int] = defaultdict(int)
    for line in lines:
        earned[line.beneficiary_id] += line.amount_cents
        owed[line.payer_id] += line.amount_cents
    for pair in vat:
        earned_vat[pair.beneficiary_id] += pair.vat_cents
        owed_vat[pair.payer_id] += pair.vat_cents
    people = sorted({*earned, *owed} - {NETWORK, POOL})
    return tuple(
        PersonNet(each, earned[each], owed[each], earned_vat[each], owed_vat[each]) for each in people
    )


def identity_order(line: LineSum) -> tuple[str, ...]:
    """Where a line stands in a list: by period, payer, beneficiary, then the rest of its identity."""
    return (
        line.period,
        line.payer_id,
        line.beneficiary_id,
        line.consignment_id or "",
        line.stage_or_kind,
        line.detail,
        line.round_id or "",
        line.tariff_version,
        line.withheld_reason or "",
    )
