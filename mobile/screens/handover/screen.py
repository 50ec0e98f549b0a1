"""The parts of one screen put together: Remettre des caisses, in a round or at one of its stops."""

from dataclasses import replace

from mobile.screens.contract import Screen
from mobile.screens.handover.draft import GiveDraft, alarm, change, follow, read
from mobile.screens.handover.state import load
from mobile.screens.handover.view import view

IN_ROUND = Screen(
    "/round/:round_id/handover",
    load,
    view,
    new_draft=GiveDraft,
    change=change,
    follow=follow,
    alarm=alarm,
    read=read,
)
AT_STOP = replace(IN_ROUND, path="/stop/:round_id/:place_id/handover")
