"""Sentences of the phone: Caisses vides et températures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoTexts:
    """Caisses vides et températures."""

    title: str
