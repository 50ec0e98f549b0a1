"""Work items as values, and the states they can be in."""

from dataclasses import dataclass
from enum import StrEnum

from shared.custody.discrepancies import DiscrepancyKind


class ItemStatus(StrEnum):
    """Whether somebody still has to look."""

    OPEN = "open"
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """How an item came to rest. `gone`: the facts no longer show it, and it opens again if they do.

    The others bear the names of what coordinators decide.
    """

    GONE = "gone"
    ACCEPTED = "accepted"
    ATTRIBUTED = "attributed"
    SUPPLIED = "supplied"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One discrepancy for a coordinator to look at, or one that was."""

    id: int
    kind: DiscrepancyKind
    key: str
    is_blocking: bool
    status: ItemStatus
    crates: tuple[str, ...]
    event_ids: tuple[str, ...]
    period: str
    round_id: str | None
    place_id: str | None
    at_ms: int | None
    opened_ms: int
    resolved_ms: int | None
    resolution: Resolution | None
