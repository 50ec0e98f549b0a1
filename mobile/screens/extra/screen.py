"""The parts of one screen put together: Caisse imprévue."""

from mobile.screens.contract import Screen
from mobile.screens.extra.draft import ExtraDraft, alarm, change, cue, focus
from mobile.screens.extra.state import load, read
from mobile.screens.extra.view import view

SCREEN = Screen(
    "/stop/:round_id/:place_id/extra",
    load,
    view,
    new_draft=ExtraDraft,
    change=change,
    alarm=alarm,
    focus=focus,
    read=read,
    cue=cue,
)
