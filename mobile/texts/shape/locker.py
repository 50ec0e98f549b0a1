"""Sentences of the phone: Consigne et casiers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LockerTexts:
    """Consigne et casiers."""

    title: str
