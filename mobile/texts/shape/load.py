"""Sentences of the phone: Départ."""

from collections.abc import Callable
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTexts:
    """Départ."""

    title: str
    entry: str
    check: Counted
    start_unchecked: str
    unknown: str
    nothing_title: str
    nothing_text: str
    at: Filled
    present: Counted
    missing: Counted
    extra: Counted
    seen: Counted
    open_camera: str
    close_camera: str
    unseen_missing: Counted
    extra_help: str
    extra_taken: str
    extra_left: str
    on_no_list: str
    by_destination: str
    by_producer: str
    tap_missing: str
    no_name: str
    not_there: str
    code_read: str
    leave_all: Counted
    leave_but: Callable[[int, int], str]
    answer_there: Filled
    answer_extra: Filled
    departed: Filled
    seen_by: str
    undone: str
    correct: str
    correct_help: str
