"""Sentences of the phone: Incident."""

from collections.abc import Callable
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTexts:
    """Incident."""

    title: str
    entry: str
    unknown: str
    what: str
    other: str
    no_crate: str
    which: Counted
    no_producer: str
    set_aside: str
    goes_on: str
    note: str
    note_hint: str
    photo_asked: Filled
    photo_missing: str
    report: Callable[[str, int], str]
    recorded: Callable[[str, str], str]
    seen_by: str
    undone: str
    back: str
    refused: str
