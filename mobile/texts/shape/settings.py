"""Sentences of the phone: Réglages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsTexts:
    """Réglages."""

    title: str
    language: str
    language_names: Mapping[str, str]
    text_size: str
    text_sizes: Mapping[str, str]
    theme: str
    themes: Mapping[str, str]
    phone: str
    person: str
    device: str
    server: str
    version: str
    update_wanted: Callable[[str], str]
    more: str
    practice: str
    practice_lines: tuple[str, ...]
