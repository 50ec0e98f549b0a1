"""What a session senses and touches outside the screens: choices kept, files, cues, the place."""

from dataclasses import dataclass

from mobile.device.cues import Cues
from mobile.device.files import Files
from mobile.device.location import Location
from mobile.device.preferences import KeptChoices


@dataclass(frozen=True, slots=True)
class Senses:
    """The ports of one page."""

    kept: KeptChoices
    files: Files
    cues: Cues
    location: Location
