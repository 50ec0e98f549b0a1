"""Sentences of the phone: Le lieu: accès, code de porte, trajet, corrections proposées."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTexts:
    """Le lieu: accès, code de porte, trajet, corrections proposées."""

    title: str
