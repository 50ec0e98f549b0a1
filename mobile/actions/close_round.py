"""Record that a round is over, what it cost, and who has the crates still aboard."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.leftovers import Leftover, draft_leftovers
from mobile.actions.outcomes import RecordOutcome, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act, without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class CloseRound:
    """The round is over; what is not known is left out. `kept` are the crates the helper still has."""

    intent_id: str
    round_id: str
    distance_m: int | None = None
    drive_minutes: int | None = None
    stop_minutes: int | None = None
    fees_cents: int | None = None
    odometer_start_m: int | None = None
    odometer_end_m: int | None = None
    kept: tuple[str, ...] = ()
    leftovers: tuple[Leftover, ...] = ()


def close_round(intent: CloseRound, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """All of it in one transaction. Crates nobody gave a holder stay in the helper's hands."""
    cost = without_absent(
        distance_m=intent.distance_m,
        odometer_start_m=intent.odometer_start_m,
        odometer_end_m=intent.odometer_end_m,
        drive_minutes=intent.drive_minutes,
        stop_minutes=intent.stop_minutes,
        fees_cents=intent.fees_cents,
    )
    if intent.kept:
        cost["kept"] = list(intent.kept)

    def decide(connection: Connection, author: Enrolment) -> list[Draft] | Refused:
        closing = draft_round_act(connection, Kind.ROUND_CLOSED, intent.round_id, None, cost)
        if isinstance(closing, Refused):
            return closing
        leaving = draft_leftovers(connection, author, intent.round_id, intent.leftovers)
        return leaving if isinstance(leaving, Refused) else [*leaving, *closing]

    return record_intent(intent.intent_id, store, clock, randomness, decide)
