"""The parts of one screen put together: Scanner."""

from mobile.screens.contract import Screen
from mobile.screens.scan.draft import alarm, change, cue, focus, follow, leave, new_draft, read
from mobile.screens.scan.state import load
from mobile.screens.scan.view import view

SCREEN = Screen(
    "/stop/:round_id/:place_id/scan",
    load,
    view,
    new_draft=new_draft,
    change=change,
    follow=follow,
    alarm=alarm,
    focus=focus,
    read=read,
    cue=cue,
    leave=leave,
)
