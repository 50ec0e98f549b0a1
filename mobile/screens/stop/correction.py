"""Under a recorded crate: when it was, and how to take it back."""

import flet as ft

from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import quiet_button, second_button
from mobile.components.tokens import GRID
from mobile.screens.contract import Scene
from mobile.screens.stop.draft import OpenHandled, StopDraft
from mobile.screens.stop.state import CrateLine
from shared.custody.rules import Act


def correction(scene: Scene, draft: StopDraft, act: Act, line: CrateLine) -> ft.Control:
    """What was recorded, the correction, and the way to leave it so."""
    look, words = scene.look, scene.look.texts.stop
    said = words.correct_drop if act is Act.DROP else words.correct_pickup
    hour = look.format.moment(line.at_ms, scene.now_ms) if line.at_ms is not None else "?"
    parts: list[ft.Control] = [look.small(said(hour), max_lines=None)]
    if line.event_id is not None:
        undo = UndoRecord(draft.intent_id, (line.event_id,))
        parts.append(
            ft.Row(
                [
                    second_button(look, "correct", words.correct, lambda: scene.dispatch(undo)),
                    quiet_button(look, "keep", words.keep_as_is, lambda: scene.dispatch(OpenHandled(None))),
                ],
                wrap=True,
                spacing=GRID,
            )
        )
    return ft.Container(
        ft.Column(parts, spacing=GRID, tight=True),
        padding=ft.Padding.only(left=2 * GRID),
        key=f"fix-{line.code}",
    )
