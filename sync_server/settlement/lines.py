"""The lines a settlement publishes: what the preview showed, with evidence, checked to the cent."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlmodel import Session

from shared.commission.legs import WithheldReason
from shared.commission.settle import SettledLine, difference_by_line_key
from shared.errors import RelaisError
from sync_server.commission.compute import lines_with_evidence
from sync_server.commission.grouped import LineSum, sum_of_line
from sync_server.commission.kept import open_values
from sync_server.commission.settled import PublishedLine, settled_lines
from sync_server.settlement.differences import Difference, differences, identity_order, unfrozen_and_frozen
from sync_server.settlement.preview import Preview


@dataclass(frozen=True, slots=True)
class OpenLines:
    """Lines closing a period now would publish, of everybody or of some; as a `Preview` holds them."""

    period: str
    differences: tuple[Difference, ...]
    frozen: tuple[Difference, ...]
    withheld: tuple[LineSum, ...]


def open_lines_of(session: Session, person_id: str, period: str) -> OpenLines:
    """The lines a preview has of one person."""
    valued = open_values(session, person_id)
    added, frozen = unfrozen_and_frozen(session, differences(valued.unsettled, period))
    withheld = (line for line in valued.withheld if line.period <= period)
    return OpenLines(period, added, frozen, tuple(sorted(withheld, key=identity_order)))


class DifferencesDisagree(RelaisError):
    """The lines to publish are not those the preview showed: nothing may be settled."""

    code = "differences-disagree"


def lines_to_publish(session: Session, seen: Preview | OpenLines) -> list[PublishedLine]:
    """The previewed lines, due and withheld, in key order.

    A disputed one is withheld: its settlement says what waits for the decision.

    Raises: ComputationsDisagree, DifferencesDisagree.
    """
    moved = [*seen.differences, *seen.frozen]
    frozen = {each.line.identity for each in seen.frozen}
    current = [
        each.line._replace(amount_cents=each.line.amount_cents + each.settled_before_cents)
        for each in moved
        if each.line.amount_cents + each.settled_before_cents
    ]
    exact = lines_with_evidence(session, [*current, *seen.withheld])
    due = [line for line in exact if line.withheld_reason is None]
    wanted = {each.line.identity: each.line.amount_cents for each in moved}
    before = [
        published.line
        for published in settled_lines(session, {each.line.consignment_id for each in moved})
        if sum_of_line(published.line).identity in wanted
    ]
    added = difference_by_line_key(due, before, seen.period)
    if {sum_of_line(each.line).identity: each.line.amount_cents for each in added} != wanted:
        raise DifferencesDisagree(period=seen.period)
    lines = [_published(each, seen.period, frozen) for each in added]
    lines += [PublishedLine(line, seen.period) for line in exact if line.withheld_reason is not None]
    return sorted(lines, key=lambda each: each.line.key)


def _published(each: SettledLine, period: str, frozen: Collection[tuple[str | None, ...]]) -> PublishedLine:
    if sum_of_line(each.line).identity in frozen:
        return PublishedLine(replace(each.line, withheld_reason=WithheldReason.DISPUTED), period)
    causes = each.causing_event_ids if each.is_adjustment else ()
    return PublishedLine(each.line, period, each.is_adjustment, each.settled_before_cents, causes)
