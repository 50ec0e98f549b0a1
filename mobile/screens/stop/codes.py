"""What a code read at a stop means, and what is heard and felt of the answer."""

from mobile.actions.scan_code import Scan, ScanCode
from mobile.device.cues import Cue
from mobile.screens.contract import Carried, CodeRead
from mobile.screens.stop.draft import StopDraft
from mobile.screens.stop.state import StopState
from shared.custody.rules import ScanAnswer

CUES: dict[ScanAnswer, Cue] = {
    ScanAnswer.EXPECTED: Cue.EXPECTED,
    ScanAnswer.UNKNOWN: Cue.UNKNOWN,
    ScanAnswer.WRONG_STOP: Cue.WRONG_STOP,
    ScanAnswer.ALREADY_DONE: Cue.ALREADY_DONE,
}


def scan_of(state: StopState, draft: StopDraft, code: CodeRead) -> ScanCode:
    """The scan of a code, for the act that waits for that crate, else the current one."""
    act = state.act_for(code.means, draft.act)
    return ScanCode(draft.intent_id, state.round_id, state.place_id, act, code.text, code.how)


def read(state: StopState | None, draft: StopDraft, code: CodeRead) -> object | None:
    """Typed, or read by a reader at the phone: a scan like any other."""
    return scan_of(state, draft, code) if state is not None else None


def cue(_draft: object, news: object) -> Cue | None:
    """One of four, for whatever read the code."""
    match news:
        case Carried(outcome=Scan(answer=answer)):
            return CUES[answer]
        case _:
            return None
