"""Record an incident: one of fourteen reasons, at a place, about crates or about the whole round."""

from dataclasses import dataclass

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.config import NOTE_MAX_CHARACTERS
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.journal import Draft
from shared.custody.events import IncidentReason, Kind
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class RecordIncident:
    """What went wrong; place, round, crates, door of a locker bank and note where they are known.

    `set_aside` is what is not done with these crates here because of it; None: they are still to be done.
    """

    intent_id: str
    reason: IncidentReason
    round_id: str | None = None
    place_id: str | None = None
    crates: tuple[str, ...] = ()
    note: str | None = None
    set_aside: Act | None = None
    compartment: str | None = None
    attached: Attached = NOTHING_ATTACHED


def record_incident(
    intent: RecordIncident, store: Store, clock: Clock, randomness: Randomness
) -> RecordOutcome:
    """Always recorded: an incident says what a person saw, and needs no plan to be true."""
    if len(intent.note or "") > NOTE_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)
    data = without_absent(
        reason=intent.reason.value,
        note=intent.note or None,
        act=intent.set_aside.value if intent.set_aside else None,
        compartment=intent.compartment or None,
    )
    draft = Draft(Kind.INCIDENT, intent.round_id, intent.place_id, intent.crates, data=data)
    return record_intent(
        intent.intent_id, store, clock, randomness, lambda _connection, _author: [draft], intent.attached
    )
