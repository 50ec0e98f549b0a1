"""How beginning a round nobody planned looks: what it is, a title, one button."""

import flet as ft

from mobile.actions.start_unplanned_round import TITLE_MAX_CHARACTERS, StartUnplannedRound
from mobile.components.buttons import primary_button
from mobile.components.line_field import FieldWords, line_field
from mobile.components.message import inline_message
from mobile.components.tokens import WRONG
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.just_recorded import recorded_message, undone_message
from mobile.screens.routes import round_route
from mobile.screens.unplanned.state import UnplannedDraft


def view(scene: Scene, _state: None, draft: UnplannedDraft) -> ft.View:
    """The form, then the way into the round."""
    look, words = scene.look, scene.look.texts.unplanned
    if draft.recorded is not None and draft.begun is not None:
        route = round_route(draft.begun)
        said = words.begun(look.format.clock(draft.recorded.at_ms))
        body: list[ft.Control] = [recorded_message(scene, said, draft.intent_id, draft.recorded)]
        body.append(look.body(words.then))
        foot = primary_button(look, "open-round", words.open_round, lambda: scene.go(route))
        return inner_frame(scene, HOME, words.title, body, foot=foot)
    body = [undone_message(scene, words.undone)] if draft.was_undone else []
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, look.texts.stop.other_refusal)
        body.append(inline_message(look, WRONG, said))
    body.append(look.body(words.what))
    body.append(line_field(look, "round-title", draft.title, FieldWords(words.name, hint=words.name_hint)))

    def begin() -> None:
        title = draft.title.latest().strip()[:TITLE_MAX_CHARACTERS] or words.title
        scene.dispatch(StartUnplannedRound(draft.intent_id, title))

    foot = primary_button(look, "begin", words.begin, begin, icon=ft.Icons.PLAY_ARROW)
    return inner_frame(scene, HOME, words.title, body, foot=foot)
