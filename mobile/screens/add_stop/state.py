"""The places one may stop at, and what a person has begun: a name typed, the arrival recorded."""

from dataclasses import dataclass, field, replace

from mobile.actions.arrive_at_stop import ArriveAtStop
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, Gesture, Reading
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo
from mobile.screens.place_choice import PlaceChoice
from mobile.store.reference import me, person, places
from mobile.store.rounds import round_plan


@dataclass(frozen=True, slots=True)
class AddStopState:
    """Places not on the round yet; those nearest at hand are shown first."""

    round_id: str
    places: tuple[PlaceChoice, ...]


@dataclass(frozen=True, slots=True)
class Retyped(Gesture):
    """Another word of the place's name."""


@dataclass(frozen=True, slots=True)
class AddStopDraft:
    """`place_id` is where the person just arrived."""

    intent_id: str
    place_id: str | None = None
    redrawn: int = 0
    refusal: RefusalReason | None = None
    recorded: JustRecorded | None = None
    was_undone: bool = False
    typed: Typed = field(default_factory=Typed, compare=False)


def load(reading: Reading) -> AddStopState | None:
    """The round of the path; None where this phone does not know it."""
    round_id = reading.params["round_id"]
    plan = round_plan(reading.store, round_id)
    if plan is None:
        return None
    on_it = {stop.place_id for stop in plan.stops}
    mine = me(reading.store)
    farm = person(reading.store, mine.person_id) if mine else None
    own_id = farm.farm_place_id if farm else None
    return AddStopState(
        round_id,
        tuple(
            PlaceChoice(each.place_id, each.name, each.area or "", each.role, each.place_id == own_id)
            for each in places(reading.store)
            if each.place_id not in on_it
        ),
    )


def change(draft: AddStopDraft, news: object) -> AddStopDraft:
    """Fold one gesture, or what came of an intent."""
    match news:
        case Retyped():
            return replace(draft, redrawn=draft.redrawn + 1, was_undone=False)
        case Carried(intent=ArriveAtStop(place_id=place_id), outcome=Recorded(ids=ids)):
            recorded = JustRecorded(ids, news.at_ms)
            draft.typed.clear()
            return AddStopDraft(news.fresh_id, place_id, recorded=recorded, typed=draft.typed)
        case Carried(intent=UndoRecord(), outcome=Recorded(), fresh_id=fresh_id):
            return AddStopDraft(fresh_id, was_undone=True, typed=draft.typed)
        case Carried(outcome=Refused(reason=reason), fresh_id=fresh_id):
            return replace(draft, intent_id=fresh_id, refusal=reason)
        case EasyUndoOver() as over:
            return replace(draft, recorded=without_easy_undo(draft.recorded, over))
        case _:
            return draft


def alarm(draft: AddStopDraft) -> Alarm | None:
    """The easy undo goes after 30 s."""
    return undo_alarm(draft.recorded)
