"""What a person has begun at a place: a thumb on its code, a correction being written, the last answer."""

from dataclasses import dataclass, field, replace

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.propose_place import ProposePlace
from mobile.actions.show_door_code import ShowDoorCode
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, Gesture
from mobile.screens.lockers.draft import CODE_SHOWN_S, HoldDoor, LetGo
from mobile.screens.photos import NO_PHOTO_BEGUN, PhotoDraft, change_photos, follow_photos


@dataclass(frozen=True, slots=True)
class OpenCorrection(Gesture):
    """Write a correction, or no longer."""

    is_open: bool


@dataclass(frozen=True, slots=True)
class NotAPin(Gesture):
    """What was typed as a position is none."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The last proposal."""

    at_ms: int
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """`held` while a thumb is on the mask, `is_shown` while the code is seen."""

    intent_id: str
    is_held: bool = False
    is_shown: bool = False
    is_open: bool = False
    is_no_pin: bool = False
    answer: Proposed | RefusalReason | None = None
    photo: PhotoDraft = NO_PHOTO_BEGUN
    note: Typed = field(default_factory=Typed, compare=False)
    pin: Typed = field(default_factory=Typed, compare=False)


def change(draft: PlaceDraft, news: object) -> PlaceDraft:
    """Fold one gesture, or what came of an intent, into the draft."""
    draft = replace(draft, photo=change_photos(draft.photo, news))
    match news:
        case HoldDoor():
            return replace(draft, is_held=True, is_shown=False)
        case LetGo():
            return replace(draft, is_held=False, is_shown=False)
        case OpenCorrection(is_open=is_open):
            return replace(draft, is_open=is_open, is_no_pin=False, answer=None)
        case NotAPin():
            return replace(draft, is_no_pin=True)
        case Carried() as carried:
            return _carried(replace(draft, intent_id=carried.fresh_id), carried)
        case _:
            return draft


def _carried(draft: PlaceDraft, carried: Carried) -> PlaceDraft:
    match carried.intent, carried.outcome:
        case ShowDoorCode(), Recorded():
            return replace(draft, is_shown=draft.is_held)
        case ProposePlace(), Recorded(ids=ids):
            draft.note.clear()
            draft.pin.clear()
            return replace(draft, is_open=False, is_no_pin=False, answer=Proposed(carried.at_ms, ids))
        case UndoRecord(), Recorded():
            return replace(draft, answer=None)
        case _, Refused(reason=reason):
            return replace(draft, answer=reason)
        case _:
            return draft


def follow(_draft: PlaceDraft, carried: Carried) -> object | None:
    """A picture that was chosen is kept at once."""
    return follow_photos(carried)


def alarm(draft: PlaceDraft) -> Alarm | None:
    """A code is hidden after a while however long it is held."""
    return Alarm(CODE_SHOWN_S, LetGo()) if draft.is_shown else None
