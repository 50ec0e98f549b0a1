"""The parts of one screen put together: Qui tient ce téléphone."""

from mobile.screens.access.draft import alarm, change, follow, new_draft
from mobile.screens.access.state import load
from mobile.screens.access.view import view
from mobile.screens.contract import Screen
from mobile.screens.frame import ACCESS

SCREEN = Screen(
    ACCESS, load, view, new_draft=new_draft, change=change, follow=follow, alarm=alarm, shows_holders=True
)
