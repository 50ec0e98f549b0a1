"""How « Porter pour un collègue » looks: how many pictures are read, the lens, and whose facts they were."""

import flet as ft

from mobile.components.buttons import primary_button
from mobile.components.count import big_count
from mobile.components.message import inline_message
from mobile.components.scan_box import scan_box
from mobile.components.tokens import DONE, NEUTRAL, WAITING, WRONG
from mobile.screens.carry.state import BeginAnew, CarryDraft, CarryState
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import OUTBOX, inner_frame
from shared.custody.events import How
from shared.sync.rescue_frames import FrameFault


def view(scene: Scene, _state: CarryState, draft: CarryDraft) -> ft.View:
    """Reading, or what came of it."""
    look, words = scene.look, scene.look.texts.rescue
    if draft.taken is not None:
        taken = draft.taken
        tint = DONE if taken.is_new else NEUTRAL
        said = words.taken(taken.facts, taken.name) if taken.is_new else words.taken_before(taken.name)
        foot = primary_button(
            look, "carried", words.back_to_outbox, lambda: scene.go(OUTBOX), icon=ft.Icons.CHECK
        )
        message = inline_message(look, tint, said, identifier="take-in-answer")
        return inner_frame(scene, OUTBOX, words.read_title, [message], foot=foot)
    if draft.refusal is not None:
        said = words.not_taken.get(draft.refusal, words.not_taken["damaged"])
        message = inline_message(look, WRONG, said, identifier="take-in-answer")
        return inner_frame(scene, OUTBOX, words.read_title, [message], foot=_again(scene))
    read = draft.collection
    body: list[ft.Control] = [
        scan_box(look, "picture-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))),
        look.body(words.read_lead),
    ]
    if read.total:
        # Below the lens: what moves on the screen loses its camera for a moment.
        body.append(big_count(look, read.got, read.total, words.pictures_read(read.got)))
    if draft.fault is not None:
        said = words.picture_faults[draft.fault.value]
        body.append(inline_message(look, WAITING, said, identifier="picture-fault"))
    foot = _again(scene) if draft.fault is FrameFault.OF_ANOTHER else None
    return inner_frame(scene, OUTBOX, words.read_title, body, foot=foot)


def _again(scene: Scene) -> ft.Control:
    words = scene.look.texts.rescue
    return primary_button(
        scene.look, "begin-anew", words.begin_anew, lambda: scene.dispatch(BeginAnew()), icon=ft.Icons.REFRESH
    )
