"""How adding a stop looks: a search over the places of the network, and any other name as it is typed."""

import flet as ft

from mobile.actions.arrive_at_stop import PLACE_NAME_MAX_CHARACTERS, ArriveAtStop
from mobile.components.buttons import primary_button, second_button
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.tokens import WRONG
from mobile.screens.add_stop.state import AddStopDraft, AddStopState, Retyped
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.just_recorded import recorded_message, undone_message
from mobile.screens.place_choice import place_search
from mobile.screens.routes import round_route, stop_route


def view(scene: Scene, state: AddStopState | None, draft: AddStopDraft) -> ft.View:
    """The search, then the way into the stop."""
    look, words = scene.look, scene.look.texts.unplanned
    if state is None:
        gone = empty_state(look, ft.Icons.WRONG_LOCATION, words.stop_title, words.unknown)
        return inner_frame(scene, HOME, words.stop_title, [gone])
    up = round_route(state.round_id)
    if draft.recorded is not None and draft.place_id is not None:
        route = stop_route(state.round_id, draft.place_id)
        said = words.arrived(look.format.clock(draft.recorded.at_ms))
        done = [recorded_message(scene, said, draft.intent_id, draft.recorded)]
        foot = primary_button(look, "open-stop", words.open_stop, lambda: scene.go(route))
        return inner_frame(scene, up, words.stop_title, done, foot=foot)
    body: list[ft.Control] = [undone_message(scene, words.stop_undone)] if draft.was_undone else []
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, look.texts.stop.other_refusal)
        body.append(inline_message(look, WRONG, said))
    body.append(look.body(words.where))
    body += place_search(
        look,
        state.places,
        draft.typed,
        label=words.place_label,
        more=look.texts.closing.more_places,
        on_change=lambda: scene.dispatch(Retyped()),
        on_choose=lambda place: scene.dispatch(ArriveAtStop(draft.intent_id, state.round_id, place.place_id)),
    )
    body += _elsewhere(scene, state, draft)
    return inner_frame(scene, up, words.stop_title, body)


def _elsewhere(scene: Scene, state: AddStopState, draft: AddStopDraft) -> list[ft.Control]:
    """A place nobody has registered: its name is enough to stop there."""
    look, words = scene.look, scene.look.texts.unplanned
    name = draft.typed.latest().strip()[:PLACE_NAME_MAX_CHARACTERS]
    if not name:
        return []
    arrive = ArriveAtStop(draft.intent_id, state.round_id, f"own_{draft.intent_id}", place_name=name)
    button = second_button(
        look,
        "name-place",
        words.elsewhere(name),
        lambda: scene.dispatch(arrive),
        icon=ft.Icons.ADD_LOCATION_ALT,
    )
    return [button, look.small(words.elsewhere_help, max_lines=None)]
