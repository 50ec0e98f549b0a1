"""What the database adds up of settlements, beside their lines read one by one."""

from dataclasses import replace

from sqlmodel import Session

from sync_server.commission.settled import (
    SettlementSums,
    lines_of_settlement,
    sums_by_settlement,
    withheld_in_settlement,
)
from sync_server.settlement.queries import closed_periods


def settled_as_summed(session: Session) -> None:
    """What the database adds up of each settlement is what its lines come to, read one by one."""
    settlements = closed_periods(session)
    summed = sums_by_settlement(session, [each.id for each in settlements])
    for settlement in settlements:
        lines = lines_of_settlement(session, settlement.id)
        due = [each for each in lines if each.line.withheld_reason is None]
        withheld = [each.line for each in lines if each.line.withheld_reason is not None]
        assert summed.get(settlement.id, SettlementSums(0, 0, 0, 0)) == SettlementSums(
            len(due),
            sum(each.due_cents for each in due),
            sum(each.due_cents for each in due if each.is_adjustment),
            sum(each.amount_cents for each in withheld),
        )
        listed = withheld_in_settlement(session, settlement.id)
        assert listed == [replace(each, event_ids=()) for each in withheld]
