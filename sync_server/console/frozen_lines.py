"""The disputed lines of a period's page: what waits for a decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync_server.console import line_words
from sync_server.console.names import Names
from sync_server.console.visit import Visit
from sync_server.custody.dispute_queries import all_disputes
from sync_server.settlement.differences import Difference


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A disputed line: nothing moves there until the decision."""

    dispute_id: str
    beneficiary_name: str
    payer_name: str
    because: str
    amount_cents: int


def frozen_rows(visit: Visit, frozen: Sequence[Difference], names: Names) -> list[FrozenRow]:
    """The disputed lines that wait; each leads to its dispute."""
    if not frozen:
        return []
    open_ones = {each.identity: each for each in all_disputes(visit.session.connection()) if each.freezes}
    return [
        FrozenRow(
            open_ones[each.line.identity].id,
            line_words.party_name(each.line.beneficiary_id, names),
            line_words.party_name(each.line.payer_id, names),
            open_ones[each.line.identity].because,
            each.line.amount_cents,
        )
        for each in frozen
    ]
