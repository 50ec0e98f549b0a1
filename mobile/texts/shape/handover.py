"""Sentences of the phone: Remise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverTexts:
    """Remise."""

    title: str
    sign_here: str
    sign_again: str
