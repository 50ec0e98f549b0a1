"""What custody found odd, with what it looked at: the rest that was open about these is settled."""

from collections.abc import Collection
from dataclasses import dataclass

from shared.custody.discrepancies import Discrepancy, DiscrepancyKind

# Judged fact by fact; every other kind is judged crate by crate.
KINDS_OF_FACTS = frozenset(
    {
        DiscrepancyKind.UNKNOWN_PLACE,
        DiscrepancyKind.UNKNOWN_PERSON,
        DiscrepancyKind.UNPLANNED_ROUND,
        DiscrepancyKind.CLOCK_DOUBT,
        DiscrepancyKind.FAR_FUTURE,
        DiscrepancyKind.TOO_MANY_CRATES,
        DiscrepancyKind.TOO_MANY_FACTS,
        DiscrepancyKind.COLD_CHAIN,
        DiscrepancyKind.FOREIGN_AMENDMENT,
        DiscrepancyKind.OTHERS_PHONE,
        DiscrepancyKind.BODY_UNREADABLE,
    }
)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything odd about the crates and the facts that were looked at, and nothing about others."""

    discrepancies: tuple[Discrepancy, ...] = ()
    crates: frozenset[str] = frozenset()
    event_ids: frozenset[str] = frozenset()

    def looked_at(self, kind: DiscrepancyKind, crates: Collection[str], event_ids: Collection[str]) -> bool:
        """Whether a discrepancy of this kind would have been found again, were it still there."""
        if kind in KINDS_OF_FACTS:
            return not self.event_ids.isdisjoint(event_ids)
        return not self.crates.isdisjoint(crates)
