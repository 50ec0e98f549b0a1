"""The parts of one screen put together: Verrou."""

from mobile.screens.contract import Screen
from mobile.screens.frame import LOCK
from mobile.screens.lock.draft import alarm, change, new_draft
from mobile.screens.lock.state import load
from mobile.screens.lock.view import view

SCREEN = Screen(LOCK, load, view, new_draft=new_draft, change=change, alarm=alarm, shows_holders=True)
