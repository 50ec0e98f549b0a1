"""What a person has begun at a locker bank: a crate, a door, a reading, the code held, the last answer."""

from dataclasses import dataclass, field, replace

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_incident import RecordIncident
from mobile.actions.scan_code import Scan, ScanCode
from mobile.actions.show_door_code import ShowDoorCode
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.config import UNDO_WINDOW_MS
from mobile.screens.cold import ReadingDraft, change_reading
from mobile.screens.contract import Alarm, Carried, Gesture
from shared.custody.events import How
from shared.custody.rules import ScanAnswer

CODE_SHOWN_S = 20.0
MAY_INSIST = frozenset({RefusalReason.NOT_CARRIED, RefusalReason.WRONG_STOP})
# Held in place of a compartment: the door of the place itself.
THE_PLACE = ""


@dataclass(frozen=True, slots=True)
class ChooseCrate(Gesture):
    """This crate now."""

    code: str


@dataclass(frozen=True, slots=True)
class ChooseDoor(Gesture):
    """Behind this door; `is_scanned` where its label was read or typed."""

    compartment: str
    is_scanned: bool = False


@dataclass(frozen=True, slots=True)
class WrongDoor(Gesture):
    """A text that names a door this bank does not have; None where it is another bank's."""

    compartment: str | None


@dataclass(frozen=True, slots=True)
class HoldDoor(Gesture):
    """A thumb is on the mask of this door's code."""

    compartment: str


@dataclass(frozen=True, slots=True)
class LetGo(Gesture):
    """Nothing is held any more, or it was held long enough."""


@dataclass(frozen=True, slots=True)
class UseCamera(Gesture):
    """Look for labels, or no longer."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class UndoExpired(Gesture):
    """The time to undo easily is over."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Deposited:
    """The last deposit."""

    code: str
    compartment: str
    at_ms: int
    fact_ids: tuple[str, ...]
    may_undo: bool = True


@dataclass(frozen=True, slots=True)
class ReportedFull:
    """The bank was said to be full, and how many crates stay in the person's hands."""

    crates: int


@dataclass(frozen=True, slots=True)
class ReportedBroken:
    """A door was said not to work."""

    compartment: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The last thing done was an undo."""


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """Nothing was recorded, and why; `insisting` records all the same what may be."""

    reason: RefusalReason
    insisting: RecordDrop | None = None


Answer = Deposited | ReportedFull | ReportedBroken | Undone | NotRecorded | Scan | WrongDoor


@dataclass(frozen=True, slots=True)
class LockerDraft:
    """`held` is the door whose mask a thumb is on, `shown` the one whose code is seen."""

    intent_id: str
    crate: str | None = None
    how: How = How.TAPPED
    door: str | None = None
    held: str | None = None
    shown: str | None = None
    reading: ReadingDraft = field(default_factory=ReadingDraft)
    is_camera_on: bool = False
    answer: Answer | None = None
    typed: Typed = field(default_factory=Typed, compare=False)


def change(draft: LockerDraft, news: object) -> LockerDraft:
    """Fold one gesture, or what came of an intent, into the draft."""
    if isinstance(news, Carried):
        return _carried(draft, news)
    reading = change_reading(draft.reading, news)
    if reading != draft.reading:
        return replace(draft, reading=reading)
    return _gestured(draft, news)


def _gestured(draft: LockerDraft, gesture: object) -> LockerDraft:
    match gesture:
        case ChooseCrate(code=code):
            return replace(draft, crate=code, how=How.TAPPED, door=None, answer=None)
        case ChooseDoor(compartment=compartment, is_scanned=is_scanned):
            if is_scanned:
                draft.typed.clear()
            return replace(draft, door=compartment, answer=None)
        case WrongDoor() as wrong:
            draft.typed.clear()
            return replace(draft, answer=wrong)
        case UseCamera(is_on=is_on):
            return replace(draft, is_camera_on=is_on)
        case UndoExpired(at_ms=at_ms):
            return _without_easy_undo(draft, at_ms)
        case _:
            return _held(draft, gesture)


def _held(draft: LockerDraft, gesture: object) -> LockerDraft:
    match gesture:
        case HoldDoor(compartment=compartment):
            return replace(draft, held=compartment, shown=None)
        case LetGo():
            return replace(draft, held=None, shown=None)
        case _:
            return draft


def _without_easy_undo(draft: LockerDraft, at_ms: int) -> LockerDraft:
    if isinstance(draft.answer, Deposited) and draft.answer.at_ms == at_ms:
        return replace(draft, answer=replace(draft.answer, may_undo=False))
    return draft


def _carried(draft: LockerDraft, carried: Carried) -> LockerDraft:
    fresh = replace(draft, intent_id=carried.fresh_id)
    if isinstance(carried.outcome, Refused):
        return replace(fresh, answer=_refused(carried.intent, carried.outcome.reason, carried.fresh_id))
    match carried.intent, carried.outcome:
        case ShowDoorCode(compartment=compartment), Recorded():
            # Only where the thumb is still there.
            is_held = draft.held == (compartment or THE_PLACE)
            return replace(fresh, shown=draft.held if is_held else None)
        case RecordDrop(crates=(code,), compartment=str(door)), Recorded(ids=ids):
            answer = Deposited(code, door, carried.at_ms, ids)
            return _ready(replace(fresh, answer=answer))
        case RecordDrop(exceptions=exceptions), Recorded():
            return _ready(replace(fresh, answer=ReportedFull(len(exceptions))))
        case RecordIncident(compartment=str(door)), Recorded():
            return replace(fresh, answer=ReportedBroken(door), door=None)
        case UndoRecord(), Recorded():
            return replace(fresh, answer=Undone())
        case ScanCode(how=how), Scan() as scan:
            draft.typed.clear()
            is_for_here = scan.answer is ScanAnswer.EXPECTED and scan.fault is None
            chosen = replace(fresh, crate=scan.code, how=how, answer=None)
            return chosen if is_for_here else replace(fresh, answer=scan)
        case _:
            return draft


def _refused(intent: object, reason: RefusalReason, fresh_id: str) -> NotRecorded:
    if isinstance(intent, RecordDrop) and reason in MAY_INSIST:
        return NotRecorded(reason, replace(intent, intent_id=fresh_id, even_if_odd=True))
    return NotRecorded(reason)


def _ready(draft: LockerDraft) -> LockerDraft:
    """For the next crate; the reading stays in sight, and is its own as long as nobody changes it."""
    draft.typed.clear()
    return replace(draft, crate=None, how=How.TAPPED, door=None)


def alarm(draft: LockerDraft) -> Alarm | None:
    """A code is hidden after a while however long it is held; the easy undo ends."""
    if draft.shown is not None:
        return Alarm(CODE_SHOWN_S, LetGo())
    if isinstance(draft.answer, Deposited) and draft.answer.may_undo:
        return Alarm(UNDO_WINDOW_MS / 1000, UndoExpired(draft.answer.at_ms))
    return None


def focus(draft: LockerDraft, carried: Carried) -> Typed | None:
    """After a typed code, the next one."""
    match carried.intent:
        case ScanCode(how=How.TYPED) | RecordDrop(how=How.TYPED):
            return draft.typed
        case _:
            return None
