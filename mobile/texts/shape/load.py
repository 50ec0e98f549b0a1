"""Sentences of the phone: Départ: contrôle du chargement."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTexts:
    """Départ: contrôle du chargement."""

    title: str
