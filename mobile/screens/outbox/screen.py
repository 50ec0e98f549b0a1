"""The parts of one screen put together: À envoyer."""

from mobile.screens.contract import Screen
from mobile.screens.frame import OUTBOX
from mobile.screens.outbox.draft import change, follow, new_draft
from mobile.screens.outbox.state import load
from mobile.screens.outbox.view import view

SCREEN = Screen(OUTBOX, load, view, new_draft=new_draft, change=change, follow=follow)
