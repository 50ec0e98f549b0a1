"""What pages are told of settled and open lines, beside the lines read one by one."""

from dataclasses import replace

from sqlmodel import Session

from sync_server.commission.grouped import LineSum
from sync_server.commission.settled import (
    SettlementSums,
    lines_of_settlement,
    sums_by_settlement,
    withheld_in_settlement,
)
from sync_server.settlement.lines import OpenLines, open_lines_of
from sync_server.settlement.preview import Preview
from sync_server.settlement.queries import closed_periods
from sync_server.settlement.standing import standing
from tests.sync_server.commission.changes import PEOPLE


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


def stands_as_previewed(session: Session, seen: Preview, at_ms: int) -> None:
    """The sums, people and obstacles of a month's page are those of its preview, made of every line."""
    stands = standing(session, seen.period, at_ms)
    assert (stands.line_count, stands.due_cents) == (len(seen.differences), seen.due_cents)
    assert (stands.adjustment_cents, stands.nets) == (seen.adjustment_cents, seen.nets)
    assert (stands.frozen, stands.withheld, stands.blocking) == (seen.frozen, seen.withheld, seen.blocking)
    assert stands.withheld_cents == seen.withheld_cents


def own_as_previewed(session: Session, seen: Preview) -> None:
    """What is read for one person's statement is what the preview of everybody says of him."""
    for person_id in PEOPLE:
        assert open_lines_of(session, person_id, seen.period) == own_lines(seen, person_id)


def own_lines(seen: Preview, person_id: str) -> OpenLines:
    """The lines of a preview that one person pays or receives, as his statement is made of them."""

    def is_own(line: LineSum) -> bool:
        return person_id in (line.payer_id, line.beneficiary_id)

    return OpenLines(
        seen.period,
        tuple(each for each in seen.differences if is_own(each.line)),
        tuple(each for each in seen.frozen if is_own(each.line)),
        tuple(line for line in seen.withheld if is_own(line)),
    )
