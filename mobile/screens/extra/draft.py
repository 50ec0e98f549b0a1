"""What a person has begun of unplanned crates: codes, whether they are taken or left, the record made."""

from dataclasses import dataclass, field, replace

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_pickup import RecordPickup
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.device.cues import Cue
from mobile.screens.contract import Alarm, Carried, Gesture
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo
from shared.custody.codes import CodeFault
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class SawCode(Gesture):
    """A crate's code was read or typed."""

    code: str


@dataclass(frozen=True, slots=True)
class SawFault(Gesture):
    """What was typed is no crate's code."""

    fault: CodeFault


@dataclass(frozen=True, slots=True)
class ToggleCode(Gesture):
    """Choose crates, or let go of them."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChooseWhat(Gesture):
    """Take, or leave."""

    act: Act


@dataclass(frozen=True, slots=True)
class OpenCamera(Gesture):
    """Read codes by the camera, or put it away."""


@dataclass(frozen=True, slots=True)
class ExtraDraft:
    """`typed_codes` in the order they came; `chosen` are those to record; `done` what was just recorded."""

    intent_id: str
    act: Act | None = None
    typed_codes: tuple[str, ...] = ()
    chosen: frozenset[str] = frozenset()
    fault: CodeFault | None = None
    has_camera: bool = False
    refusal: RefusalReason | None = None
    done: tuple[Act, int] | None = None
    recorded: JustRecorded | None = None
    was_undone: bool = False
    typed: Typed = field(default_factory=Typed, compare=False)


def change(draft: ExtraDraft, news: object) -> ExtraDraft:
    """Fold one gesture, or what came of an intent."""
    return _carried(draft, news) if isinstance(news, Carried) else _gestured(draft, news)


def _gestured(draft: ExtraDraft, gesture: object) -> ExtraDraft:
    match gesture:
        case SawCode(code=code):
            draft.typed.clear()
            codes = draft.typed_codes if code in draft.typed_codes else (*draft.typed_codes, code)
            return replace(draft, typed_codes=codes, chosen=draft.chosen | {code}, fault=None, recorded=None)
        case SawFault(fault=fault):
            return replace(draft, fault=fault)
        case ToggleCode(codes=codes):
            all_in = draft.chosen.issuperset(codes)
            chosen = draft.chosen - set(codes) if all_in else draft.chosen | set(codes)
            return replace(draft, chosen=chosen, recorded=None, was_undone=False)
        case ChooseWhat(act=act):
            return replace(draft, act=act, chosen=frozenset(draft.typed_codes))
        case OpenCamera():
            return replace(draft, has_camera=not draft.has_camera)
        case EasyUndoOver() as over:
            return replace(draft, recorded=without_easy_undo(draft.recorded, over))
        case _:
            return draft


def _carried(draft: ExtraDraft, carried: Carried) -> ExtraDraft:
    match carried.intent, carried.outcome:
        case (RecordPickup() | RecordDrop()) as intent, Recorded(ids=ids):
            act = Act.DROP if isinstance(intent, RecordDrop) else Act.PICKUP
            return ExtraDraft(
                carried.fresh_id,
                done=(act, len(intent.crates)),
                recorded=JustRecorded(ids, carried.at_ms),
                typed=draft.typed,
            )
        case UndoRecord(), Recorded():
            return ExtraDraft(carried.fresh_id, act=draft.act, was_undone=True, typed=draft.typed)
        case _, Refused(reason=reason):
            return replace(draft, intent_id=carried.fresh_id, refusal=reason)
        case _:
            return draft


def alarm(draft: ExtraDraft) -> Alarm | None:
    """The easy undo goes after 30 s."""
    return undo_alarm(draft.recorded)


def focus(_draft: ExtraDraft, _carried: Carried) -> Typed | None:
    """The keyboard goes away once something is recorded."""
    return None


def cue(_draft: ExtraDraft, news: object) -> Cue | None:
    """What is heard and felt of a code."""
    match news:
        case SawCode():
            return Cue.EXPECTED
        case SawFault():
            return Cue.UNKNOWN
        case _:
            return None
