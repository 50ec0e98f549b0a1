"""One reading of the store for one screen: blocking, never on the screen's own thread."""

from mobile.app.choices import look_of
from mobile.app.phones import Phone
from mobile.app.pulse import ScreenModel, Shown
from mobile.screens.contract import Preferences, Reading
from mobile.store.outbox import outbox_counts
from shared.commission.local_time import local_date


def read_screen(model: ScreenModel, phone: Phone, preferences: Preferences, *, is_syncing: bool) -> Shown:
    """What the screen shows now, and what surrounds it."""
    now_ms = phone.clock.wall_ms()
    reading = Reading(
        store=phone.store,
        now_ms=now_ms,
        today=local_date(now_ms),
        params=model.destination.params,
        preferences=preferences,
        draft=model.draft,
    )
    return Shown(
        state=model.destination.screen.load(reading),
        look=look_of(preferences),
        pending=outbox_counts(phone.store).pending,
        is_syncing=is_syncing,
        now_ms=now_ms,
    )
