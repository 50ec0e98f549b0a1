"""Sentences of the phone: Ma tournée."""

from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTexts:
    """Ma tournée."""

    title: str
    stops_done: str
    next_stop: str
    all_stops: str
    take: Counted
    leave: Counted
    nothing_to_do: str
    stop_done: str
    start: str
    started_at: Filled
    open_stop: Filled
    finish: str
    closed: str
    aboard: Counted
    none_title: str
    none_text: str
    coming: str
    past: str
    other_rounds: str
    stop_count: Counted
    more: str
