"""The parts of one screen put together: Départ."""

from mobile.screens.contract import Screen
from mobile.screens.load.draft import LoadDraft, alarm, change, cue, focus
from mobile.screens.load.state import load, read
from mobile.screens.load.view import view

SCREEN = Screen(
    "/round/:round_id/load",
    load,
    view,
    new_draft=LoadDraft,
    change=change,
    alarm=alarm,
    focus=focus,
    read=read,
    cue=cue,
)
