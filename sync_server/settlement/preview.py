"""What closing a period now would do: lines due, withheld, each person's net, and what stands in the way."""

from dataclasses import dataclass

from sqlmodel import Session

from shared.commission.line_values import CommissionError
from sync_server.commission.grouped import LineSum
from sync_server.commission.kept import OpenValues, open_values
from sync_server.commission.open_sums import open_sums
from sync_server.custody.dispute_queries import frozen_identities
from sync_server.settlement.blocking import BlockingPoint, blocking_points
from sync_server.settlement.differences import (
    Difference,
    PersonNet,
    differences,
    identity_order,
    in_period,
    nets,
    unfrozen_and_frozen,
)
from sync_server.settlement.queries import ClosedPeriod, closed_period
from sync_server.settlement.vat import DueAmount, Vat, vat_of


@dataclass(frozen=True, slots=True)
class Preview:
    """A period as it stands. `differences` hold its own lines and adjustments of earlier periods.

    `frozen` are disputed ones: they wait for the decision, then the next settlement carries them.
    `closed` is its settlement when there is one; the rest is then what came in since, for a later closing.
    """

    period: str
    closed: ClosedPeriod | None
    differences: tuple[Difference, ...]
    frozen: tuple[Difference, ...]
    withheld: tuple[LineSum, ...]
    errors: tuple[CommissionError, ...]
    vat: Vat
    nets: tuple[PersonNet, ...]
    blocking: tuple[BlockingPoint, ...]

    @property
    def due_cents(self) -> int:
        """What is to be paid, all lines together, before VAT."""
        return sum(each.line.amount_cents for each in self.differences)

    @property
    def adjustment_cents(self) -> int:
        """The part of it that comes from earlier periods or lines settled before."""
        return sum(each.line.amount_cents for each in self.differences if each.is_adjustment)

    @property
    def vat_cents(self) -> int:
        """The VAT on top of it."""
        return sum(each.vat_cents for each in self.vat.pairs)

    @property
    def withheld_cents(self) -> int:
        """What withheld lines would pay."""
        return sum(line.amount_cents for line in self.withheld)

    @property
    def frozen_cents(self) -> int:
        """What disputed lines would move."""
        return sum(each.line.amount_cents for each in self.frozen)


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What a preview comes to, for a page that shows no more of it."""

    line_count: int
    due_cents: int
    withheld_cents: int


def sums_of_month(session: Session, period: str) -> MonthSums:
    """The sums of a preview, without VAT, people or what stands in the way."""
    summed = open_sums(session, frozen_identities(session.connection()))
    sums = [each for each in summed.sums if each.is_taken_back or each.period <= period]
    return MonthSums(
        line_count=sum(each.line_count for each in sums),
        due_cents=sum(each.amount_cents for each in sums),
        withheld_cents=sum(line.amount_cents for line in summed.withheld if line.period <= period),
    )


def net_of_person(session: Session, period: str, person_id: str) -> PersonNet | None:
    """What a preview says of one person; None where the month has nothing of his."""
    own = open_values(session, person_id).unsettled
    added, _ = unfrozen_and_frozen(session, in_period(own, period))
    # VAT is by payer and beneficiary: of his pairs none needs a line that is not his.
    vat = vat_of(session, (due_amount(each.line) for each in added))
    found = nets((each.line for each in added), vat.pairs)
    return next((each for each in found if each.person_id == person_id), None)


def preview(session: Session, period: str, now_ms: int) -> Preview:
    """The period as closing it now would settle it. Writes nothing."""
    return preview_of(session, period, open_values(session), now_ms)


def preview_of(session: Session, period: str, valued: OpenValues, now_ms: int) -> Preview:
    """The same of values already known."""
    added, frozen = unfrozen_and_frozen(session, differences(valued.unsettled, period))
    closed = closed_period(session, period)
    points = () if closed else blocking_points(session, period, valued.errors, now_ms)
    withheld = (line for line in valued.withheld if line.period <= period)
    vat = vat_of(session, (due_amount(each.line) for each in added))
    return Preview(
        period=period,
        closed=closed,
        differences=added,
        frozen=frozen,
        withheld=tuple(sorted(withheld, key=identity_order)),
        errors=valued.errors,
        vat=vat,
        nets=nets((each.line for each in added), vat.pairs),
        blocking=points,
    )


def due_amount(line: LineSum) -> DueAmount:
    """What a line adds to what its payer owes its beneficiary."""
    return DueAmount(line.payer_id, line.beneficiary_id, line.period, line.amount_cents)
