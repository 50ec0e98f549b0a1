"""The part of « À envoyer » for rescue: entrust what waits to a colleague, carry what is a colleague's."""

from collections.abc import Mapping

import flet as ft

from mobile.actions.rescue_make import EntrustFacts, Form
from mobile.components.buttons import second_button
from mobile.components.carried_row import carried_row
from mobile.components.message import inline_message
from mobile.components.tokens import DONE, GRID, NEUTRAL, WAITING, WRONG, Tint
from mobile.screens.contract import PickFile, Scene
from mobile.screens.frame import CARRY, ENTRUST
from mobile.screens.outbox.draft import EntrustAnswer, OutboxDraft, TakeInAnswer
from mobile.screens.outbox.state import CarriedLine, OutboxState

TINTS: Mapping[str, Tint] = {
    "waiting": WAITING,
    "gap": WAITING,
    "received": DONE,
    "safe": DONE,
    "refused": WRONG,
}


def entrust_part(scene: Scene, state: OutboxState, draft: OutboxDraft) -> list[ft.Control]:
    """Only where something waits; the answer stays when nothing does any more."""
    look, words = scene.look, scene.look.texts.rescue
    answer = [] if draft.entrusted is None else [_entrust_answer(scene, draft.entrusted)]
    if not state.pending:
        return answer
    return [
        _head(scene, words.entrust_title),
        look.body(words.entrust_lead(state.pending)),
        look.small(words.entrust_promise, max_lines=None),
        second_button(
            look,
            "save-file",
            words.save_file,
            lambda: scene.dispatch(EntrustFacts(Form.FILE)),
            icon=ft.Icons.SAVE_ALT,
        ),
        second_button(
            look,
            "show-pictures",
            words.show_pictures,
            lambda: scene.go(ENTRUST),
            icon=ft.Icons.QR_CODE_2,
        ),
        *answer,
    ]


def carried_part(scene: Scene, state: OutboxState, draft: OutboxDraft) -> list[ft.Control]:
    """What this phone carries for others, and the way to take more."""
    look, words = scene.look, scene.look.texts.rescue
    parts: list[ft.Control] = [_head(scene, words.carried_title)]
    if not state.carried:
        parts.append(look.small(words.carried_none, max_lines=None))
    parts += [_line(scene, number, line) for number, line in enumerate(state.carried, start=1)]
    if draft.taken_in is not None:
        parts.append(_taken_in_answer(scene, draft.taken_in))
    parts.append(
        second_button(
            look,
            "take-file",
            words.take_file,
            lambda: scene.dispatch(PickFile()),
            icon=ft.Icons.FILE_OPEN,
        )
    )
    parts.append(
        second_button(
            look,
            "read-pictures",
            words.read_pictures,
            lambda: scene.go(CARRY),
            icon=ft.Icons.QR_CODE_SCANNER,
        )
    )
    return parts


def _head(scene: Scene, text: str) -> ft.Control:
    return ft.Container(scene.look.section(text), padding=ft.Padding.only(top=2 * GRID))


def _line(scene: Scene, number: int, line: CarriedLine) -> ft.Control:
    look, words = scene.look, scene.look.texts.rescue
    since = look.format.moment(line.since_ms, scene.now_ms)
    help_text = words.state_help[line.state]
    if line.state == "refused":
        help_text = f"{words.reasons.get(line.reason or '', words.other_reason)} {help_text}"
    chip = (TINTS[line.state], words.states[line.state])
    return carried_row(
        look, f"carried-{number}", line.name, words.carried_facts(line.facts, since), chip, help_text
    )


def _entrust_answer(scene: Scene, answer: EntrustAnswer) -> ft.Control:
    words = scene.look.texts.rescue
    if answer.refusal is not None:
        tint, said = NEUTRAL, words.nothing_to_show[answer.refusal]
    elif answer.is_given:
        tint, said = DONE, words.file_given(answer.facts, answer.file_name)
    else:
        tint, said = WAITING, words.file_not_given
    return inline_message(scene.look, tint, said, identifier="entrust-answer")


def _taken_in_answer(scene: Scene, answer: TakeInAnswer) -> ft.Control:
    words = scene.look.texts.rescue
    if answer.refusal is not None:
        tint, said = WRONG, words.not_taken[answer.refusal]
    elif answer.is_new:
        tint, said = DONE, words.taken(answer.facts, answer.name)
    else:
        tint, said = NEUTRAL, words.taken_before(answer.name)
    return inline_message(scene.look, tint, said, identifier="take-in-answer")
