"""Undo: a fact is never edited, another one withdraws it, within 30 seconds or later."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.keep_photo import give_photos_back
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.config import NOTE_MAX_CHARACTERS
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.store.statements import first
from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """Withdraw these facts: all those of one `Recorded`, or any of the history."""

    intent_id: str
    fact_ids: tuple[str, ...]
    because: str | None = None


def undo_record(intent: UndoRecord, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """One void for each fact of this phone's log that may still be withdrawn."""
    if len(intent.because or "") > NOTE_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)

    def decide(connection: Connection, author: Enrolment) -> list[Draft] | Refused:
        voids = [
            void
            for fact_id in dict.fromkeys(intent.fact_ids)
            if (void := _void_of(connection, author, fact_id, intent.because)) is not None
        ]
        if not voids:
            return Refused(RefusalReason.NOTHING_TO_UNDO)
        give_photos_back(connection, intent.fact_ids, read_mark(clock).wall_ms)
        return voids

    return record_intent(intent.intent_id, store, clock, randomness, decide)


def _void_of(connection: Connection, author: Enrolment, fact_id: str, because: str | None) -> Draft | None:
    found = first(
        connection,
        "SELECT f.body FROM logged_fact f LEFT JOIN voided_fact v ON v.fact_id = f.id"
        " WHERE f.id = ? AND v.fact_id IS NULL",
        (fact_id,),
    )
    fact = read_body(found[0]) if found else None
    # Only its author may withdraw a fact, and a void is not withdrawn: the act is recorded again.
    if not isinstance(fact, Fact) or fact.actor != author.person_id:
        return None
    if fact.kind in (Kind.VOID, Kind.CORRECTION, Kind.CLOCK):
        return None
    return Draft(
        kind=Kind.VOID,
        round_id=fact.round_id,
        place_id=fact.place_id,
        crates=fact.crates,
        ref=fact.id,
        data=without_absent(because=because),
    )
