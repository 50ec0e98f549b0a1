"""How taking or leaving unplanned crates looks: take or leave, codes, what is aboard, one action."""

import flet as ft

from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_pickup import RecordPickup
from mobile.components.buttons import choice_button, primary_button, second_button
from mobile.components.code_field import code_field
from mobile.components.crate_row import CrateWords, Mark, group_row
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.scan_box import scan_box
from mobile.components.tokens import GRID, WRONG
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.extra.draft import ChooseWhat, ExtraDraft, OpenCamera, ToggleCode
from mobile.screens.extra.state import ExtraState
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.just_recorded import recorded_message, undone_message
from mobile.screens.routes import stop_route
from mobile.screens.rows import kept_crate_row
from shared.custody.codes import CodeFault, print_code
from shared.custody.events import How
from shared.custody.rules import Act


def view(scene: Scene, state: ExtraState | None, draft: ExtraDraft) -> ft.View:
    """The choice, the codes, the crates aboard."""
    look, words = scene.look, scene.look.texts.unplanned
    if state is None:
        gone = empty_state(look, ft.Icons.WRONG_LOCATION, words.crate_title, words.unknown)
        return inner_frame(scene, HOME, words.crate_title, [gone])
    up = stop_route(state.round_id, state.place_id)
    act = state.act(draft.act)
    body: list[ft.Control] = [look.small(state.place_name), *_answers(scene, draft)]
    if not state.is_over:
        body += [_choice(scene, act), *_codes(scene, draft), *_typed(scene, draft)]
        if act is Act.DROP:
            body += _loose(scene, state, draft)
        body.append(look.small(words.crate_help, max_lines=None))
    foot = _record(scene, state, draft, act)
    if foot is None:
        foot = primary_button(look, "back-up", words.back_to_stop, lambda: scene.go(up))
    return inner_frame(scene, up, words.crate_title, body, foot=foot, spacing=GRID)


def _answers(scene: Scene, draft: ExtraDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.unplanned
    if draft.recorded is not None and draft.done is not None:
        act, count = draft.done
        counted = look.texts.stop.dropped_word if act is Act.DROP else look.texts.stop.picked_word
        said = look.texts.stop.recorded(counted(count), look.format.clock(draft.recorded.at_ms))
        return [recorded_message(scene, said, draft.intent_id, draft.recorded)]
    if draft.fault is not None:
        check = draft.fault is CodeFault.WRONG_CHECK
        said = look.texts.stop.answer_typing_error if check else look.texts.stop.answer_bad_code
        return [inline_message(look, WRONG, said)]
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, look.texts.stop.other_refusal)
        return [inline_message(look, WRONG, said)]
    return [undone_message(scene, words.crate_undone)] if draft.was_undone else []


def _choice(scene: Scene, act: Act) -> ft.Control:
    look, words = scene.look, scene.look.texts.unplanned
    choices: list[ft.Control] = [
        choice_button(
            look,
            f"what-{each.value}",
            said,
            lambda each=each: scene.dispatch(ChooseWhat(each)),
            chosen=each is act,
        )
        for each, said in ((Act.PICKUP, words.take), (Act.DROP, words.leave))
    ]
    return ft.Row(choices, wrap=True, spacing=GRID, run_spacing=GRID)


def _codes(scene: Scene, draft: ExtraDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts
    parts: list[ft.Control] = []
    if draft.has_camera:
        parts.append(scan_box(look, "extra-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))))
    field = code_field(
        look,
        "extra-code",
        draft.typed,
        label=words.stop.code_label,
        hint=words.stop.code_hint,
        on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
    )
    camera = second_button(
        look,
        "extra-scan",
        words.load.close_camera if draft.has_camera else words.load.open_camera,
        lambda: scene.dispatch(OpenCamera()),
        icon=ft.Icons.QR_CODE_SCANNER,
    )
    return [*parts, field, camera]


def _typed(scene: Scene, draft: ExtraDraft) -> list[ft.Control]:
    words = scene.look.texts.unplanned
    return [_row(scene, draft, code, print_code(code), words.code_read) for code in draft.typed_codes]


def _loose(scene: Scene, state: ExtraState, draft: ExtraDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.unplanned
    crates = [crate for crate in state.loose if crate.code not in draft.typed_codes]
    if not crates:
        return []
    codes = tuple(crate.code for crate in crates)
    head = group_row(
        look,
        identifier="all-loose",
        name=words.loose,
        count=look.texts.common.crates(len(codes)),
        is_ticked=draft.chosen.issuperset(codes),
        on_tap=lambda: scene.dispatch(ToggleCode(codes)),
    )
    return [head, *(_row(scene, draft, crate.code, crate.printed, crate.whose) for crate in crates)]


def _row(scene: Scene, draft: ExtraDraft, code: str, printed: str, whose: str) -> ft.Control:
    return kept_crate_row(
        scene,
        CrateWords(code, printed, whose, ""),
        Mark.TICKED if code in draft.chosen else Mark.UNTICKED,
        ToggleCode((code,)),
    )


def _record(scene: Scene, state: ExtraState, draft: ExtraDraft, act: Act) -> ft.Control | None:
    look = scene.look
    crates = tuple(sorted(draft.chosen))
    if not crates or state.is_over:
        return None
    kind = RecordDrop if act is Act.DROP else RecordPickup
    intent = kind(draft.intent_id, state.round_id, state.place_id, crates, how=How.TAPPED, even_if_odd=True)
    counted = look.texts.stop.drop_all if act is Act.DROP else look.texts.stop.pick_all
    said = counted(len(crates))
    return primary_button(look, "record-extra", said, lambda: scene.dispatch(intent), icon=ft.Icons.CHECK)
