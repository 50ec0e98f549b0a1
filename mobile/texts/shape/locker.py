"""Sentences of the phone: Consigne et casiers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class LockerTexts:
    """Consigne et casiers."""

    title: str
    unknown: str
    free_doors: Counted
    open_bank: Counted
    done: Counted
    cold_zone: str
    plain_zone: str
    sizes: Mapping[str, str]
    this_crate: str
    door: Filled
    no_door: str
    others: str
    scan_label: str
    scan_hint: str
    camera: str
    camera_off: str
    code_of_door: Filled
    code_of_place: str
    code_shown: str
    hold_hint: str
    shown_hint: str
    deposit: Filled
    deposit_anyway: Filled
    take_door: Filled
    taken: Callable[[str, str], str]
    broken: Filled
    not_cold: Filled
    instead: Filled
    none_left: str
    none_suits: str
    fallback: Callable[[str, str], str]
    fallback_on_round: Callable[[str, str], str]
    no_fallback: str
    way_to: Filled
    report_full: Counted
    full_reported: Counted
    report_broken: Filled
    broken_reported: Filled
    deposited: Callable[[str, str, str], str]
    all_done: str
    back_to_stop: str
    other_bank: str
    unknown_door: Filled
    not_here: Filled
