"""The parts of one screen put together: Ma tournée, the first screen, and any other round."""

from mobile.screens.contract import Screen
from mobile.screens.frame import HOME
from mobile.screens.round.state import RoundDraft, change, load
from mobile.screens.round.view import view

FIRST = Screen(HOME, load, view, new_draft=RoundDraft, change=change)
SCREEN = Screen("/round/:round_id", load, view, new_draft=RoundDraft, change=change)
