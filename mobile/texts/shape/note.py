"""Sentences of the phone: Bon de livraison."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoteTexts:
    """Bon de livraison."""

    title: str
    entry: str
    unknown: str
    aboard: str
    whole: str
    sum: Callable[[int, int], str]
    nothing: str
    carrier: str
    vehicle: str
    made_at: str
    round: str
    mode: str
    mode_text: str
    owner: str
    unknown_owner: str
    nature: str
    origin: str
    destination: str
    lot: str
    crates: str
    taken: str
    not_given: str
    plate: str
    plate_hint: str
    legal: str
    give: str
    given: str
    not_saved: str
    file_name: str
