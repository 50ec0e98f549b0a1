"""How a period stands: the sums of its preview, everybody's net and what is in the way, no due line read."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from shared.commission.line_values import CommissionLine
from sync_server.commission.grouped import LineSum
from sync_server.commission.open_sums import open_sums
from sync_server.custody.dispute_queries import frozen_identities
from sync_server.settlement.blocking import BlockingPoint, blocking_points
from sync_server.settlement.differences import (
    Difference,
    PersonNet,
    differences,
    identity_order,
    nets,
)
from sync_server.settlement.queries import ClosedPeriod, closed_period
from sync_server.settlement.vat import DueAmount, vat_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What a `Preview` comes to: its sums and its people, with the lines that pay nothing yet.

    `closed` is the period's settlement when there is one; the rest is then what came in since.
    """

    period: str
    closed: ClosedPeriod | None
    line_count: int
    due_cents: int
    adjustment_cents: int
    frozen: tuple[Difference, ...]
    withheld: tuple[LineSum, ...]
    nets: tuple[PersonNet, ...]
    blocking: tuple[BlockingPoint, ...]

    @property
    def withheld_cents(self) -> int:
        """What withheld lines would pay."""
        return sum(line.amount_cents for line in self.withheld)


def standing(session: Session, period: str, now_ms: int) -> Standing:
    """The period as closing it now would settle it, to the cent what its preview says."""
    summed = open_sums(session, frozen_identities(session.connection()))
    sums = [each for each in summed.sums if each.is_taken_back or each.period <= period]
    due = [DueAmount(each.payer_id, each.beneficiary_id, each.period, each.amount_cents) for each in sums]
    closed = closed_period(session, period)
    withheld = (line for line in summed.withheld if line.period <= period)
    return Standing(
        period=period,
        closed=closed,
        line_count=sum(each.line_count for each in sums),
        due_cents=sum(each.amount_cents for each in sums),
        adjustment_cents=sum(each.amount_cents for each in sums if each.was_settled or each.period < period),
        frozen=differences(summed.frozen, period),
        withheld=tuple(sorted(withheld, key=identity_order)),
        nets=nets(due, vat_of(session, due).pairs),
        blocking=() if closed else blocking_points(session, period, summed.errors, now_ms),
    )


def cents_by_beneficiary(lines: Iterable[LineSum | CommissionLine]) -> dict[str, int]:
    """What these lines would pay, by who would receive it."""
    cents: dict[str, int] = {}
    for line in lines:
        cents[line.beneficiary_id] = cents.get(line.beneficiary_id, 0) + line.amount_cents
    return cents
