"""What this phone recorded at one stop, withdrawn facts too: both stay to be seen."""

from dataclasses import dataclass

from mobile.actions.show_door_code import DOOR_CODE_SHOWN
from mobile.store.database import Store
from mobile.store.history import LoggedFact
from mobile.store.round_facts import facts_at_stop
from shared.custody.events import Fact, IncidentReason, Kind

_REASONS = {reason.value: reason for reason in IncidentReason}


@dataclass(frozen=True, slots=True)
class StopRecord:
    """One fact of this stop; `reason` and `note` of an incident."""

    fact_id: str
    kind: Kind
    reason: IncidentReason | None
    note: str
    crates: int
    photos: int
    at_ms: int
    is_voided: bool
    left: int = 0
    taken: int = 0
    is_code_shown: bool = False


def load_records(store: Store, round_id: str, place_id: str) -> tuple[StopRecord, ...]:
    """The newest first."""
    return tuple(
        _record(logged, logged.fact)
        for logged in facts_at_stop(store, round_id, place_id)
        if logged.fact is not None
    )


def _count(fact: Fact, name: str) -> int:
    value = fact.data.get(name) if fact.kind is Kind.EMPTIES else None
    return value if isinstance(value, int) else 0


def _record(logged: LoggedFact, fact: Fact) -> StopRecord:
    return StopRecord(
        fact_id=fact.id,
        kind=fact.kind,
        reason=_REASONS.get(str(fact.data.get("reason"))) if fact.kind is Kind.INCIDENT else None,
        note=str(fact.data.get("note") or ""),
        crates=len(fact.crates),
        photos=len(fact.evidence.photos),
        at_ms=fact.clock.wall_ms,
        is_voided=logged.is_voided,
        left=_count(fact, "left"),
        taken=_count(fact, "taken"),
        is_code_shown=fact.data.get("answer") == DOOR_CODE_SHOWN,
    )
