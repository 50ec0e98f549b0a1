"""Record that a round nobody planned has begun: its name on the phone, its day, its title."""

from dataclasses import dataclass

from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.actions.round_acts import without_absent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.journal import Draft
from shared.custody.events import Kind

TITLE_MAX_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class StartUnplannedRound:
    """Begin a round of which the coordinator knows nothing yet."""

    intent_id: str
    title: str

    @property
    def round_id(self) -> str:
        """Minted with the tap, so that a second tap is the same round."""
        return f"own_{self.intent_id}"


def start_unplanned_round(
    intent: StartUnplannedRound, store: Store, clock: Clock, randomness: Randomness
) -> RecordOutcome:
    """The same fact as any other start; it says itself that nobody planned it."""
    if len(intent.title) > TITLE_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)
    data = {"unplanned": True, **without_absent(title=intent.title or None)}
    draft = Draft(Kind.ROUND_STARTED, intent.round_id, data=data)
    return record_intent(intent.intent_id, store, clock, randomness, lambda _connection, _author: [draft])
