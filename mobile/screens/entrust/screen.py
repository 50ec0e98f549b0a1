"""The parts of one screen put together: Confier à un collègue, in pictures."""

from mobile.screens.contract import Screen
from mobile.screens.entrust.state import alarm, change, load, new_draft
from mobile.screens.entrust.view import view
from mobile.screens.frame import ENTRUST

SCREEN = Screen(ENTRUST, load, view, new_draft=new_draft, change=change, alarm=alarm)
