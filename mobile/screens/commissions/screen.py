"""The parts of one screen put together: Mes commissions."""

from mobile.screens.commissions.state import change, load, new_draft
from mobile.screens.commissions.view import view
from mobile.screens.contract import Screen
from mobile.screens.frame import COMMISSIONS

SCREEN = Screen(COMMISSIONS, load, view, new_draft=new_draft, change=change)
