"""Sentences of the phone: Tournée, arrêt ou caisse hors plan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplannedTexts:
    """Tournée, arrêt ou caisse hors plan."""

    title: str
