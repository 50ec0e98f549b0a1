"""The parts of one screen put together: a code, at the end of the enrolment."""

from mobile.screens.access.draft import alarm, change, new_draft
from mobile.screens.contract import Screen
from mobile.screens.first_code.state import load
from mobile.screens.first_code.view import view
from mobile.screens.frame import FIRST_CODE

SCREEN = Screen(FIRST_CODE, load, view, new_draft=new_draft, change=change, alarm=alarm)
