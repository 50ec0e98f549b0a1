"""Sentences of the phone: Hors plan."""

from dataclasses import dataclass

from mobile.texts.shape.counts import Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplannedTexts:
    """Hors plan: a round, a stop or a crate nobody planned."""

    title: str
    chip: str
    what: str
    name: str
    name_hint: str
    begin: str
    begun: Filled
    then: str
    open_round: str
    undone: str
    unknown: str
    stop_title: str
    stop_entry: str
    where: str
    place_label: str
    elsewhere: Filled
    elsewhere_help: str
    arrived: Filled
    open_stop: str
    stop_undone: str
    crate_title: str
    crate_help: str
    take: str
    leave: str
    loose: str
    code_read: str
    crate_undone: str
    back_to_stop: str
