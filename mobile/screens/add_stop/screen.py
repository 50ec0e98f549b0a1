"""The parts of one screen put together: Ajouter un arrêt."""

from mobile.screens.add_stop.state import AddStopDraft, alarm, change, load
from mobile.screens.add_stop.view import view
from mobile.screens.contract import Screen

SCREEN = Screen("/round/:round_id/stop", load, view, new_draft=AddStopDraft, change=change, alarm=alarm)
