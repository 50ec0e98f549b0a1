"""What is begun at one handover: which picture is up, a receipt being read, a withdrawal being weighed."""

from dataclasses import dataclass, field, replace

from mobile.actions.keep_receipt import KeepReceipt, SomeNotTaken
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.scan_handover import HandoverRefused
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, CodeRead, Gesture
from mobile.screens.handover_shown.state import ShownState

# As fast as a phone of 100 EUR reads them.
PICTURE_EVERY_S = 0.4


@dataclass(frozen=True, slots=True)
class TurnPicture(Gesture):
    """The next picture; `turn` counts on, so that each is an intent of its own."""

    turn: int


@dataclass(frozen=True, slots=True)
class TurnByItself(Gesture):
    """Show several pictures round and round, or stop at this one."""


@dataclass(frozen=True, slots=True)
class OpenCamera(Gesture):
    """Look for the receipt with the camera, or no longer."""


@dataclass(frozen=True, slots=True)
class ToggleNotTaken(Gesture):
    """This crate was not taken, or was."""

    code: str


@dataclass(frozen=True, slots=True)
class WeighWithdrawal(Gesture):
    """Ask once more before a handover is withdrawn late, or leave it as it is."""

    is_weighed: bool


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """`asking` is a typed receipt that leaves open which crates were not taken."""

    intent_id: str
    turn: int = 0
    turns_by_itself: bool = False
    has_camera: bool = False
    refused: HandoverRefused | None = None
    refusal: RefusalReason | None = None
    asking: SomeNotTaken | None = None
    not_taken: frozenset[str] = frozenset()
    weighs_withdrawal: bool = False
    typed: Typed = field(default_factory=Typed, compare=False)


def change(draft: ShownDraft, news: object) -> ShownDraft:
    """Fold one gesture, or what came of an intent, into the draft."""
    match news:
        case TurnPicture(turn=turn):
            return replace(draft, turn=turn)
        case TurnByItself():
            return replace(draft, turns_by_itself=not draft.turns_by_itself, turn=draft.turn + 1)
        case OpenCamera():
            return replace(draft, has_camera=not draft.has_camera, refused=None)
        case ToggleNotTaken(code=code):
            return replace(draft, not_taken=draft.not_taken ^ {code})
        case WeighWithdrawal(is_weighed=is_weighed):
            return replace(draft, weighs_withdrawal=is_weighed)
        case Carried():
            return _carried(draft, news)
        case _:
            return draft


def _carried(draft: ShownDraft, carried: Carried) -> ShownDraft:
    draft = replace(draft, intent_id=carried.fresh_id, refused=None, refusal=None)
    match carried.intent, carried.outcome:
        case KeepReceipt(), Recorded():
            draft.typed.clear()
            return replace(draft, asking=None, not_taken=frozenset(), has_camera=False)
        case KeepReceipt(), SomeNotTaken() as asking:
            draft.typed.clear()
            return replace(draft, asking=asking, has_camera=False)
        case KeepReceipt(), HandoverRefused() as refused:
            return replace(draft, refused=refused)
        case UndoRecord(), Recorded():
            return replace(draft, weighs_withdrawal=False)
        case _, Refused(reason=reason):
            return replace(draft, refusal=reason)
        case _:
            return draft


def alarm(draft: ShownDraft) -> Alarm | None:
    """The next picture, as long as they turn."""
    return Alarm(PICTURE_EVERY_S, TurnPicture(draft.turn + 1)) if draft.turns_by_itself else None


def read(state: ShownState | None, draft: ShownDraft, code: CodeRead) -> object | None:
    """A code read before a handover one gave is its receipt."""
    if state is None or not state.is_given or state.is_voided:
        return None
    return KeepReceipt(draft.intent_id, code.text, code.how)
