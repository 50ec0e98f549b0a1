"""Sentences of the phone: Confier à un collègue, porter pour un autre."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueTexts:
    """Confier à un collègue, porter pour un autre."""

    entrust_title: str
    entrust_lead: Counted
    entrust_promise: str
    save_file: str
    file_given: Callable[[int, str], str]
    file_not_given: str
    pictures_title: str
    pictures_lead: str
    pictures_facts: Counted
    picture_of: Callable[[int, int], str]
    pause: str
    go_on: str
    next_picture: str
    nothing_to_show: Mapping[str, str]
    carried_title: str
    carried_none: str
    carried_facts: Callable[[int, str], str]
    states: Mapping[str, str]
    state_help: Mapping[str, str]
    reasons: Mapping[str, str]
    other_reason: str
    take_file: str
    taken: Callable[[int, str], str]
    taken_before: Filled
    not_taken: Mapping[str, str]
    show_pictures: str
    read_pictures: str
    read_title: str
    read_lead: str
    pictures_read: Counted
    picture_faults: Mapping[str, str]
    begin_anew: str
    back_to_outbox: str
