"""Record that the helper arrived at a stop, planned or not."""

from dataclasses import dataclass

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class ArriveAtStop:
    """I am at this stop."""

    intent_id: str
    round_id: str
    place_id: str
    attached: Attached = NOTHING_ATTACHED


def arrive_at_stop(intent: ArriveAtStop, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """One fact, at a place this phone knows."""
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, _: draft_round_act(
            connection, Kind.STOP_ARRIVED, intent.round_id, intent.place_id, {}
        ),
        intent.attached,
    )
