"""What the scanner has seen and not recorded yet, and its last answer."""

from dataclasses import dataclass, replace
from typing import Protocol

from mobile.actions.bind_crate import BindCrate
from mobile.actions.outcomes import Recorded
from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_pickup import RecordPickup
from mobile.actions.scan_code import Scan, ScanCode
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.device.cues import Cue
from mobile.screens.contract import Alarm, Carried, CodeRead, Gesture
from mobile.screens.photos import follow_photos
from mobile.screens.stop import codes as stop_codes
from mobile.screens.stop import draft as stop
from mobile.screens.stop.draft import ScannedSome, StopDraft
from mobile.screens.stop.state import ActTasks, StopState
from shared.custody.codes import ScannedCrate
from shared.custody.events import How
from shared.custody.rules import Act, ScanAnswer


class OfStop(Protocol):
    """What the draft needs of the state it goes with."""

    @property
    def stop(self) -> StopState:
        """The stop scanned at."""
        ...


@dataclass(frozen=True, slots=True)
class SeenAgain(Gesture):
    """A crate scanned a moment ago is before the lens once more."""

    code: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A crate that was waited for here, by what it was read."""

    code: str
    act: Act
    how: How


@dataclass(frozen=True, slots=True)
class Bound:
    """A blank label bound here, and the facts that undoing it would void."""

    code: str
    consignment_id: str
    at_ms: int
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScanDraft:
    """The stop as its own screen would go on with it, and the expected crates seen on this one.

    `last` is the crate of the last answer where that one was expected; `again` where it was seen before.
    `blank` is an unknown code that may be a blank label's, `bound` the label last bound.
    `recorded` is the act of the last record made here, `done` its crates: they are counted at once, while
    the stop is still being read again.
    """

    stop: StopDraft
    seen: tuple[Expected, ...] = ()
    last: Expected | None = None
    again: str | None = None
    recorded: Act | None = None
    done: frozenset[str] = frozenset()
    blank: Expected | None = None
    bound: Bound | None = None

    def codes(self, act: Act) -> tuple[str, ...]:
        """The crates seen for one act."""
        return tuple(each.code for each in self.seen if each.act is act)

    def how(self, act: Act) -> How:
        """By what they were all read; by the lens where it had a part."""
        ways = {each.how for each in self.seen if each.act is act}
        return ways.pop() if len(ways) == 1 else How.QR


def new_draft(intent_id: str) -> ScanDraft:
    """Nothing seen."""
    return ScanDraft(StopDraft(intent_id))


def change(draft: ScanDraft, news: object) -> ScanDraft:
    """Fold one gesture, or what came of an intent; what is recorded is the stop's own affair."""
    draft = replace(draft, stop=stop.change(draft.stop, news))
    if isinstance(news, Carried):
        plain = replace(draft, last=None, again=None, blank=None, bound=None)
        return _carried(plain, news, draft.bound)
    if isinstance(news, SeenAgain):
        return replace(
            draft,
            stop=replace(draft.stop, answer=None),
            last=None,
            again=news.code,
            blank=None,
            bound=None,
        )
    return draft


def _carried(draft: ScanDraft, carried: Carried, bound: Bound | None) -> ScanDraft:
    match carried:
        case Carried(
            intent=ScanCode(act=act, how=how),
            outcome=Scan(answer=ScanAnswer.EXPECTED, code=str(code), fault=None),
        ):
            seen = Expected(code, act, how)
            others = tuple(each for each in draft.seen if each.code != code)
            return replace(draft, stop=replace(draft.stop, act=act), seen=(*others, seen), last=seen)
        case Carried(
            intent=ScanCode(how=how), outcome=Scan(answer=ScanAnswer.UNKNOWN, code=str(code), fault=None)
        ):
            return replace(draft, blank=Expected(code, Act.PICKUP, how))
        case Carried(intent=BindCrate() as intent, outcome=Recorded(ids=ids)):
            # Bound is counted as seen: it is taken with the others, by the one button at the foot.
            seen = Expected(intent.code, Act.PICKUP, intent.how)
            return replace(
                draft,
                stop=replace(draft.stop, intent_id=carried.fresh_id, act=Act.PICKUP, answer=None),
                seen=(*draft.seen, seen),
                bound=Bound(intent.code, intent.consignment_id, carried.at_ms, ids),
            )
        case Carried(intent=RecordDrop() | RecordPickup() as intent, outcome=Recorded()):
            named = {*intent.crates, *(each.code for each in intent.exceptions)}
            left = tuple(each for each in draft.seen if each.code not in named)
            act = Act.DROP if isinstance(intent, RecordDrop) else Act.PICKUP
            done = draft.done.union(named)
            return replace(draft, seen=left, recorded=act, done=done)
        case Carried(intent=UndoRecord(fact_ids=ids)):
            unbound = bound.code if bound is not None and bound.fact_ids == ids else None
            left = tuple(each for each in draft.seen if each.code != unbound)
            return replace(draft, seen=left, done=frozenset())
        case _:
            return draft


def read(state: OfStop | None, draft: ScanDraft, code: CodeRead) -> object | None:
    """A crate seen already is not asked about again; anything else is."""
    if state is None:
        return None
    found = code.means
    if isinstance(found, ScannedCrate) and any(each.code == found.code for each in draft.seen):
        draft.stop.typed.clear()
        return SeenAgain(found.code)
    return stop_codes.scan_of(state.stop, draft.stop, code)


def cue(draft: ScanDraft, news: object) -> Cue | None:
    """One of four; a crate seen again sounds like one done already."""
    return Cue.ALREADY_DONE if isinstance(news, SeenAgain) else stop_codes.cue(draft, news)


def follow(_draft: ScanDraft, carried: Carried) -> object | None:
    """A picture that was chosen is kept at once."""
    return follow_photos(carried)


def alarm(draft: ScanDraft) -> Alarm | None:
    """The easy undo goes, as on the stop."""
    return stop.alarm(draft.stop)


def focus(draft: ScanDraft, carried: Carried) -> Typed | None:
    """After a typed code, the next one."""
    return stop.focus(draft.stop, carried)


def missing(draft: ScanDraft, tasks: ActTasks) -> tuple[str, ...]:
    """Crates still to do that the scanner has not seen."""
    handled = draft.done.union(draft.codes(tasks.act))
    return tuple(code for code in tasks.todo if code not in handled)


def leave(state: OfStop | None, draft: ScanDraft) -> Gesture | None:
    """Nothing scanned is lost: the stop goes on with it, and asks why the rest was not seen."""
    if state is None:
        return None
    tasks = state.stop.tasks(state.stop.current_act(draft.stop.act))
    seen = draft.codes(tasks.act)
    rest = missing(draft, tasks)
    if not seen and not (draft.recorded is tasks.act and rest):
        return None
    return ScannedSome(tasks.act, seen, rest)
