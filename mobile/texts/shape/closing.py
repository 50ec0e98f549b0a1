"""Sentences of the phone: Fin de tournée."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingTexts:
    """Fin de tournée."""

    title: str
