"""Record that a round is over, and what it cost."""

from dataclasses import dataclass

from mobile.actions.outcomes import RecordOutcome
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act, without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class CloseRound:
    """The round is over; what is not known is left out."""

    intent_id: str
    round_id: str
    distance_m: int | None = None
    drive_minutes: int | None = None
    stop_minutes: int | None = None
    fees_cents: int | None = None


def close_round(intent: CloseRound, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """Crates still in hand stay in the helper's hands: closing moves nothing."""
    cost = without_absent(
        distance_m=intent.distance_m,
        drive_minutes=intent.drive_minutes,
        stop_minutes=intent.stop_minutes,
        fees_cents=intent.fees_cents,
    )
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, _: draft_round_act(connection, Kind.ROUND_CLOSED, intent.round_id, None, cost),
    )
