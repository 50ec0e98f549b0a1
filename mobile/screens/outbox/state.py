"""What « À envoyer » shows: three counts, ages, the last problem, what the server asks to review."""

from collections.abc import Iterable
from dataclasses import dataclass

from mobile.screens.contract import Reading
from mobile.store.carried import CarriedPack, CarriedState, carried_packs
from mobile.store.evidence import EvidenceCounts
from mobile.store.outbox import outbox_counts


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A fact the server keeps but could not read or trust."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """What is carried for one phone in one state; `since_ms` is the oldest of it."""

    device_id: str
    name: str
    facts: int
    since_ms: int
    state: str
    reason: str | None


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
    evidence: EvidenceCounts
    carried: tuple[CarriedLine, ...]


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
        evidence=counts.evidence,
        carried=_lines(carried_packs(reading.store)),
    )


def _lines(packs: Iterable[CarriedPack]) -> tuple[CarriedLine, ...]:
    """Packs of one phone that stand alike are one line: a long log comes in many."""
    lines: dict[tuple[str, CarriedState, str | None], CarriedLine] = {}
    for pack in packs:
        key = (pack.device_id, pack.state, pack.reason)
        so_far = lines.get(key)
        lines[key] = CarriedLine(
            pack.device_id,
            pack.name or pack.device_id,
            pack.facts + (so_far.facts if so_far else 0),
            min(pack.taken_in_ms, so_far.since_ms if so_far else pack.taken_in_ms),
            pack.state.value,
            pack.reason,
        )
    return tuple(lines.values())
