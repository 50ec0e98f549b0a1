"""Sentences of the phone: words used on several screens."""

from collections.abc import Callable
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonTexts:
    """Words used on several screens."""

    app_name: str
    back: str
    cancel: str
    retry: str
    crates: Counted
    tab_round: str
    tab_outbox: str
    tab_commissions: str
    tab_settings: str
    display_error: str
    action_error: str
    loading: str
    labelled: Callable[[str, str], str]
