"""Record that a round has begun."""

from dataclasses import dataclass

from mobile.actions.outcomes import RecordOutcome
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import draft_round_act
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from shared.custody.events import Kind


@dataclass(frozen=True, slots=True)
class StartRound:
    """Begin this round."""

    intent_id: str
    round_id: str


def start_round(intent: StartRound, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """Starting a started round again says so again, and harms nothing."""
    return record_intent(
        intent.intent_id,
        store,
        clock,
        randomness,
        lambda connection, _: draft_round_act(connection, Kind.ROUND_STARTED, intent.round_id, None, {}),
    )
