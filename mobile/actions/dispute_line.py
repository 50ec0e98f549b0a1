"""Record that a commission line is disputed: it alone is frozen, the rest is paid."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.config import NOTE_MAX_CHARACTERS
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.store.reference import has_row
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """« Je conteste » this line, and why."""

    intent_id: str
    line_key: str
    because: str | None = None


def dispute_line(intent: DisputeLine, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """A line this phone was sent can be disputed, once."""
    if len(intent.because or "") > NOTE_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)

    def decide(connection: Connection, _: Enrolment) -> list[Draft] | Refused:
        if not has_row(connection, "line", intent.line_key):
            return Refused(RefusalReason.UNKNOWN_LINE)
        said = without_absent(line=intent.line_key, because=intent.because or None)
        return [Draft(Kind.DISPUTE, data=said)]

    return record_intent(intent.intent_id, store, clock, randomness, decide)
