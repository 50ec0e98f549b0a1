"""What a person has begun at a stop and not recorded yet: crates set aside, reasons, the last answer."""

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mobile.actions.attaching import Attached
from mobile.actions.crate_acts import CrateException
from mobile.actions.keep_photo import photos_of_stop
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_pickup import RecordPickup
from mobile.actions.scan_code import Scan, ScanCode
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.config import UNDO_WINDOW_MS
from mobile.screens.aside import (
    NO_CRATES,
    Aside,
    GiveReason,
    ToggleCrates,
    explained,
    toggled,
    unexplained,
)
from mobile.screens.cold import ReadingDraft, change_reading
from mobile.screens.contract import Alarm, Carried
from mobile.screens.photos import (
    NO_PHOTO_BEGUN,
    PhotoDraft,
    change_photos,
    follow_photos,
)
from mobile.screens.proof import ProofDraft, change_proof
from mobile.screens.rows import ROWS_AT_FIRST, ROWS_MORE, ShowMoreRows
from mobile.screens.stop.empties_draft import EmptiesDraft, change_empties, is_about_empties
from mobile.screens.stop.gestures import (
    ChooseAct,
    OpenHandled,
    ScannedSome,
    ShowAllReasons,
    ShowAllRecords,
    TakeBack,
    UndoExpired,
)
from shared.custody.events import How
from shared.custody.rules import Act, ScanAnswer

MAY_INSIST = frozenset({RefusalReason.NOT_CARRIED, RefusalReason.WRONG_STOP})


@dataclass(frozen=True, slots=True)
class WasRecorded:
    """The last record: what it did and when, and the facts that undoing it would void."""

    act: Act
    crates: int
    excepted: int
    at_ms: int
    fact_ids: tuple[str, ...]
    may_undo: bool = True


@dataclass(frozen=True, slots=True)
class WasUndone:
    """The last thing done was an undo."""


@dataclass(frozen=True, slots=True)
class WasRefused:
    """Nothing was recorded, why, and for which crates; `insisting` records all the same what may be."""

    reason: RefusalReason
    crates: tuple[str, ...] = ()
    insisting: RecordDrop | RecordPickup | None = None


@dataclass(frozen=True, slots=True)
class WasScanned:
    """A typed or scanned code that is not simply expected."""

    act: Act
    scan: Scan


Answer = WasRecorded | WasUndone | WasRefused | WasScanned


