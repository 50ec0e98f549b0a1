"""Reading one screen from the store, off the screen's own thread."""

from dataclasses import dataclass

from mobile.app.choices import look_of
from mobile.app.household import Household
from mobile.app.pulse import ScreenModel, Shown
from mobile.screens.contract import Preferences, Reading
from mobile.store.outbox import outbox_counts
from shared.commission.local_time import local_date


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds every screen of a session."""

    household: Household
    preferences: Preferences
    is_syncing: bool


def read_screen(around: Around, model: ScreenModel) -> Shown:
    """The screen's state now; blocking."""
    phone = around.household.phone
    now_ms = phone.clock.wall_ms()
    destination = model.destination
    reading = Reading(
        store=phone.store,
        now_ms=now_ms,
        today=local_date(now_ms),
        params=destination.params,
        preferences=around.preferences,
        draft=model.draft,
        holders=around.household.holders() if destination.screen.shows_holders else (),
        is_practice=phone.is_practice,
    )
    return Shown(
        state=destination.screen.load(reading),
        look=look_of(around.preferences),
        pending=outbox_counts(phone.store).pending,
        is_syncing=around.is_syncing,
        now_ms=now_ms,
        is_practice=phone.is_practice,
    )
