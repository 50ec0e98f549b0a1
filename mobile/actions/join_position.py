"""Join where the phone was to what was just recorded: a fact of its own, so that no record waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from mobile.actions.attaching import Attached
from mobile.actions.outcomes import RecordOutcome
from mobile.actions.recording import record_intent
from mobile.device.clock import Clock, Randomness, read_mark
from mobile.store.consent import joins_position, keep_joining
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from shared.custody.events import LAST_INSTANT_MS, Kind
from shared.custody.evidence import Position

# A fix that agrees with the phone's clock may come from that very clock, and one from the past may be an old
# one: only what cannot be either is believed to be the satellites' own time.
AHEAD_MS = 5_000
BEHIND_MS = 600_000


@dataclass(frozen=True, slots=True)
class JoinPosition:
    """These facts were recorded there."""

    intent_id: str
    fact_ids: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class ChooseJoining:
    """Join positions from now on, or no more."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class JoiningChosen:
    """It is kept."""

    is_on: bool


def join_position(intent: JoinPosition, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """One fact for each: its `ref` names the one it speaks of, its evidence the position they share."""
    now_ms = read_mark(clock).wall_ms
    told_ms = intent.position.at_ms
    at_ms = told_ms if 0 < told_ms <= LAST_INSTANT_MS else now_ms
    data = _satellite_time(at_ms, now_ms)
    drafts = [Draft(Kind.CLOCK, ref=fact_id, data=data) for fact_id in intent.fact_ids]

    def decide(_connection: Connection, _author: Enrolment) -> Sequence[Draft]:
        return [replace(draft, data=dict(draft.data)) for draft in drafts]

    attached = Attached(position=replace(intent.position, at_ms=at_ms))
    return record_intent(intent.intent_id, store, clock, randomness, decide, attached)


def choose_joining(
    intent: ChooseJoining, store: Store, _clock: Clock, _randomness: Randomness
) -> JoiningChosen:
    """For the person of this store alone."""
    keep_joining(store.folder, is_on=intent.is_on)
    return JoiningChosen(joins_position(store.folder))


def _satellite_time(at_ms: int, now_ms: int) -> dict[str, Any]:
    ahead_ms = at_ms - now_ms
    is_another_clock = ahead_ms > AHEAD_MS or ahead_ms < -BEHIND_MS
    return {"gps_ms": at_ms, "gps_age_ms": 0} if is_another_clock else {}
