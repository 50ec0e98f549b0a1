"""Sentences of the phone: Photos, signatures, positions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTexts:
    """Photos, signatures, positions."""

    title: str
