"""Sentences of the phone: Scanner."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTexts:
    """Scanner."""

    title: str
