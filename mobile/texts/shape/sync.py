"""Sentences of the phone: À envoyer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncTexts:
    """À envoyer."""

    title: str
    pill_pending: Counted
    pill_all_sent: str
    pending: str
    received: str
    safe: str
    pending_help: str
    received_help: str
    safe_help: str
    oldest: Filled
    last_sync: Filled
    never_synced: str
    evidence_waiting: Counted
    evidence_refused: Counted
    send_now: str
    sending: str
    offline: str
    enrol_again: str
    problems: Mapping[str, str]
    other_problem: str
    review_title: str
    review_help: str
    review_line: Callable[[int, str], str]
    review_reasons: Mapping[str, str]
    salvaged: Counted
