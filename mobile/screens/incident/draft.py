"""What a person has begun to report: the reason, the crates, whether these are set aside, the record made."""

from dataclasses import dataclass, field, replace

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.record_incident import RecordIncident
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, Gesture
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo
from mobile.screens.photos import NO_PHOTO_BEGUN, PhotoDraft, change_photos, follow_photos
from shared.custody.events import IncidentReason

# What is odd about a crate that goes on all the same.
GOES_ON = frozenset({IncidentReason.TOO_WARM, IncidentReason.LABEL_UNREADABLE, IncidentReason.EXTRA})


@dataclass(frozen=True, slots=True)
class ChooseReason(Gesture):
    """What went wrong; None chooses again."""

    reason: IncidentReason | None


@dataclass(frozen=True, slots=True)
class ToggleConcerned(Gesture):
    """These crates are concerned, or are not."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetAside(Gesture):
    """Whether the crates concerned are set aside, or handled as planned."""

    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class AskProof(Gesture):
    """Neither photo nor word yet, where one of them is needed."""


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """`concerned` are the crates chosen; `set_aside` is None until the person says otherwise than usual."""

    intent_id: str
    reason: IncidentReason | None = None
    concerned: frozenset[str] = frozenset()
    set_aside: bool | None = None
    asks_proof: bool = False
    refusal: RefusalReason | None = None
    recorded: JustRecorded | None = None
    was_undone: bool = False
    photo: PhotoDraft = NO_PHOTO_BEGUN
    note: Typed = field(default_factory=Typed, compare=False)

    @property
    def sets_aside(self) -> bool:
        """What was said, else what that reason usually means."""
        return self.set_aside if self.set_aside is not None else self.reason not in GOES_ON


def change(draft: IncidentDraft, news: object) -> IncidentDraft:
    """Fold one gesture, or what came of an intent."""
    draft = replace(draft, photo=change_photos(draft.photo, news))
    match news:
        case Carried():
            return _carried(draft, news)
        case ChooseReason(reason=reason):
            return replace(draft, reason=reason, set_aside=None, asks_proof=False, was_undone=False)
        case ToggleConcerned(codes=codes):
            all_in = draft.concerned.issuperset(codes)
            chosen = draft.concerned - set(codes) if all_in else draft.concerned | set(codes)
            return replace(draft, concerned=chosen)
        case SetAside(is_set_aside=is_set_aside):
            return replace(draft, set_aside=is_set_aside)
        case AskProof():
            return replace(draft, asks_proof=True)
        case EasyUndoOver() as over:
            return replace(draft, recorded=without_easy_undo(draft.recorded, over))
        case _:
            return draft


def _carried(draft: IncidentDraft, carried: Carried) -> IncidentDraft:
    match carried.intent, carried.outcome:
        case RecordIncident(), Recorded(ids=ids):
            draft.note.clear()
            return IncidentDraft(
                carried.fresh_id,
                reason=draft.reason,
                recorded=JustRecorded(ids, carried.at_ms),
                note=draft.note,
            )
        case UndoRecord(), Recorded():
            return IncidentDraft(carried.fresh_id, was_undone=True, note=draft.note)
        case _, Refused(reason=reason):
            return replace(draft, intent_id=carried.fresh_id, refusal=reason)
        case _:
            return draft


def follow(_draft: IncidentDraft, carried: Carried) -> object | None:
    """A picture that was chosen is kept at once."""
    return follow_photos(carried)


def alarm(draft: IncidentDraft) -> Alarm | None:
    """The easy undo goes after 30 s."""
    return undo_alarm(draft.recorded)
