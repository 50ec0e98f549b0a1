"""The parts of one screen put together: Bon de livraison."""

from mobile.screens.contract import Screen
from mobile.screens.note.state import NoteDraft, change, load
from mobile.screens.note.view import view

SCREEN = Screen("/round/:round_id/note", load, view, new_draft=NoteDraft, change=change)
