"""The parts of one screen put together: Pourquoi ?"""

from mobile.screens.contract import Screen
from mobile.screens.why.draft import WhyDraft, alarm, change
from mobile.screens.why.state import load
from mobile.screens.why.view import view

SCREEN = Screen("/commissions/:line_key", load, view, new_draft=WhyDraft, change=change, alarm=alarm)
