"""Record that the helper left a stop."""

from dataclasses import dataclass

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class LeaveStop:
    """I leave this stop."""

    intent_id: str
    round_id: str
    place_id: str
    attached: Attached = NOTHING_ATTACHED


def leave_stop(intent: LeaveStop, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """One fact, at a place this phone knows."""
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, _: draft_round_act(
            connection, Kind.STOP_LEFT, intent.round_id, intent.place_id, {}
        ),
        intent.attached,
    )
