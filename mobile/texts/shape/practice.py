"""Sentences of the phone: Tournée d’essai et diagnostic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeTexts:
    """Tournée d’essai et diagnostic."""

    title: str
