"""Sentences of the phone: Scanner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTexts:
    """Scanner."""

    title: str
    title_at: Filled
    how_to: str
    answers: Mapping[str, str]
    seen_before: Filled
    scanned: Counted
    not_a_crate: str
    drop_scanned: Counted
    pick_scanned: Counted
    rest_missing: Counted
    back_to_stop: str
    blank_title: str
    blank_help: str
    labelled: Callable[[int, int], str]
    bound: Callable[[str, str], str]
    lens: str
    camera_starts: str
    no_camera: str
    camera_problems: Mapping[str, str]
    torch_on: str
    torch_off: str
    no_torch: str
