"""The pictures of a colleague's phone read so far, and what became of them once they were all there."""

from dataclasses import dataclass, field, replace

from mobile.actions.rescue_take import TakeFramesIn, TakeInRefusal, TakenIn
from mobile.device.cues import Cue
from mobile.screens.contract import Carried, CodeRead, Gesture, Reading
from shared.sync.rescue_frames import Collection, FrameFault, with_frame
from shared.sync.rescue_pack import PackFault


@dataclass(frozen=True, slots=True)
class PictureRead(Gesture):
    """One more picture than before."""

    collection: Collection
    text: str


@dataclass(frozen=True, slots=True)
class NotOneOfThem(Gesture):
    """A code that adds nothing, and why."""

    fault: FrameFault


@dataclass(frozen=True, slots=True)
class BeginAnew(Gesture):
    """Forget what was read."""


@dataclass(frozen=True, slots=True)
class CarryState:
    """Nothing of the store is needed to read."""


@dataclass(frozen=True, slots=True)
class CarryDraft:
    """`texts` are the pictures of `collection` as they were read; at most one of the others is set."""

    collection: Collection = field(default_factory=Collection)
    texts: tuple[str, ...] = ()
    fault: FrameFault | None = None
    taken: TakenIn | None = None
    refusal: str | None = None


def new_draft(_intent_id: str) -> CarryDraft:
    """Nothing read yet."""
    return CarryDraft()


def load(_reading: Reading) -> CarryState:
    """The same for everybody."""
    return CarryState()


def read(_state: CarryState, draft: CarryDraft, code: CodeRead) -> object | None:
    """A picture read before adds nothing; the last one that lacked makes the pack."""
    if draft.taken is not None or draft.refusal is not None:
        return None
    found = with_frame(draft.collection, code.text)
    if isinstance(found, FrameFault):
        return NotOneOfThem(found)
    if found is draft.collection:
        return None
    if found.is_complete:
        return TakeFramesIn((*draft.texts, code.text))
    return PictureRead(found, code.text)


def change(draft: CarryDraft, news: object) -> CarryDraft:
    """Fold a picture, or what became of all of them."""
    match news:
        case PictureRead(collection=collection, text=text):
            return CarryDraft(collection, (*draft.texts, text))
        case NotOneOfThem(fault=fault):
            return replace(draft, fault=fault)
        case BeginAnew():
            return CarryDraft()
        case Carried(intent=TakeFramesIn(), outcome=TakenIn() as taken):
            return CarryDraft(taken=taken)
        case Carried(
            intent=TakeFramesIn(), outcome=(PackFault() | FrameFault() | TakeInRefusal()) as refusal
        ):
            return CarryDraft(refusal=refusal.value)
        case _:
            return draft


def cue(_draft: CarryDraft, news: object) -> Cue | None:
    """Heard once it is done: hundreds of pictures are not each worth a sound."""
    match news:
        case Carried(outcome=TakenIn()):
            return Cue.EXPECTED
        case Carried(outcome=PackFault() | FrameFault() | TakeInRefusal()):
            return Cue.UNKNOWN
        case _:
            return None
