"""The parts of one screen put together: Tournée d’essai."""

from mobile.screens.contract import Screen
from mobile.screens.frame import PRACTICE
from mobile.screens.practice.state import load
from mobile.screens.practice.view import view

SCREEN = Screen(PRACTICE, load, view)
