"""The parts of one screen put together: Inscription."""

from mobile.screens.contract import Screen
from mobile.screens.enrol.state import alarm, change, load, new_draft
from mobile.screens.enrol.view import view
from mobile.screens.frame import ENROL

SCREEN = Screen(ENROL, load, view, new_draft=new_draft, change=change, alarm=alarm, shows_holders=True)
