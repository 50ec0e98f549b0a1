"""What a screen has just recorded, and the 30 seconds in which one tap withdraws it."""

from dataclasses import dataclass, replace

import flet as ft

from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import quiet_button
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, NEUTRAL
from mobile.config import UNDO_WINDOW_MS
from mobile.screens.contract import Alarm, Gesture, Scene


@dataclass(frozen=True, slots=True)
class JustRecorded:
    """The facts of one gesture; `may_undo` until the time for the easy undo is over."""

    fact_ids: tuple[str, ...]
    at_ms: int
    may_undo: bool = True


@dataclass(frozen=True, slots=True)
class EasyUndoOver(Gesture):
    """The time to undo easily what was recorded at `at_ms` is over."""

    at_ms: int


def undo_alarm(recorded: JustRecorded | None) -> Alarm | None:
    """Rings when the easy undo is to go."""
    if recorded is None or not recorded.may_undo:
        return None
    return Alarm(UNDO_WINDOW_MS / 1000, EasyUndoOver(recorded.at_ms))


def without_easy_undo(recorded: JustRecorded | None, over: EasyUndoOver) -> JustRecorded | None:
    """The same record once its time is over; another one is left alone."""
    if recorded is None or recorded.at_ms != over.at_ms:
        return recorded
    return replace(recorded, may_undo=False)


def recorded_message(scene: Scene, said: str, intent_id: str, recorded: JustRecorded) -> ft.Control:
    """What was recorded, with « Annuler » beside it as long as that is easy."""
    action = None
    if recorded.may_undo:
        undo = UndoRecord(intent_id, recorded.fact_ids)
        action = quiet_button(scene.look, "undo", scene.look.texts.stop.undo, lambda: scene.dispatch(undo))
    return inline_message(scene.look, DONE, said, action=action)


def undone_message(scene: Scene, said: str) -> ft.Control:
    """The last thing done was an undo."""
    return inline_message(scene.look, NEUTRAL, said)
