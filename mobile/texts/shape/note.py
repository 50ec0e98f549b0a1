"""Sentences of the phone: Bon de livraison."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoteTexts:
    """Bon de livraison."""

    title: str
