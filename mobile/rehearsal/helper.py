"""A simulated helper: a phone, a day's clock, and hands that only touch the phone's real actions."""

from dataclasses import dataclass

from mobile.actions.arrive_at_stop import ArriveAtStop, arrive_at_stop
from mobile.actions.close_round import CloseRound, close_round
from mobile.actions.crate_acts import CrateException
from mobile.actions.leave_stop import LeaveStop, leave_stop
from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.actions.recording import new_intent_id
from mobile.actions.start_round import StartRound, start_round
from mobile.device.clock import Randomness, SetClock
from mobile.store.database import Store
from shared.custody.events import How, IncidentReason
from shared.errors import RelaisError

SECONDS_A_GESTURE = 20


class RehearsalStoppedError(RelaisError):
    """An act of the rehearsal was refused: the day on the phones is not the day on the ground."""

    code = "rehearsal-stopped"


@dataclass(slots=True)
class Helper:
    """One person's phone on that day. Every act is one intent, some seconds after the last."""

    person_id: str
    store: Store
    clock: SetClock
    randomness: Randomness
    facts: int = 0

    def be_at(self, at_ms: int) -> None:
        """Let the day come to that instant, never back."""
        self.clock.now_ms = max(self.clock.now_ms, at_ms)

    def start(self, round_id: str) -> None:
        """Begin the round."""
        self._must(start_round(StartRound(self._intent(), round_id), self.store, self.clock, self.randomness))

    def arrive(self, round_id: str, place_id: str) -> None:
        """Be at a stop."""
        intent = ArriveAtStop(self._intent(), round_id, place_id)
        self._must(arrive_at_stop(intent, self.store, self.clock, self.randomness))

    def leave(self, round_id: str, place_id: str) -> None:
        """Go on."""
        intent = LeaveStop(self._intent(), round_id, place_id)
        self._must(leave_stop(intent, self.store, self.clock, self.randomness))

    def pick_up(
        self,
        round_id: str,
        place_id: str,
        crates: tuple[str, ...],
        exceptions: tuple[CrateException, ...] = (),
        *,
        even_if_odd: bool = False,
    ) -> None:
        """Take crates, « tout sauf… »."""
        how = How.BULK if len(crates) > 1 else How.QR
        intent = RecordPickup(
            self._intent(), round_id, place_id, crates, exceptions, how, even_if_odd=even_if_odd
        )
        self._must(record_pickup(intent, self.store, self.clock, self.randomness))

    def drop(
        self, round_id: str, place_id: str, crates: tuple[str, ...], *, even_if_odd: bool = False
    ) -> None:
        """Leave crates."""
        how = How.BULK if len(crates) > 1 else How.QR
        intent = RecordDrop(self._intent(), round_id, place_id, crates, (), how, even_if_odd=even_if_odd)
        self._must(record_drop(intent, self.store, self.clock, self.randomness))

    def report(self, round_id: str, place_id: str, reason: IncidentReason) -> None:
        """Say that something went wrong here."""
        intent = RecordIncident(self._intent(), reason, round_id, place_id)
        self._must(record_incident(intent, self.store, self.clock, self.randomness))

    def close(self, round_id: str, distance_m: int, drive_minutes: int, stop_minutes: int) -> None:
        """End the round."""
        intent = CloseRound(self._intent(), round_id, distance_m, drive_minutes, stop_minutes)
        self._must(close_round(intent, self.store, self.clock, self.randomness))

    def _intent(self) -> str:
        self.clock.advance(SECONDS_A_GESTURE * 1000)
        return new_intent_id(self.clock, self.randomness)

    def _must(self, outcome: RecordOutcome) -> None:
        if not isinstance(outcome, Recorded):
            raise RehearsalStoppedError(
                reason=outcome.reason.value, crates=outcome.crates, person=self.person_id
            )
        self.facts += len(outcome.ids)
