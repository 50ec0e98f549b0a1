"""What a person has begun to count before leaving: crates that lack, codes read, extras, the record made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mobile.actions.depart_round import DepartRound
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.scan_code import Scan, ScanCode
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.device.cues import Cue
from mobile.screens.contract import Alarm, Carried, Gesture
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo
from mobile.screens.rows import ROWS_AT_FIRST, ROWS_MORE, ShowMoreRows
from shared.custody.events import How

NO_EXTRAS: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ToggleMissing(Gesture):
    """These crates are not there, or are after all."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SawExpected(Gesture):
    """A code of the list was read: that crate is there."""

    code: str


@dataclass(frozen=True, slots=True)
class UnseenAreMissing(Gesture):
    """Everything whose code was not read is not there."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToggleExtra(Gesture):
    """Take an extra crate along, or leave it here."""

    code: str


@dataclass(frozen=True, slots=True)
class GroupBy(Gesture):
    """Look at the crates by whose they are, or by where they go."""

    by_producer: bool


@dataclass(frozen=True, slots=True)
class OpenCamera(Gesture):
    """Read codes by the camera, or put it away."""


@dataclass(frozen=True, slots=True)
class LoadDraft:
    """`extras` maps codes on no list to whether they are taken along; `said` is the last code's answer."""

    intent_id: str
    missing: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    extras: Mapping[str, bool] = field(default_factory=lambda: NO_EXTRAS)
    by_producer: bool = False
    has_camera: bool = False
    rows_shown: int = ROWS_AT_FIRST
    said: SawExpected | Scan | None = None
    refusal: RefusalReason | None = None
    recorded: JustRecorded | None = None
    was_undone: bool = False
    typed: Typed = field(default_factory=Typed, compare=False)


def change(draft: LoadDraft, news: object) -> LoadDraft:
    """Fold one gesture, or what came of an intent."""
    if isinstance(news, ShowMoreRows):
        return replace(draft, rows_shown=draft.rows_shown + ROWS_MORE)
    return _carried(draft, news) if isinstance(news, Carried) else _gestured(draft, news)


def _gestured(draft: LoadDraft, gesture: object) -> LoadDraft:
    match gesture:
        case ToggleMissing(codes=codes):
            all_out = draft.missing.issuperset(codes)
            missing = draft.missing - set(codes) if all_out else draft.missing | set(codes)
            return replace(draft, missing=missing, said=None, was_undone=False)
        case SawExpected(code=code):
            draft.typed.clear()
            return replace(draft, seen=draft.seen | {code}, missing=draft.missing - {code}, said=gesture)
        case UnseenAreMissing(codes=codes):
            return replace(draft, missing=draft.missing | (set(codes) - draft.seen), said=None)
        case ToggleExtra(code=code):
            extras = {**draft.extras, code: not draft.extras.get(code, False)}
            return replace(draft, extras=MappingProxyType(extras))
        case GroupBy(by_producer=by_producer):
            return replace(draft, by_producer=by_producer)
        case OpenCamera():
            return replace(draft, has_camera=not draft.has_camera)
        case EasyUndoOver() as over:
            return replace(draft, recorded=without_easy_undo(draft.recorded, over))
        case _:
            return draft


def _carried(draft: LoadDraft, carried: Carried) -> LoadDraft:
    match carried.intent, carried.outcome:
        case DepartRound(), Recorded(ids=ids):
            return LoadDraft(carried.fresh_id, recorded=JustRecorded(ids, carried.at_ms), typed=draft.typed)
        case UndoRecord(), Recorded():
            return LoadDraft(carried.fresh_id, was_undone=True, typed=draft.typed)
        case ScanCode(), Scan(code=code) as scan:
            draft.typed.clear()
            known = {code: False} if code is not None and scan.fault is None else {}
            extras = MappingProxyType({**known, **draft.extras})
            return replace(draft, intent_id=carried.fresh_id, said=scan, extras=extras)
        case _, Refused(reason=reason):
            return replace(draft, intent_id=carried.fresh_id, refusal=reason)
        case _:
            return draft


def alarm(draft: LoadDraft) -> Alarm | None:
    """The easy undo goes after 30 s."""
    return undo_alarm(draft.recorded)


def focus(draft: LoadDraft, carried: Carried) -> Typed | None:
    """After a typed code, the next one."""
    match carried.intent:
        case ScanCode(how=How.TYPED):
            return draft.typed
        case _:
            return None


def cue(_draft: LoadDraft, news: object) -> Cue | None:
    """What is heard and felt of a code."""
    match news:
        case SawExpected():
            return Cue.EXPECTED
        case Carried(outcome=Scan()):
            return Cue.UNKNOWN
        case _:
            return None
