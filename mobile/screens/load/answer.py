"""What is said of the last code read before leaving."""

import flet as ft

from mobile.actions.scan_code import Scan
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, WRONG
from mobile.screens.contract import Scene
from mobile.screens.load.draft import LoadDraft, SawExpected
from shared.custody.codes import CodeFault, print_code


def last_answer(scene: Scene, draft: LoadDraft) -> list[ft.Control]:
    """There, mistyped, or on no list; nothing before the first code."""
    look, words = scene.look, scene.look.texts.load
    match draft.said:
        case None:
            return []
        case SawExpected(code=code):
            return [inline_message(look, DONE, words.answer_there(print_code(code)))]
        case Scan(fault=CodeFault() as fault):
            check = fault is CodeFault.WRONG_CHECK
            said = look.texts.stop.answer_typing_error if check else look.texts.stop.answer_bad_code
            return [inline_message(look, WRONG, said)]
        case Scan(code=code):
            said = words.answer_extra(print_code(code)) if code else look.texts.stop.answer_bad_code
            return [inline_message(look, WRONG, said)]
