"""What would be recorded now: this crate behind that door, and what speaks against it."""

from dataclasses import dataclass, replace
from enum import Enum

from mobile.actions.record_drop import RecordDrop
from mobile.screens.cold import asking, broken_by
from mobile.screens.lockers.draft import LockerDraft
from mobile.screens.lockers.state import CrateToStow, LockerState
from mobile.store.lockers import DoorSight
from shared.custody.allocation import DoorState, propose


class Doubt(Enum):
    """What speaks against the chosen door, or why there is none."""

    NONE = "none"
    TAKEN = "taken"
    BROKEN = "broken"
    NOT_COLD = "not_cold"
    NONE_LEFT = "none_left"
    NONE_SUITS = "none_suits"


@dataclass(frozen=True, slots=True)
class Choice:
    """A crate, the door it would go behind, and another door where that one is doubtful."""

    crate: CrateToStow
    door: DoorSight | None
    doubt: Doubt
    instead: str | None = None


def choose(state: LockerState, draft: LockerDraft) -> Choice | None:
    """What the person chose, else the first crate and what is proposed for it; None where all is done."""
    crate = state.crate(draft.crate) or next(
        (each for each in state.todo if each.code in state.proposal), next(iter(state.todo), None)
    )
    if crate is None:
        return None
    door = state.door(draft.door or state.proposal.get(crate.code) or _other(state, crate, None))
    if door is None:
        return Choice(crate, None, Doubt.NONE_SUITS if crate.load.suits_no_locker else Doubt.NONE_LEFT)
    doubt = _doubt(door, crate)
    instead = None if doubt is Doubt.NONE else _other(state, crate, door.compartment)
    return Choice(crate, door, doubt, instead)


def deposit_of(state: LockerState, draft: LockerDraft, compartment: str) -> RecordDrop | None:
    """The deposit behind a door whose label was just read; None where something must be said first."""
    choice = choose(state, replace(draft, door=compartment))
    if choice is None or choice.doubt is not Doubt.NONE or is_too_warm(draft, choice):
        return None
    if asking([choice.crate.load.cls]) and draft.reading.dc is None:
        return None
    return drop_of(state, draft, choice, compartment)


def drop_of(state: LockerState, draft: LockerDraft, choice: Choice, compartment: str) -> RecordDrop:
    """The deposit, with the reading where the class asks for one."""
    asks = bool(asking([choice.crate.load.cls]))
    return RecordDrop(
        draft.intent_id,
        state.round_id,
        state.place_id,
        (choice.crate.code,),
        how=draft.how,
        temp_dc=draft.reading.dc if asks else None,
        compartment=compartment,
    )


def is_too_warm(draft: LockerDraft, choice: Choice) -> bool:
    """Whether the reading says that the crate is not as cold as it must be, or as hot."""
    dc = draft.reading.dc
    return dc is not None and broken_by(dc, asking([choice.crate.load.cls])) is not None


def _doubt(door: DoorSight, crate: CrateToStow) -> Doubt:
    match door.door.state:
        case DoorState.BROKEN:
            return Doubt.BROKEN
        case DoorState.OCCUPIED:
            return Doubt.TAKEN
        case DoorState.FREE:
            return Doubt.NOT_COLD if crate.load.needs_cold and not door.door.is_cold else Doubt.NONE


def _other(state: LockerState, crate: CrateToStow, but: str | None) -> str | None:
    """The door that was proposed for this crate, else any free one that suits it."""
    planned = state.proposal.get(crate.code)
    if planned is not None and planned != but:
        return planned
    spoken_for = set(state.proposal.values())
    free = [each.door for each in state.doors if each.compartment != but]
    unplanned = [door for door in free if door.compartment not in spoken_for]
    return propose(unplanned, [crate.load]).get(crate.code)
