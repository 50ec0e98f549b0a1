"""The parts of one screen put together: Fin de tournée."""

from mobile.screens.closing.draft import ClosingDraft, alarm, change
from mobile.screens.closing.state import load
from mobile.screens.closing.view import view
from mobile.screens.contract import Screen

SCREEN = Screen("/round/:round_id/close", load, view, new_draft=ClosingDraft, change=change, alarm=alarm)
