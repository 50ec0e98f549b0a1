"""Sentences of the phone: Tournée d’essai et diagnostic."""

from collections.abc import Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeTexts:
    """Tournée d’essai et diagnostic."""

    title: str
    lines: tuple[str, ...]
    start: str
    restart: str
    leave: str
    banner: str
    try_first: str
    round_name: str
    helper_name: str
    farm_name: str
    other_farm_name: str
    relay_name: str
    lockers_name: str
    cheese: str
    vegetables: str
    note: str
    diagnostics_title: str
    diagnostics_lead: str
    diagnostics_save: str
    diagnostics_saved: Filled
    diagnostics_not_saved: str
    diagnostics_heads: Mapping[str, str]
    diagnostics_names: Mapping[str, str]
    diagnostics_nothing: str
    diagnostics_yes: str
    diagnostics_no: str
    diagnostics_other: Filled
