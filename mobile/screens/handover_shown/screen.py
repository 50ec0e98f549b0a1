"""The parts of one screen put together: one handover."""

from mobile.screens.contract import Screen
from mobile.screens.handover_shown.draft import ShownDraft, alarm, change, read
from mobile.screens.handover_shown.state import load
from mobile.screens.handover_shown.view import view

SCREEN = Screen(
    "/handovers/:fact_id", load, view, new_draft=ShownDraft, change=change, alarm=alarm, read=read
)
