"""Sentences of the phone: Fin de tournée."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingTexts:
    """Fin de tournée."""

    title: str
    unknown: str
    stops_done: str
    not_handled: Counted
    aboard: Counted
    aboard_help: str
    towards: Filled
    no_destination: str
    chosen: str
    holder_me: str
    holder_at: Filled
    holder_person: Filled
    where_are: Counted
    keep: str
    left_at: str
    handed_to: str
    which_place: Counted
    place_label: str
    more_places: Counted
    which_person: Counted
    person_label: str
    person_ok: str
    person_missing: str
    figures: str
    distance: str
    use_odometer: str
    use_distance: str
    odometer_start: str
    odometer_end: str
    minutes: str
    stop_minutes: str
    minutes_from: Filled
    minutes_unknown: str
    fees: str
    fees_help: str
    faults: Mapping[str, str]
    estimates: str
    commission_known: Callable[[str, int], str]
    commission_withheld: Filled
    commission_unknown: str
    commission_waiting: Counted
    cost: Filled
    cost_parts: Callable[[str, str, str], str]
    cost_fees_only: str
    cost_unknown: str
    finish: str
    finished: str
    finished_at: Filled
    undone: str
    correct: str
    correct_help: str
    recap_distance: Filled
    recap_minutes: Callable[[int, int], str]
    recap_fees: Filled
    refused: str
