"""Sentences of the phone: Photos, signatures, positions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTexts:
    """Photos, signatures, positions."""

    title: str
    add_photo: str
    add_another: str
    take_photo: str
    choose_photo: str
    shutter: str
    close_lens: str
    camera_problems: Mapping[str, str]
    photo: Counted
    remove_photo: Counted
    goes_with_next: Counted
    with_photos: Callable[[str, int], str]
    preparing: str
    position_title: str
    position_help: str
    position_on: str
    position_off: str
    position_refused: str
    photo_problems: Mapping[str, str]
