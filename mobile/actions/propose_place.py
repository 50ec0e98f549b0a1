"""Propose a better pin, access note or photo for a place; a coordinator decides, nothing changes before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act, without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.draft_photos import draft_photos
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from shared.custody.events import Kind
from shared.network import ACCESS_NOTE_MAX_CHARACTERS, Pin


@dataclass(frozen=True, slots=True)
class ProposePlace:
    """Where the place really is, or how one gets in; what is None is right as it stands."""

    intent_id: str
    round_id: str
    place_id: str
    note: str | None = None
    pin: Pin | None = None
    attached: Attached = NOTHING_ATTACHED


def propose_place(intent: ProposePlace, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """One fact with what is proposed."""
    note = (intent.note or "").strip() or None
    if len(note or "") > ACCESS_NOTE_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)
    data = without_absent(note=note)
    if intent.pin is not None:
        data |= {"lat_e7": intent.pin.lat_e7, "lon_e7": intent.pin.lon_e7}

    def decide(connection: Connection, _author: Enrolment) -> Sequence[Draft] | Refused:
        subject = intent.attached.photos_of
        if not data and (subject is None or not draft_photos(connection, subject)):
            return Refused(RefusalReason.NOTHING_TO_RECORD)
        return draft_round_act(connection, Kind.PLACE_PROPOSED, intent.round_id, intent.place_id, data)

    return record_intent(intent.intent_id, store, clock, randomness, decide, intent.attached)
