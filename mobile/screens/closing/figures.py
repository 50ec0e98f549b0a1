"""The figures typed at the end of a round, read together: what they say, or which fields cannot be read."""

from dataclasses import dataclass

from mobile.components.code_field import Typed
from mobile.screens.closing.draft import ClosingDraft
from shared.words.typed_figures import read_amount_cents, read_distance_m, read_minutes

DISTANCE, ODOMETER, MINUTES, STOPS, FEES = "distance", "odometer", "minutes", "stop_minutes", "fees"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was typed; None where a field is empty. `faults` are the fields that cannot be read."""

    distance_m: int | None
    odometer_start_m: int | None
    odometer_end_m: int | None
    drive_minutes: int | None
    stop_minutes: int | None
    fees_cents: int | None
    faults: frozenset[str]


def figures_of(draft: ClosingDraft) -> Figures:
    """Read every field as it stands now."""
    faults: set[str] = set()
    start_m = end_m = None
    if draft.reads_odometer:
        start_m, end_m = (
            read_distance_m(_text(draft.odometer_start)),
            read_distance_m(_text(draft.odometer_end)),
        )
        is_empty = not _text(draft.odometer_start) and not _text(draft.odometer_end)
        distance_m = end_m - start_m if start_m is not None and end_m is not None else None
        if not is_empty and (distance_m is None or distance_m < 0):
            faults.add(ODOMETER)
    else:
        distance_m = read_distance_m(_text(draft.distance))
        _note(faults, DISTANCE, draft.distance, distance_m)
    minutes, stops = read_minutes(_text(draft.minutes)), read_minutes(_text(draft.stop_minutes))
    _note(faults, MINUTES, draft.minutes, minutes)
    _note(faults, STOPS, draft.stop_minutes, stops)
    if minutes is not None and stops is not None and stops > minutes:
        faults.add(STOPS)
    fees_cents = read_amount_cents(_text(draft.fees))
    _note(faults, FEES, draft.fees, fees_cents)
    drive = None if minutes is None else max(0, minutes - (stops or 0))
    return Figures(distance_m, start_m, end_m, drive, stops, fees_cents, frozenset(faults))


def _text(typed: Typed) -> str:
    return typed.latest().strip()


def _note(faults: set[str], name: str, typed: Typed, found: int | None) -> None:
    if found is None and _text(typed):
        faults.add(name)
