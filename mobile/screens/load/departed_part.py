"""The part of « Départ » once the count is made: what was counted, and the way back to it."""

import flet as ft

from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import second_button
from mobile.components.count import big_count
from mobile.components.message import inline_message
from mobile.components.tokens import DONE
from mobile.screens.contract import Scene
from mobile.screens.just_recorded import recorded_message
from mobile.screens.load.draft import LoadDraft
from mobile.screens.load.state import Departed, LoadState
from shared.custody.codes import print_code


def departed(scene: Scene, state: LoadState, made: Departed, draft: LoadDraft) -> list[ft.Control]:
    """The numbers, the codes that lacked or were too much, undo for 30 s and a correction later."""
    look, words = scene.look, scene.look.texts.load
    said = words.departed(look.format.moment(made.at_ms, scene.now_ms))
    is_fresh = draft.recorded is not None and draft.recorded.may_undo
    if draft.recorded is not None:
        top = recorded_message(scene, said, draft.intent_id, draft.recorded)
    else:
        top = inline_message(look, DONE, said)
    body: list[ft.Control] = [top, big_count(look, made.present, made.expected, words.present(made.expected))]
    for codes, counted in ((made.missing, words.missing), (made.extra, words.extra)):
        if codes:
            body.append(look.section(counted(len(codes))))
            body.append(look.body(", ".join(print_code(code) for code in codes)))
    if made.missing or made.extra:
        body.append(look.small(words.seen_by, max_lines=None))
    if not is_fresh and not state.is_over:
        undo = UndoRecord(draft.intent_id, made.fact_ids)
        body.append(look.small(words.correct_help, max_lines=None))
        body.append(second_button(look, "correct", words.correct, lambda: scene.dispatch(undo)))
    return body
