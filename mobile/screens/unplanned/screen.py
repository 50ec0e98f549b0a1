"""The parts of one screen put together: Tournée hors plan."""

from mobile.screens.contract import Screen
from mobile.screens.frame import UNPLANNED
from mobile.screens.unplanned.state import UnplannedDraft, alarm, change, load
from mobile.screens.unplanned.view import view

SCREEN = Screen(UNPLANNED, load, view, new_draft=UnplannedDraft, change=change, alarm=alarm)
