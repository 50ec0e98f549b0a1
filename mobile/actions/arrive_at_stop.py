"""Record that the helper arrived at a stop, planned or not."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act, without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from shared.custody.events import Kind

PLACE_NAME_MAX_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class ArriveAtStop:
    """I am at this stop. `place_name` is for a place the network does not know: its id is the phone's own."""

    intent_id: str
    round_id: str
    place_id: str
    place_name: str | None = None
    attached: Attached = NOTHING_ATTACHED


def arrive_at_stop(intent: ArriveAtStop, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """One fact, at a place this phone knows or that the person names."""
    if len(intent.place_name or "") > PLACE_NAME_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)

    def decide(connection: Connection, _: Enrolment) -> list[Draft] | Refused:
        place_id = None if intent.place_name else intent.place_id
        data = without_absent(place_name=intent.place_name)
        found = draft_round_act(connection, Kind.STOP_ARRIVED, intent.round_id, place_id, data)
        if isinstance(found, Refused):
            return found
        return [replace(draft, place_id=intent.place_id) for draft in found]

    return record_intent(intent.intent_id, store, clock, randomness, decide, intent.attached)
