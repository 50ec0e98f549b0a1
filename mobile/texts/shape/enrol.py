"""Sentences of the phone: Inscription."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolTexts:
    """Inscription."""

    title: str
    lead: str
    how: str
    code_label: str
    code_hint: str
    scan: str
    stop_scanning: str
    aim: str
    other_code: str
    server_label: str
    server_hint: str
    send: str
    sending: str
    match_title: str
    match_help: str
    waiting: str
    start_again: str
    errors: Mapping[str, str]
    other_error: str
