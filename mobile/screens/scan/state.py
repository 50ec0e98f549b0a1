"""What the scanner shows: the stop it was opened at."""

from dataclasses import replace

from mobile.screens.contract import Reading
from mobile.screens.scan.draft import ScanDraft
from mobile.screens.stop import state as stop
from mobile.screens.stop.state import StopState


def load(reading: Reading) -> StopState | None:
    """As the stop's own screen reads it; None where this phone does not know it."""
    draft = reading.draft
    return stop.load(replace(reading, draft=draft.stop) if isinstance(draft, ScanDraft) else reading)
