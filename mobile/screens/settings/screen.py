"""The parts of one screen put together: Réglages."""

from mobile.screens.contract import Screen
from mobile.screens.frame import SETTINGS
from mobile.screens.settings.draft import change, follow, new_draft
from mobile.screens.settings.state import load
from mobile.screens.settings.view import view

SCREEN = Screen(SETTINGS, load, view, new_draft=new_draft, change=change, follow=follow)
