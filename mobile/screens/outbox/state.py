"""What « À envoyer » shows: three counts, ages, the last problem, what the server asks to review."""

from dataclasses import dataclass

from mobile.screens.contract import Reading
from mobile.store.outbox import outbox_counts


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A fact the server keeps but could not read or trust."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    """The outbox as three numbers, and what surrounds them."""

    pending: int
    received: int
    safe: int
    oldest_age_ms: int | None
    last_sync_ms: int | None
    problem: str | None
    review: tuple[ReviewLine, ...]
    facts_salvaged: int | None


def load(reading: Reading) -> OutboxState:
    """The counts now."""
    counts = outbox_counts(reading.store)
    oldest = counts.oldest_pending_ms
    salvage = reading.store.salvage
    return OutboxState(
        pending=counts.pending,
        received=counts.received,
        safe=counts.safe,
        oldest_age_ms=None if oldest is None else max(0, reading.now_ms - oldest),
        last_sync_ms=counts.last_sync_ms,
        problem=counts.last_problem,
        review=tuple(ReviewLine(one.seq, one.reason) for one in counts.quarantined),
        facts_salvaged=salvage.facts_saved if salvage else None,
    )
