"""What the settings show: the choices made, and who this phone is."""

from dataclasses import dataclass

from mobile.config import APP_VERSION
from mobile.screens.contract import Preferences, Reading
from mobile.store.consent import joins_position
from mobile.store.reference import me
from mobile.sync.limits import wanted_app


@dataclass(frozen=True, slots=True)
class SettingsState:
    """The choices, and the phone's own facts."""

    preferences: Preferences
    person: str
    device_id: str
    server_url: str
    version: str
    wanted_version: str | None = None
    joins_position: bool = False


def load(reading: Reading) -> SettingsState:
    """As chosen and enrolled."""
    enrolment = reading.store.enrolment
    mine = me(reading.store)
    return SettingsState(
        preferences=reading.preferences,
        person=mine.name if mine else (enrolment.person_id if enrolment else ""),
        device_id=enrolment.device_id if enrolment else "",
        server_url=enrolment.server_url if enrolment else "",
        version=APP_VERSION,
        wanted_version=wanted_app(reading.store),
        joins_position=joins_position(reading.store.folder),
    )
