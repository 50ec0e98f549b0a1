"""What the taker has begun: pictures read, the offer seen, crates set aside or typed one by one."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.scan_handover import HandoverRefused, OfferSeen, ScanHandover, ShortOfferSeen
from mobile.actions.take_handover import TakeHandover
from mobile.components.code_field import Typed
from mobile.screens.aside import NO_CRATES, Aside, GiveReason, ToggleCrates, explained, toggled, unexplained
from mobile.screens.contract import Carried, CodeRead, Gesture, GoTo
from mobile.screens.photos import NO_PHOTO_BEGUN, PhotoDraft, change_photos, follow_photos
from mobile.screens.proof import ProofDraft, change_proof
from mobile.screens.routes import handover_shown_route
from shared.custody.codes import ScannedCrate
from shared.custody.events import How
from shared.sync.rescue_frames import Collection, FrameFault, assembled, with_frame


class OfRound(Protocol):
    """What the draft needs of the state it goes with."""

    @property
    def round_id(self) -> str | None:
        """The taker's round, where one is going on."""
        ...


@dataclass(frozen=True, slots=True)
class OpenCamera(Gesture):
    """Read with the camera, or no longer."""


@dataclass(frozen=True, slots=True)
class FrameRead(Gesture):
    """One of several pictures was read."""

    collection: Collection


@dataclass(frozen=True, slots=True)
class GiverIs(Gesture):
    """Which of the people a short code fits."""

    person_id: str


@dataclass(frozen=True, slots=True)
class CrateRead(Gesture):
    """A crate that is here, where a short code did not name them; None for what is no crate's code."""

    code: str | None


@dataclass(frozen=True, slots=True)
class StartAgain(Gesture):
    """Forget the code that was read."""


@dataclass(frozen=True, slots=True)
class TakeDraft:
    """`added` are the crates read one by one for a short code; `aside` those not taken, with their reason."""

    intent_id: str
    has_camera: bool = True
    collection: Collection = field(default_factory=Collection, compare=False)
    frames_got: int = 0
    seen: OfferSeen | ShortOfferSeen | None = None
    giver_id: str | None = None
    added: tuple[str, ...] = ()
    aside: Aside = field(default_factory=lambda: NO_CRATES)
    refused: HandoverRefused | None = None
    refusal: RefusalReason | None = None
    is_bad_crate: bool = False
    turns: int = 0
    photo: PhotoDraft = NO_PHOTO_BEGUN
    proof: ProofDraft = field(default_factory=ProofDraft)
    typed: Typed = field(default_factory=Typed, compare=False)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Crates set aside without a reason yet."""
        return unexplained(self.aside)


def change(draft: TakeDraft, news: object) -> TakeDraft:
    """Fold one gesture, or what came of an intent, into the draft."""
    draft = replace(draft, photo=change_photos(draft.photo, news), proof=change_proof(draft.proof, news))
    return _carried(draft, news) if isinstance(news, Carried) else _gestured(draft, news)


def _gestured(draft: TakeDraft, gesture: object) -> TakeDraft:
    match gesture:
        case OpenCamera():
            return replace(draft, has_camera=not draft.has_camera, refused=None)
        case FrameRead(collection=collection):
            return replace(draft, collection=collection, frames_got=collection.got, refused=None)
        case GiverIs(person_id=person_id):
            return replace(draft, giver_id=person_id)
        case CrateRead(code=code):
            draft.typed.clear()
            added = draft.added if code is None or code in draft.added else (*draft.added, code)
            return replace(draft, added=added, is_bad_crate=code is None, turns=draft.turns + 1)
        case ToggleCrates(codes=codes):
            return replace(draft, aside=toggled(draft.aside, codes))
        case GiveReason(reason=reason):
            return replace(draft, aside=explained(draft.aside, reason))
        case StartAgain():
            draft.typed.clear()
            return TakeDraft(draft.intent_id, turns=draft.turns + 1, typed=draft.typed)
        case _:
            return draft


def _carried(draft: TakeDraft, carried: Carried) -> TakeDraft:
    draft = replace(draft, intent_id=carried.fresh_id, refused=None, refusal=None, turns=draft.turns + 1)
    match carried.intent, carried.outcome:
        case ScanHandover(), OfferSeen() as seen:
            draft.typed.clear()
            return replace(draft, seen=seen, giver_id=seen.offer.giver_id, has_camera=False)
        case ScanHandover(), ShortOfferSeen() as seen:
            draft.typed.clear()
            only = seen.givers[0].person_id if len(seen.givers) == 1 else None
            return replace(draft, seen=seen, giver_id=only, has_camera=False)
        case ScanHandover(), HandoverRefused() as refused:
            return replace(draft, refused=refused, collection=Collection(), frames_got=0)
        case _, Refused(reason=reason):
            return replace(draft, refusal=reason)
        case _:
            return draft


def follow(_draft: TakeDraft, carried: Carried) -> object | None:
    """What was taken shows its receipt at once; a picture that was chosen is kept."""
    match carried.intent, carried.outcome:
        case TakeHandover(), Recorded(ids=ids):
            return GoTo(handover_shown_route(ids[0]))
        case _:
            return follow_photos(carried)


def read(state: OfRound | None, draft: TakeDraft, code: CodeRead) -> object | None:
    """First the handover's code, or one of its pictures; then, where that was short, the crates' own."""
    if state is None or isinstance(draft.seen, OfferSeen):
        return None
    if isinstance(draft.seen, ShortOfferSeen):
        scanned = code.means
        return CrateRead(scanned.code if isinstance(scanned, ScannedCrate) else None)
    collected = with_frame(draft.collection, code.text)
    if collected is FrameFault.OF_ANOTHER:
        collected = with_frame(Collection(), code.text)
    if not isinstance(collected, Collection):
        return ScanHandover(draft.intent_id, code.text, code.how, state.round_id)
    whole = assembled(collected)
    if whole is None:
        return FrameRead(collected)
    return ScanHandover(draft.intent_id, whole.decode(errors="replace"), How.QR, state.round_id)