@dataclass(frozen=True, slots=True)
class StopDraft:
    """`excepted` maps the crates set aside to their reason, None while it is still asked for.

    `scanned` were seen by the scanner and are not recorded yet.
    """

    intent_id: str
    excepted: Aside = field(default_factory=lambda: NO_CRATES)
    act: Act | None = None
    answer: Answer | None = None
    opened: str | None = None
    all_reasons: bool = False
    scanned: frozenset[str] = frozenset()
    all_records: bool = False
    rows_shown: int = ROWS_AT_FIRST
    photo: PhotoDraft = NO_PHOTO_BEGUN
    proof: ProofDraft = field(default_factory=ProofDraft)
    reading: ReadingDraft = field(default_factory=ReadingDraft)
    empties: EmptiesDraft = field(default_factory=EmptiesDraft)
    typed: Typed = field(default_factory=Typed, compare=False)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Crates set aside without a reason yet."""
        return unexplained(self.excepted)


def change(draft: StopDraft, news: object) -> StopDraft:
    """Fold one gesture, or what came of an intent, into the draft."""
    if isinstance(news, ShowMoreRows):
        return replace(draft, rows_shown=draft.rows_shown + ROWS_MORE)
    is_of_empties = is_about_empties(draft.empties, news)
    draft = replace(
        draft,
        photo=change_photos(draft.photo, news),
        proof=change_proof(draft.proof, news),
        reading=change_reading(draft.reading, news),
        empties=change_empties(draft.empties, news),
    )
    if is_of_empties:
        return replace(draft, intent_id=news.fresh_id) if isinstance(news, Carried) else draft
    if isinstance(news, ScannedSome):
        missing = MappingProxyType(dict.fromkeys(news.missing))
        return replace(draft, act=news.act, scanned=frozenset(news.scanned), excepted=missing, answer=None)
    return _carried(draft, news) if isinstance(news, Carried) else _gestured(draft, news)


def _gestured(draft: StopDraft, gesture: object) -> StopDraft:
    match gesture:
        case ToggleCrates(codes=codes):
            return replace(draft, excepted=toggled(draft.excepted, codes), answer=None, all_reasons=False)
        case GiveReason(reason=reason):
            return replace(draft, excepted=explained(draft.excepted, reason), all_reasons=False)
        case TakeBack():
            kept = {code: reason for code, reason in draft.excepted.items() if reason is not None}
            return replace(draft, excepted=MappingProxyType(kept), all_reasons=False)
        case ShowAllReasons() | ShowAllRecords():
            is_reasons = isinstance(gesture, ShowAllReasons)
            return replace(draft, **{"all_reasons" if is_reasons else "all_records": True})
        case ChooseAct(act=act):
            proof = replace(draft.proof, is_open=False, is_missing=False)
            return replace(
                draft, act=act, excepted=NO_CRATES, opened=None, reading=ReadingDraft(), proof=proof
            )
        case OpenHandled(code=code):
            return replace(draft, opened=code)
        case UndoExpired(at_ms=at_ms):
            return _without_easy_undo(draft, at_ms)
        case _:
            return draft


def _without_easy_undo(draft: StopDraft, at_ms: int) -> StopDraft:
    if isinstance(draft.answer, WasRecorded) and draft.answer.at_ms == at_ms:
        return replace(draft, answer=replace(draft.answer, may_undo=False))
    return draft


def _carried(draft: StopDraft, carried: Carried) -> StopDraft:
    match carried.intent, carried.outcome:
        case (RecordDrop() | RecordPickup()) as intent, Recorded(ids=ids):
            return _after_record(draft, intent, ids, carried)
        case UndoRecord(), Recorded():
            return replace(draft, intent_id=carried.fresh_id, answer=WasUndone(), opened=None)
        case intent, Refused(reason=RefusalReason.ALREADY_DONE) if _is_told(draft.answer, intent):
            return replace(draft, intent_id=carried.fresh_id)
        case intent, Refused() as refused:
            return _after_refusal(draft, intent, refused, carried.fresh_id)
        case ScanCode(act=act), Scan() as scan:
            draft.typed.clear()
            expected = scan.answer is ScanAnswer.EXPECTED and scan.fault is None
            return replace(
                draft,
                intent_id=carried.fresh_id,
                answer=None if expected else WasScanned(act, scan),
                opened=None,
            )
        case _:
            return draft


def _after_record(
    draft: StopDraft, intent: RecordDrop | RecordPickup, ids: tuple[str, ...], carried: Carried
) -> StopDraft:
    act = Act.DROP if isinstance(intent, RecordDrop) else Act.PICKUP
    recorded = {*intent.crates, *(exception.code for exception in intent.exceptions)}
    left = {code: reason for code, reason in draft.excepted.items() if code not in recorded}
    answer = WasRecorded(act, len(intent.crates), len(intent.exceptions), carried.at_ms, ids)
    return replace(
        draft,
        intent_id=carried.fresh_id,
        excepted=MappingProxyType(left),
        act=None,
        answer=answer,
        opened=None,
        scanned=draft.scanned - recorded,
        # One code after the other is one act with one reading; all at once, the next act is another.
        reading=ReadingDraft() if intent.how is How.BULK else draft.reading,
    )


def _is_told(answer: Answer | None, intent: object) -> bool:
    """A double tap: what the first one recorded, and its undo, stay on the screen."""
    if not isinstance(answer, WasRecorded) or not isinstance(intent, RecordDrop | RecordPickup):
        return False
    act = Act.DROP if isinstance(intent, RecordDrop) else Act.PICKUP
    return (answer.act, answer.crates) == (act, len(intent.crates))


def _after_refusal(draft: StopDraft, intent: object, refused: Refused, fresh_id: str) -> StopDraft:
    """Crates to blame are set aside, so that a reason, or insisting, is one tap away."""
    excepted = dict(draft.excepted)
    insisting = None
    if isinstance(intent, RecordDrop | RecordPickup) and refused.reason in MAY_INSIST:
        insisting = replace(intent, intent_id=fresh_id, even_if_odd=True)
        excepted |= {code: excepted.get(code) for code in refused.crates}
    return replace(
        draft,
        intent_id=fresh_id,
        excepted=MappingProxyType(excepted),
        answer=WasRefused(refused.reason, refused.crates, insisting),
    )


def follow(draft: StopDraft, carried: Carried) -> object | None:
    """An expected crate is recorded at once: scanning it was the decision."""
    match carried.intent, carried.outcome:
        case ScanCode() as intent, Scan(answer=ScanAnswer.EXPECTED, code=str(code), fault=None):
            return record_of(intent.act, draft, intent.round_id, intent.place_id, (code,), intent.how)
        case _:
            return follow_photos(carried)


def record_of(
    act: Act,
    draft: StopDraft,
    round_id: str,
    place_id: str,
    crates: tuple[str, ...],
    how: How,
    exceptions: tuple[CrateException, ...] = (),
) -> RecordDrop | RecordPickup:
    """The intent to record these crates, with what was attached and read at the stop."""
    attached, dc = Attached(photos_of=photos_of_stop(round_id, place_id)), draft.reading.dc
    make = RecordDrop if act is Act.DROP else RecordPickup
    return make(
        draft.intent_id,
        round_id,
        place_id,
        crates,
        exceptions,
        how=how,
        temp_dc=dc,
        attached=attached,
    )


def alarm(draft: StopDraft) -> Alarm | None:
    """The easy undo goes after 30 s; correcting stays possible on the crate's own row."""
    if isinstance(draft.answer, WasRecorded) and draft.answer.may_undo:
        return Alarm(UNDO_WINDOW_MS / 1000, UndoExpired(draft.answer.at_ms))
    return None


def focus(draft: StopDraft, carried: Carried) -> Typed | None:
    """After a typed code, the next one."""
    match carried.intent:
        case ScanCode(how=How.TYPED) | RecordDrop(how=How.TYPED) | RecordPickup(how=How.TYPED):
            return draft.typed
        case _:
            return None
