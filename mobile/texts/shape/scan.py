"""Sentences of the phone: Scanner."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTexts:
    """Scanner."""

    title: str
    lens: str
    camera_starts: str
    no_camera: str
    camera_problems: Mapping[str, str]
    torch_on: str
    torch_off: str
    no_torch: str
