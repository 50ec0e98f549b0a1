"""What a closing would add: the lines of now less what is settled, without reading any evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session

from shared.commission.line_values import NETWORK, POOL
from sync_server.commission.compute import Valuation
from sync_server.commission.grouped import LineSum, sum_of_line
from sync_server.commission.settled import settled_lines, settled_sums
from sync_server.custody.dispute_queries import frozen_identities
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


def differences(session: Session, valuation: Valuation, period: str) -> tuple[Difference, ...]:
    """The lines closing the period would add, in the order of their identities."""
    settled = settled_sums(session)
    added = [
        _difference(line, settled.get(line.identity), period)
        for line in valuation.lines
        if line.period <= period and line.amount_cents != settled.get(line.identity)
    ]
    gone = {identity for identity, cents in settled.items() if cents}
    gone -= {line.identity for line in valuation.lines}
    added += _taken_back(session, gone, settled)
    return tuple(sorted(added, key=lambda each: identity_order(each.line)))


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


def _difference(line: LineSum, settled_cents: int | None, period: str) -> Difference:
    is_adjustment = settled_cents is not None or line.period < period
    if not settled_cents:
        return Difference(line, is_adjustment, 0)
    added = line._replace(amount_cents=line.amount_cents - settled_cents)
    return Difference(added, is_adjustment, settled_cents)


def nets(lines: Iterable[LineSum], vat: Iterable[PairVat] = ()) -> tuple[PersonNet, ...]:
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


def _taken_back(
    session: Session, gone: set[tuple[str | None, ...]], settled: dict[tuple[str | None, ...], int]
) -> Sequence[Difference]:
    """Lines that no longer follow from the facts: their last settled form, with all that was paid on them."""
    if not gone:
        return []
    last: dict[tuple[str | None, ...], LineSum] = {}
    for published in settled_lines(session, {identity[3] for identity in gone}):
        line = sum_of_line(published.line)
        if line.identity in gone:
            last[line.identity] = line
    return [
        Difference(line._replace(amount_cents=-settled[identity]), True, settled[identity])  # noqa: FBT003
        for identity, line in last.items()
    ]
