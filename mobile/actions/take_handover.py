"""Record that crates were taken over from another person."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.handovers import refuse_unusable_handover
from mobile.actions.outcomes import RecordOutcome, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from shared.custody.events import How, Kind


@dataclass(frozen=True, slots=True)
class TakeHandover:
    """These crates are now in my hands; `given_id` is the giver's own fact where his screen showed it."""

    intent_id: str
    crates: tuple[str, ...]
    giver_id: str | None = None
    given_id: str | None = None
    round_id: str | None = None
    place_id: str | None = None
    how: How = How.QR
    attached: Attached = NOTHING_ATTACHED


def take_handover(intent: TakeHandover, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """The taker's half; either phone may be the first to sync."""

    def decide(connection: Connection, _: Enrolment) -> list[Draft] | Refused:
        refused = refuse_unusable_handover(connection, intent.round_id, intent.crates)
        if refused is not None:
            return refused
        return [
            Draft(
                Kind.HANDOVER_TAKEN,
                intent.round_id,
                intent.place_id,
                intent.crates,
                intent.how.value,
                intent.given_id,
                without_absent(giver=intent.giver_id),
            )
        ]

    return record_intent(intent.intent_id, store, clock, randomness, decide, intent.attached)
