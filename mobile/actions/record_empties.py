"""Record empty crates left at a place or taken back from it."""

from dataclasses import dataclass

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class RecordEmpties:
    """How many empty crates were left, and how many taken back."""

    intent_id: str
    round_id: str
    place_id: str
    left: int
    taken: int
    attached: Attached = NOTHING_ATTACHED


def record_empties(
    intent: RecordEmpties, store: Store, clock: Clock, randomness: Randomness
) -> RecordOutcome:
    """None left and none taken is nothing to record."""
    if intent.left <= 0 and intent.taken <= 0:
        return Refused(RefusalReason.NOTHING_TO_RECORD)
    counts = {"left": max(0, intent.left), "taken": max(0, intent.taken)}
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, _: draft_round_act(
            connection, Kind.EMPTIES, intent.round_id, intent.place_id, counts
        ),
        intent.attached,
    )
