"""Sentences of the phone: Le lieu: accès, code de porte, trajet, corrections proposées."""

from dataclasses import dataclass

from mobile.texts.shape.counts import Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTexts:
    """Le lieu: accès, code de porte, trajet, corrections proposées."""

    title: str
    unknown: str
    keeper: Filled
    access: str
    no_note: str
    go: str
    go_help: str
    no_position: str
    correct: str
    close_correct: str
    note_label: str
    note_hint: str
    pin_label: str
    pin_hint: str
    not_a_pin: str
    photo_of: Filled
    photo_seen: Filled
    photo_unreadable: str
    photo_label: str
    photo_help: str
    photo_kept: str
    proposed_photo: str
    call: Filled
    propose: str
    proposed: Filled
    decided_later: str
    before: str
    proposed_note: Filled
    proposed_pin: Filled
