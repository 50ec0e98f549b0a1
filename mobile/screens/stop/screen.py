"""The parts of one screen put together: Arrêt."""

from mobile.screens.contract import Screen
from mobile.screens.stop.codes import cue, read
from mobile.screens.stop.draft import StopDraft, alarm, change, focus, follow
from mobile.screens.stop.state import load
from mobile.screens.stop.view import view

SCREEN = Screen(
    "/stop/:round_id/:place_id",
    load,
    view,
    new_draft=StopDraft,
    change=change,
    follow=follow,
    alarm=alarm,
    focus=focus,
    read=read,
    cue=cue,
)
