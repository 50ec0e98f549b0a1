"""Sentences of the phone: Qui tient ce téléphone: personnes et code secret."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTexts:
    """Qui tient ce téléphone: personnes et code secret."""

    title: str
