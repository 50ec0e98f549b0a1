"""The parts of one screen put together: Recevoir une remise, in a round or outside any."""

from dataclasses import replace

from mobile.screens.contract import Screen
from mobile.screens.take_over.draft import TakeDraft, change, follow, read
from mobile.screens.take_over.state import load
from mobile.screens.take_over.view import view

ANYWHERE = Screen("/take-over", load, view, new_draft=TakeDraft, change=change, follow=follow, read=read)
IN_ROUND = replace(ANYWHERE, path="/round/:round_id/take-over")
