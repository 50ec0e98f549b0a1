"""What a code read at a locker bank means: a crate, or the door it goes behind; both are the deposit."""

from mobile.actions.outcomes import Recorded
from mobile.actions.record_drop import RecordDrop
from mobile.actions.scan_code import Scan, ScanCode
from mobile.device.cues import Cue
from mobile.screens.contract import Carried, CodeRead
from mobile.screens.lockers.choice import deposit_of
from mobile.screens.lockers.draft import ChooseDoor, LockerDraft, WrongDoor
from mobile.screens.lockers.state import LockerState
from mobile.screens.stop.codes import CUES
from shared.custody.codes import ScannedCompartment
from shared.custody.compartments import read_compartment
from shared.custody.events import How
from shared.custody.rules import Act

DOOR_LIKE_CHARACTERS = 3


def read(state: LockerState | None, draft: LockerDraft, code: CodeRead) -> object | None:
    """Typed, seen or read by a reader alike. The door after its crate is the deposit itself."""
    if state is None or state.is_closed:
        return None
    named = _door_in(code, state)
    if named is None:
        return ScanCode(draft.intent_id, state.round_id, state.place_id, Act.DROP, code.text, code.how)
    if isinstance(named, WrongDoor):
        return named
    # A crate that was only tapped is not recorded by one scan: the person says so at the foot.
    deposit = deposit_of(state, draft, named) if draft.how is not How.TAPPED else None
    return deposit or ChooseDoor(named, is_scanned=True)


def cue(_draft: object, news: object) -> Cue | None:
    """As at a stop; a deposit sounds like what was expected."""
    match news:
        case Carried(outcome=Scan(answer=answer)):
            return CUES[answer]
        case Carried(intent=RecordDrop(), outcome=Recorded()):
            return Cue.EXPECTED
        case WrongDoor():
            return Cue.WRONG_STOP
        case _:
            return None


def _door_in(code: CodeRead, state: LockerState) -> str | WrongDoor | None:
    """The door a code names, or that it is none of this bank; None where it is about a crate."""
    if isinstance(code.means, ScannedCompartment):
        named = read_compartment(code.means.compartment, state.place_id)
        return WrongDoor(None) if named is None else _known(named, state)
    named = read_compartment(code.text, state.place_id)
    # Longer, it is a crate's code typed wrong rather than a door of nowhere.
    if named is None or (state.door(named) is None and len(named) > DOOR_LIKE_CHARACTERS):
        return None
    return _known(named, state)


def _known(named: str, state: LockerState) -> str | WrongDoor:
    return named if state.door(named) is not None else WrongDoor(named)
