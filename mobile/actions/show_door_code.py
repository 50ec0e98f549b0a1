"""Record that a door code was shown: which door, never which code; drawn only once this is on the disk."""

from dataclasses import dataclass

from mobile.actions.outcomes import RecordOutcome
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act, without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from shared.custody.events import Kind

DOOR_CODE_SHOWN = "door_code_shown"


@dataclass(frozen=True, slots=True)
class ShowDoorCode:
    """Somebody holds the code of a compartment, or of the place itself, to read it."""

    intent_id: str
    round_id: str
    place_id: str
    compartment: str | None = None


def show_door_code(intent: ShowDoorCode, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """One fact each time; decision 0145 says why it is an answer the phone gave."""
    data = without_absent(answer=DOOR_CODE_SHOWN, compartment=intent.compartment)
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, _: draft_round_act(
            connection, Kind.SCAN_ODD, intent.round_id, intent.place_id, data
        ),
    )
