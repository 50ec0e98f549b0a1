"""The parts of one screen put together: Remises."""

from mobile.screens.contract import Screen
from mobile.screens.handovers.state import load
from mobile.screens.handovers.view import view

SCREEN = Screen("/handovers", load, view)
