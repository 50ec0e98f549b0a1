"""Take a colleague's packs in: kept here, sealed, until the server has them; twice is once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mobile.device.clock import Clock, Randomness
from mobile.store.carried import keep_packs
from mobile.store.database import Store
from shared.sync.rescue_frames import Collection, FrameFault, assembled, with_frame
from shared.sync.rescue_pack import PackFault, SealedPack, read_packs


@dataclass(frozen=True, slots=True)
class TakePacksIn:
    """Carry what this file holds."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class TakeFramesIn:
    """Carry what these pictures say together, in whatever order they were read."""

    frames: tuple[str, ...]


class TakeInRefusal(StrEnum):
    """Why there is nothing to carry, besides what is wrong with the packs themselves."""

    OWN_FACTS = "own_facts"
    FRAMES_MISSING = "frames_missing"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """On the disk: whose facts, how many, and whether some were not here before."""

    name: str
    facts: int
    is_new: bool


TakeInOutcome = TakenIn | PackFault | FrameFault | TakeInRefusal


def take_packs_in(intent: TakePacksIn, store: Store, clock: Clock, _randomness: Randomness) -> TakeInOutcome:
    """All packs of a file or none; `TakenIn` is told after the commit."""
    packs = read_packs(intent.raw)
    if isinstance(packs, PackFault):
        return packs
    return _keep(packs, store, clock)


def take_frames_in(intent: TakeFramesIn, store: Store, clock: Clock, randomness: Randomness) -> TakeInOutcome:
    """As a file, once all pictures were read."""
    collection = Collection()
    for text in intent.frames:
        found = with_frame(collection, text)
        if isinstance(found, FrameFault):
            return found
        collection = found
    if not collection.is_complete:
        return TakeInRefusal.FRAMES_MISSING
    raw = assembled(collection)
    if raw is None:
        return FrameFault.DAMAGED
    return take_packs_in(TakePacksIn(raw), store, clock, randomness)


def _keep(packs: Sequence[SealedPack], store: Store, clock: Clock) -> TakeInOutcome:
    own = store.enrolment.device_id if store.enrolment else None
    foreign = [pack for pack in packs if pack.label.device != own]
    if not foreign:
        return TakeInRefusal.OWN_FACTS
    added = keep_packs(store, foreign, clock.wall_ms())
    return TakenIn(foreign[0].label.name, sum(pack.label.facts for pack in foreign), is_new=added > 0)
