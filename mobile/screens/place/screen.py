"""The parts of one screen put together: Le lieu."""

from mobile.screens.contract import Screen
from mobile.screens.place.draft import PlaceDraft, alarm, change, follow
from mobile.screens.place.state import load
from mobile.screens.place.view import view

SCREEN = Screen(
    "/stop/:round_id/:place_id/place",
    load,
    view,
    new_draft=PlaceDraft,
    change=change,
    follow=follow,
    alarm=alarm,
)
