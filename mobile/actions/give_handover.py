"""Record that crates are handed to another person, with the app or without."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.crate_acts import is_carried
from mobile.actions.handovers import refuse_unusable_handover
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.config import NOTE_MAX_CHARACTERS
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.store.overlay import sights_of_crates
from shared.custody.events import How, Kind


@dataclass(frozen=True, slots=True)
class GiveHandover:
    """These crates go to a person of the network (`to_person_id`) or to somebody named (`to_name`)."""

    intent_id: str
    crates: tuple[str, ...]
    to_person_id: str | None = None
    to_name: str | None = None
    round_id: str | None = None
    place_id: str | None = None
    how: How = How.TAPPED
    even_if_odd: bool = False
    attached: Attached = NOTHING_ATTACHED


def give_handover(intent: GiveHandover, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """The giver's half. The crates stay in his hands until the other side is recorded as well."""
    if len(intent.to_name or "") > NOTE_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)

    def decide(connection: Connection, author: Enrolment) -> list[Draft] | Refused:
        refused = refuse_unusable_handover(connection, intent.round_id, intent.crates)
        if refused is not None:
            return refused
        sights = sights_of_crates(connection, intent.crates)
        missing = tuple(code for code, sight in sights.items() if not is_carried(sight, author))
        if missing and not intent.even_if_odd:
            return Refused(RefusalReason.NOT_CARRIED, missing)
        data = without_absent(to=intent.to_person_id, to_name=intent.to_name)
        return [
            Draft(
                Kind.HANDOVER_GIVEN,
                intent.round_id,
                intent.place_id,
                intent.crates,
                intent.how.value,
                data=data,
            )
        ]

    return record_intent(intent.intent_id, store, clock, randomness, decide, intent.attached)
