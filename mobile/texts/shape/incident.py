"""Sentences of the phone: Incident."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTexts:
    """Incident."""

    title: str
