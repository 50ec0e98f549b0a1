"""Sentences of the phone: Mes commissions et « pourquoi ? »."""

from collections.abc import Callable
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionTexts:
    """Mes commissions et « pourquoi ? »."""

    title: str
    none_title: str
    none_text: str
    total: str
    estimate_note: str
    withheld: Filled
    settled: str
    due: str
    withheld_word: str
    disputed_word: str
    why: Filled
    why_title: str
    steps: str
    scans: str
    proofs_elsewhere: Counted
    tariff: Filled
    crate_part: Callable[[int, int], str]
    line_count: Counted
    line_gone: str
    dispute: str
    disputed: str
    dispute_upheld: Filled
    dispute_rejected: Filled
    other_kind: str
    dispute_why: str
    dispute_label: str
    dispute_hint: str
    dispute_send: str
    dispute_only: str
    dispute_withdraw: str
    dispute_withdrawn: str
    dispute_reason: str
