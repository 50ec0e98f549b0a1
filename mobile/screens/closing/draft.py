"""What a person has begun at the end of a round: figures typed, crates given a holder, the record made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mobile.actions.close_round import CloseRound
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, Gesture
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo


@dataclass(frozen=True, slots=True)
class ToggleLeft(Gesture):
    """Choose crates to say where they are, or let go of them."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask(Gesture):
    """What else must be said of the chosen crates: at which place, or to whom."""

    what: str


@dataclass(frozen=True, slots=True)
class GiveHolder(Gesture):
    """The chosen crates have this holder; None: the helper keeps them."""

    holder: "Holder | None"


@dataclass(frozen=True, slots=True)
class ReadOdometer(Gesture):
    """Type the odometer's two figures instead of the distance, or the other way round."""

    is_read: bool


@dataclass(frozen=True, slots=True)
class Retyped(Gesture):
    """A figure changed: what is computed from it is shown anew."""


@dataclass(frozen=True, slots=True)
class Complain(Gesture):
    """These fields hold what cannot be read."""

    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who or what has a crate now: a place of the network, or somebody by name."""

    name: str
    place_id: str | None = None


PLACE, PERSON = "place", "person"
NOBODY_ELSE: Mapping[str, Holder] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClosingDraft:
    """`holders` maps crates given away to who has them; the others are kept by the helper."""

    intent_id: str
    chosen: frozenset[str] = frozenset()
    asking: str | None = None
    holders: Mapping[str, Holder] = field(default_factory=lambda: NOBODY_ELSE)
    reads_odometer: bool = False
    faults: frozenset[str] = frozenset()
    refusal: RefusalReason | None = None
    recorded: JustRecorded | None = None
    was_undone: bool = False
    redrawn: int = 0
    distance: Typed = field(default_factory=Typed, compare=False)
    odometer_start: Typed = field(default_factory=Typed, compare=False)
    odometer_end: Typed = field(default_factory=Typed, compare=False)
    minutes: Typed = field(default_factory=Typed, compare=False)
    stop_minutes: Typed = field(default_factory=Typed, compare=False)
    fees: Typed = field(default_factory=Typed, compare=False)
    place: Typed = field(default_factory=Typed, compare=False)
    person: Typed = field(default_factory=Typed, compare=False)


def change(draft: ClosingDraft, news: object) -> ClosingDraft:
    """Fold one gesture, or what came of an intent."""
    return _carried(draft, news) if isinstance(news, Carried) else _gestured(draft, news)


def _gestured(draft: ClosingDraft, gesture: object) -> ClosingDraft:
    match gesture:
        case ToggleLeft(codes=codes):
            all_in = draft.chosen.issuperset(codes)
            chosen = draft.chosen - set(codes) if all_in else draft.chosen | set(codes)
            return replace(draft, chosen=chosen, asking=None, refusal=None, was_undone=False)
        case Ask(what=what):
            return replace(draft, asking=what)
        case GiveHolder(holder=holder):
            return _given(draft, holder)
        case ReadOdometer(is_read=is_read):
            return replace(draft, reads_odometer=is_read, faults=frozenset())
        case Retyped():
            return replace(draft, redrawn=draft.redrawn + 1, faults=frozenset())
        case Complain(fields=fields):
            return replace(draft, faults=fields)
        case EasyUndoOver() as over:
            return replace(draft, recorded=without_easy_undo(draft.recorded, over))
        case _:
            return draft


def _given(draft: ClosingDraft, holder: Holder | None) -> ClosingDraft:
    holders = {code: held for code, held in draft.holders.items() if code not in draft.chosen}
    if holder is not None:
        holders |= dict.fromkeys(draft.chosen, holder)
    draft.place.clear()
    draft.person.clear()
    return replace(draft, holders=MappingProxyType(holders), chosen=frozenset(), asking=None)


def _carried(draft: ClosingDraft, carried: Carried) -> ClosingDraft:
    match carried.intent, carried.outcome:
        case CloseRound(), Recorded(ids=ids):
            recorded = JustRecorded(ids, carried.at_ms)
            return replace(
                draft,
                intent_id=carried.fresh_id,
                recorded=recorded,
                refusal=None,
                was_undone=False,
                holders=NOBODY_ELSE,
                chosen=frozenset(),
            )
        case UndoRecord(), Recorded():
            return replace(draft, intent_id=carried.fresh_id, recorded=None, was_undone=True, refusal=None)
        case _, Refused(reason=reason):
            return replace(draft, intent_id=carried.fresh_id, refusal=reason)
        case _:
            return draft


def alarm(draft: ClosingDraft) -> Alarm | None:
    """The easy undo goes after 30 s; correcting stays possible on this screen."""
    return undo_alarm(draft.recorded)
