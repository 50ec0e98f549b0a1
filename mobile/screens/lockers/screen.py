"""The parts of one screen put together: Consigne."""

from mobile.screens.contract import Screen
from mobile.screens.lockers.codes import cue, read
from mobile.screens.lockers.draft import LockerDraft, alarm, change, focus
from mobile.screens.lockers.state import load
from mobile.screens.lockers.view import view

SCREEN = Screen(
    "/stop/:round_id/:place_id/lockers",
    load,
    view,
    new_draft=LockerDraft,
    change=change,
    alarm=alarm,
    focus=focus,
    read=read,
    cue=cue,
)
