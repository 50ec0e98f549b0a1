"""How the scanner looks: the count, the lens, the last answer, the keyboard; at the foot what was seen."""

from dataclasses import replace

import flet as ft

from mobile.components.buttons import primary_button, quiet_button
from mobile.components.empty_state import empty_state
from mobile.components.scan_box import scan_box
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.tokens import GRID
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import HOME
from mobile.screens.proof import proof_body
from mobile.screens.routes import stop_route
from mobile.screens.scan.answer import last_answer
from mobile.screens.scan.blank import blank_label, was_bound
from mobile.screens.scan.draft import ScanDraft, missing
from mobile.screens.scan.state import ScanState
from mobile.screens.stop.draft import record_of
from mobile.screens.stop.foot import why_foot
from mobile.screens.stop.proving import proving_of
from mobile.screens.stop.state import ActTasks, StopState
from mobile.screens.stop.view import counts, typed_code
from shared.custody.events import How
from shared.custody.rules import Act


def view(scene: Scene, shown: ScanState | None, draft: ScanDraft) -> ft.View:
    """The whole scanner. Without the pill: nothing but the stop is reached from here, so nothing is lost."""
    look = scene.look
    if shown is None:
        back = quiet_button(look, "home", look.texts.stop.back_to_round, lambda: scene.go(HOME))
        unknown = empty_state(
            look, ft.Icons.WRONG_LOCATION, look.texts.stop.nothing, look.texts.round.none_text, action=back
        )
        return screen_frame(look, scene.route, Head(look.texts.scan.title), [unknown])
    state = shown.stop
    tasks = state.tasks(state.current_act(draft.stop.act))
    up = stop_route(state.round_id, state.place_id)
    head = Head(look.texts.scan.title_at(state.name), on_back=lambda: scene.go(up))
    bottom = _foot(scene, state, draft, tasks)
    proving = proving_of(state, draft.stop)
    if proving.is_open:
        # One camera: the lens that reads codes goes, so that a photo can be taken.
        head = replace(head, page="proof")
        return screen_frame(look, scene.route, head, proof_body(scene, proving), foot=bottom)
    body = [
        *counts(scene, state, tasks, scanned=len(tasks.todo) - len(missing(draft, tasks))),
        scan_box(look, "crate-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))),
        *(was_bound(scene, state, draft) if draft.bound is not None else last_answer(scene, state, draft)),
        *blank_label(scene, shown, draft),
        typed_code(scene, draft.stop),
    ]
    return screen_frame(look, scene.route, head, body, foot=bottom, spacing=GRID)


def _foot(scene: Scene, state: StopState, draft: ScanDraft, tasks: ActTasks) -> ft.Control | None:
    look, words = scene.look, scene.look.texts.scan
    if draft.stop.unexplained:
        return why_foot(scene, draft.stop, tasks.act)
    if draft.codes(tasks.act):
        return _record(scene, state, draft, tasks.act)
    rest = len(missing(draft, tasks))
    if rest and draft.recorded is not tasks.act:
        return None
    up = stop_route(state.round_id, state.place_id)
    said = words.rest_missing(rest) if rest else words.back_to_stop
    icon = ft.Icons.HELP if rest else ft.Icons.CHECK
    return primary_button(look, "end-scanning", said, lambda: scene.go(up), icon=icon)


def _record(scene: Scene, state: StopState, draft: ScanDraft, act: Act) -> ft.Control:
    look, words = scene.look, scene.look.texts.scan
    seen = draft.codes(act)
    crates = tuple(code for code in seen if code not in draft.stop.excepted)
    how = draft.how(act)

    def record() -> None:
        proving = proving_of(state, draft.stop)
        exceptions = proving.exceptions(seen)
        if proving.lacks(exceptions):
            scene.dispatch(proving.ask_once_more())
            return
        scene.dispatch(record_of(act, draft.stop, state.round_id, state.place_id, crates, how, exceptions))

    counted = words.drop_scanned if act is Act.DROP else words.pick_scanned
    said = counted(len(crates))
    if state.photos:
        said = look.texts.evidence.with_photos(said, len(state.photos))
    return primary_button(look, "record-scanned", said, record, icon=ft.Icons.CHECK)
