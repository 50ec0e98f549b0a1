"""What the scanner shows: the stop it was opened at, and what a blank label may be bound to."""

from dataclasses import dataclass, replace

from mobile.screens.contract import Reading
from mobile.screens.scan.draft import ScanDraft
from mobile.screens.stop import state as stop
from mobile.screens.stop.state import StopState
from mobile.store.bound import LabelChoice, label_choices


@dataclass(frozen=True, slots=True)
class ScanState:
    """The stop; `choices` where the code last read may be a blank label's."""

    stop: StopState
    choices: tuple[LabelChoice, ...] = ()


def load(reading: Reading) -> ScanState | None:
    """As the stop's own screen reads it; None where this phone does not know it."""
    draft = reading.draft
    assert isinstance(draft, ScanDraft)
    found = stop.load(replace(reading, draft=draft.stop))
    if found is None:
        return None
    choices: tuple[LabelChoice, ...] = ()
    if draft.blank is not None and not found.is_closed:
        choices = label_choices(reading.store, draft.blank.code, found.round_id, found.place_id)
    return ScanState(found, choices)
