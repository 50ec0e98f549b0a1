"""The parts of one screen put together: Diagnostic."""

from mobile.screens.contract import Screen
from mobile.screens.diagnostics.draft import change, new_draft
from mobile.screens.diagnostics.state import load
from mobile.screens.diagnostics.view import view
from mobile.screens.frame import DIAGNOSTICS

SCREEN = Screen(DIAGNOSTICS, load, view, new_draft=new_draft, change=change, shows_holders=True)
