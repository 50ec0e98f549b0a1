"""How the scanner looks: the count, the lens, the last answer, the keyboard; at the foot what was seen."""

import flet as ft

from mobile.actions.crate_acts import CrateException
from mobile.components.buttons import primary_button, quiet_button
from mobile.components.empty_state import empty_state
from mobile.components.scan_box import scan_box
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.tokens import GRID
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import HOME
from mobile.screens.routes import stop_route
from mobile.screens.scan.answer import last_answer
from mobile.screens.scan.blank import blank_label, was_bound
from mobile.screens.scan.draft import ScanDraft, missing
from mobile.screens.scan.state import ScanState
from mobile.screens.stop.draft import record_of
from mobile.screens.stop.foot import why_foot
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
    body = [
        *counts(scene, state, tasks, scanned=len(tasks.todo) - len(missing(draft, tasks))),
        scan_box(look, "crate-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))),
        *(was_bound(scene, state, draft) if draft.bound is not None else last_answer(scene, state, draft)),
        *blank_label(scene, shown, draft),
        typed_code(scene, draft.stop),
    ]
    head = Head(look.texts.scan.title_at(state.name), on_back=lambda: scene.go(up))
    return screen_frame(look, scene.route, head, body, foot=_foot(scene, state, draft, tasks), spacing=GRID)


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
    exceptions = tuple(
        CrateException(code, reason) for code in seen if (reason := draft.stop.excepted.get(code)) is not None
    )
    intent = record_of(act, draft.stop, state.round_id, state.place_id, crates, draft.how(act), exceptions)
    counted = words.drop_scanned if act is Act.DROP else words.pick_scanned
    return primary_button(
        look, "record-scanned", counted(len(crates)), lambda: scene.dispatch(intent), icon=ft.Icons.CHECK
    )
