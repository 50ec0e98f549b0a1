"""The parts of one screen put together: Porter pour un collègue, by the camera."""

from mobile.screens.carry.state import change, cue, load, new_draft, read
from mobile.screens.carry.view import view
from mobile.screens.contract import Screen
from mobile.screens.frame import CARRY

SCREEN = Screen(CARRY, load, view, new_draft=new_draft, change=change, read=read, cue=cue)
