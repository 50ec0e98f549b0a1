"""What the giver has begun: to whom, which crates not, a name, a signature, a badge; and the last answer."""

from dataclasses import dataclass, field, replace
from enum import Enum

from mobile.actions.give_handover import GiveHandover
from mobile.actions.outcomes import Recorded, Refused
from mobile.actions.record_drop import RecordDrop
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.components.signature_ink import NO_INK, Ink
from mobile.screens.contract import Alarm, Carried, CodeRead, Gesture, GoTo
from mobile.screens.handover.state import GiveState
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo
from mobile.screens.photos import NO_PHOTO_BEGUN, PhotoDraft, change_photos, follow_photos
from mobile.screens.routes import handover_shown_route
from shared.custody.codes import ScannedPlace
from shared.custody.events import How


class Side(Enum):
    """Who takes the crates, where it is nobody with the app."""

    WITHOUT_APP = "without_app"
    BADGE = "badge"


@dataclass(frozen=True, slots=True)
class ToWhom(Gesture):
    """A person of the network, somebody without the app, a relay's badge; None to choose anew."""

    taker: str | Side | None


@dataclass(frozen=True, slots=True)
class ToggleAboard(Gesture):
    """Keep crates aboard, or hand them over after all."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw(Gesture):
    """The signature as it is now."""

    ink: Ink


@dataclass(frozen=True, slots=True)
class WasTyped(Gesture):
    """A field changed: what depends on it is drawn again."""


@dataclass(frozen=True, slots=True)
class BadgeRead(Gesture):
    """A badge, or what is none: `place_id` where it is a place's."""

    place_id: str | None
    how: How


@dataclass(frozen=True, slots=True)
class GiveDraft:
    """`kept` are the crates not handed over; `turns` makes each redrawing a draft of its own."""

    intent_id: str
    taker: str | Side | None = None
    kept: frozenset[str] = frozenset()
    ink: Ink = NO_INK
    badge: BadgeRead | None = None
    refused: Refused | None = None
    dropped: JustRecorded | None = None
    dropped_crates: int = 0
    was_undone: bool = False
    turns: int = 0
    photo: PhotoDraft = NO_PHOTO_BEGUN
    search: Typed = field(default_factory=Typed, compare=False)
    name: Typed = field(default_factory=Typed, compare=False)
    code: Typed = field(default_factory=Typed, compare=False)


def change(draft: GiveDraft, news: object) -> GiveDraft:
    """Fold one gesture, or what came of an intent, into the draft."""
    draft = replace(draft, photo=change_photos(draft.photo, news))
    match news:
        case Carried():
            return _carried(draft, news)
        case ToWhom(taker=taker):
            return replace(draft, taker=taker, badge=None, refused=None, was_undone=False)
        case ToggleAboard(codes=codes):
            kept = draft.kept - {*codes} if draft.kept.issuperset(codes) else draft.kept | {*codes}
            return replace(draft, kept=kept, refused=None)
        case Draw(ink=ink):
            return replace(draft, ink=ink)
        case WasTyped():
            return replace(draft, turns=draft.turns + 1)
        case BadgeRead():
            draft.code.clear()
            return replace(draft, taker=Side.BADGE, badge=news, refused=None, turns=draft.turns + 1)
        case EasyUndoOver():
            return replace(draft, dropped=without_easy_undo(draft.dropped, news))
        case _:
            return draft


def _carried(draft: GiveDraft, carried: Carried) -> GiveDraft:
    match carried.intent, carried.outcome:
        case RecordDrop(crates=crates), Recorded(ids=ids):
            done = JustRecorded(ids, carried.at_ms)
            return replace(
                draft, intent_id=carried.fresh_id, dropped=done, dropped_crates=len(crates), kept=frozenset()
            )
        case UndoRecord(), Recorded():
            return replace(draft, intent_id=carried.fresh_id, dropped=None, was_undone=True)
        case ((GiveHandover() | RecordDrop()), Refused() as refused):
            # Crates to blame are kept aboard: what remains may be handed over by one more tap.
            kept = draft.kept | {*refused.crates}
            return replace(draft, intent_id=carried.fresh_id, refused=refused, kept=kept)
        case _:
            return replace(draft, intent_id=carried.fresh_id)


def follow(_draft: GiveDraft, carried: Carried) -> object | None:
    """A handover that is recorded is shown to the other phone at once."""
    match carried.intent, carried.outcome:
        case GiveHandover(), Recorded(ids=ids):
            return GoTo(handover_shown_route(ids[0]))
        case _:
            return follow_photos(carried)


def read(state: GiveState | None, draft: GiveDraft, code: CodeRead) -> object | None:
    """A badge, wherever one is on this screen; a typed one may be the place's code alone."""
    if state is None or (draft.taker is not Side.BADGE and code.how is How.TYPED):
        return None
    scanned = code.means
    asked = scanned.place_id if isinstance(scanned, ScannedPlace) else code.text.strip().upper()
    found = state.places.get(asked)
    return BadgeRead(found[0] if found else None, code.how)


def alarm(draft: GiveDraft) -> Alarm | None:
    """The easy undo of a drop goes after 30 s."""
    return undo_alarm(draft.dropped)
