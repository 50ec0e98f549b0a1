"""Record a temperature reading on its own."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.store.unplanned import knows_round
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class RecordTemperature:
    """A reading in tenths of a degree, of the load or of some crates of it."""

    intent_id: str
    round_id: str
    place_id: str | None
    temp_dc: int
    crates: tuple[str, ...] = ()
    attached: Attached = NOTHING_ATTACHED


def record_temperature(
    intent: RecordTemperature, store: Store, clock: Clock, randomness: Randomness
) -> RecordOutcome:
    """Recorded whatever it says: whether it is too warm is for the rules to tell."""

    def decide(connection: Connection, _: Enrolment) -> list[Draft] | Refused:
        if not knows_round(connection, intent.round_id):
            return Refused(RefusalReason.UNKNOWN_ROUND)
        reading = {"temp_dc": intent.temp_dc}
        return [Draft(Kind.TEMPERATURE, intent.round_id, intent.place_id, intent.crates, data=reading)]

    return record_intent(intent.intent_id, store, clock, randomness, decide, intent.attached)
