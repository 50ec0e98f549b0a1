"""How the count before leaving looks: four numbers, the crates in groups, what is too much, one action."""

from collections.abc import Callable
from itertools import groupby

import flet as ft

from mobile.actions.depart_round import DepartRound
from mobile.components.buttons import choice_button, primary_button, quiet_button, second_button
from mobile.components.code_field import code_field
from mobile.components.count import big_count
from mobile.components.crate_row import CrateWords, Mark, group_row
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.scan_box import scan_box
from mobile.components.state_chip import state_chip
from mobile.components.tokens import GRID, NEUTRAL, WAITING, WRONG
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.just_recorded import undone_message
from mobile.screens.load.answer import last_answer
from mobile.screens.load.departed_part import departed
from mobile.screens.load.draft import (
    GroupBy,
    LoadDraft,
    OpenCamera,
    ToggleExtra,
    ToggleMissing,
    UnseenAreMissing,
)
from mobile.screens.load.state import LoadCrate, LoadState
from mobile.screens.rows import in_sight, kept_crate_row, more_rows
from shared.custody.codes import print_code
from shared.custody.events import How


def view(scene: Scene, state: LoadState | None, draft: LoadDraft) -> ft.View:
    """The count to make; once made, what was counted."""
    look, words = scene.look, scene.look.texts.load
    if state is None:
        gone = empty_state(look, ft.Icons.LOCAL_SHIPPING, words.title, words.unknown)
        return inner_frame(scene, HOME, words.title, [gone])
    home = primary_button(look, "to-round", look.texts.stop.back_to_round, lambda: scene.go(HOME))
    if state.departed is not None:
        return inner_frame(scene, HOME, words.title, departed(scene, state, state.departed, draft), foot=home)
    if state.is_over or not state.crates:
        nothing = empty_state(look, ft.Icons.LOCAL_SHIPPING, words.nothing_title, words.nothing_text)
        return inner_frame(scene, HOME, words.title, [nothing], foot=home)
    body = [
        look.small(words.at(state.place_name)),
        *_counts(scene, state, draft),
        *_answers(scene, draft),
        *_codes(scene, state, draft),
        *_extras(scene, draft),
        *_crates(scene, state, draft),
    ]
    return inner_frame(scene, HOME, words.title, body, foot=_leave(scene, state, draft), spacing=GRID)


def _counts(scene: Scene, state: LoadState, draft: LoadDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.load
    total, missing = len(state.crates), len(draft.missing)
    chips: list[ft.Control] = []
    if missing:
        chips.append(state_chip(look, WAITING, words.missing(missing)))
    if draft.extras:
        chips.append(state_chip(look, WRONG, words.extra(len(draft.extras))))
    if draft.seen:
        chips.append(state_chip(look, NEUTRAL, words.seen(len(draft.seen)), icon=ft.Icons.QR_CODE_SCANNER))
    parts: list[ft.Control] = [big_count(look, total - missing, total, words.present(total))]
    if chips:
        parts.append(ft.Row(chips, wrap=True, spacing=GRID, run_spacing=GRID))
    return parts


def _answers(scene: Scene, draft: LoadDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.load
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, look.texts.stop.other_refusal)
        return [inline_message(look, WRONG, said)]
    if draft.was_undone:
        return [undone_message(scene, words.undone)]
    return last_answer(scene, draft)


def _codes(scene: Scene, state: LoadState, draft: LoadDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.load
    parts: list[ft.Control] = []
    if draft.has_camera:
        parts.append(scan_box(look, "load-camera", lambda text: scene.dispatch(CodeRead(text, How.QR))))
    parts.append(
        code_field(
            look,
            "load-code",
            draft.typed,
            label=look.texts.stop.code_label,
            hint=look.texts.stop.code_hint,
            on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
        )
    )
    camera = second_button(
        look,
        "load-scan",
        words.close_camera if draft.has_camera else words.open_camera,
        lambda: scene.dispatch(OpenCamera()),
        icon=ft.Icons.QR_CODE_SCANNER,
    )
    parts.append(camera)
    unseen = tuple(crate.code for crate in state.crates if crate.code not in draft.seen | draft.missing)
    if draft.seen and unseen:
        said = words.unseen_missing(len(unseen))
        parts.append(quiet_button(look, "unseen", said, lambda: scene.dispatch(UnseenAreMissing(unseen))))
    return parts


def _extras(scene: Scene, draft: LoadDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.load
    if not draft.extras:
        return []
    rows: list[ft.Control] = [
        ft.Container(look.section(words.extra(len(draft.extras))), padding=ft.Padding.only(top=GRID)),
        look.small(words.extra_help, max_lines=None),
    ]
    for code, is_taken in draft.extras.items():
        state_word = words.extra_taken if is_taken else words.extra_left
        mark = Mark.TICKED if is_taken else Mark.EXCEPTED
        crate = CrateWords(code, print_code(code), words.on_no_list, state_word)
        rows.append(kept_crate_row(scene, crate, mark, ToggleExtra(code)))
    return rows


def _crates(scene: Scene, state: LoadState, draft: LoadDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.load
    choices: list[ft.Control] = [
        choice_button(
            look,
            identifier,
            said,
            lambda by=by: scene.dispatch(GroupBy(by_producer=by)),
            chosen=draft.by_producer is by,
        )
        for identifier, said, by in (
            ("by-destination", words.by_destination, False),
            ("by-producer", words.by_producer, True),
        )
    ]
    rows: list[ft.Control] = [
        ft.Row(choices, wrap=True, spacing=GRID, run_spacing=GRID),
        look.small(words.tap_missing, max_lines=None),
    ]
    head: Callable[[LoadCrate], str] = _producer if draft.by_producer else _destination
    ordered = sorted(state.crates, key=lambda crate: (head(crate), crate.producer_name, crate.rank))
    shown = 0
    for name, members in groupby(ordered, key=head):
        crates = tuple(members)
        lines = in_sight(crates, draft.rows_shown - shown, lambda crate: crate.code, draft.missing)
        shown += len(lines)
        rows += _group(scene, draft, name, crates, lines) if lines else []
    return [*rows, *more_rows(scene, len(ordered) - shown)]


def _producer(crate: LoadCrate) -> str:
    return crate.producer_name


def _destination(crate: LoadCrate) -> str:
    return crate.dest_name


def _group(
    scene: Scene, draft: LoadDraft, name: str, crates: tuple[LoadCrate, ...], lines: list[LoadCrate]
) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.load
    codes = tuple(crate.code for crate in crates)
    there = sum(code not in draft.missing for code in codes)
    head = group_row(
        look,
        identifier=f"group-{codes[0]}",
        name=name or words.no_name,
        count=f"{there}/{len(codes)}",
        is_ticked=there > 0,
        on_tap=lambda: scene.dispatch(ToggleMissing(codes)),
    )
    return [head, *(_row(scene, draft, crate) for crate in lines)]


def _row(scene: Scene, draft: LoadDraft, crate: LoadCrate) -> ft.Control:
    told = scene.look.texts.load
    other = crate.dest_name if draft.by_producer else crate.producer_name
    is_missing = crate.code in draft.missing
    said = f"{crate.rank}/{crate.of}"
    if is_missing:
        said = told.not_there
    elif crate.code in draft.seen:
        said = told.code_read
    mark = Mark.EXCEPTED if is_missing else Mark.DONE if crate.code in draft.seen else Mark.TICKED
    words = CrateWords(crate.code, crate.printed, other, said)
    return kept_crate_row(scene, words, mark, ToggleMissing((crate.code,)))


def _leave(scene: Scene, state: LoadState, draft: LoadDraft) -> ft.Control:
    words = scene.look.texts.load
    present = tuple(crate.code for crate in state.crates if crate.code not in draft.missing)
    missing = tuple(crate.code for crate in state.crates if crate.code in draft.missing)
    intent = DepartRound(
        draft.intent_id,
        state.round_id,
        state.place_id,
        present,
        missing,
        tuple(code for code, is_taken in draft.extras.items() if is_taken),
        tuple(code for code, is_taken in draft.extras.items() if not is_taken),
        how=How.QR if draft.seen.issuperset(present) else How.BULK,
    )
    said = words.leave_but(len(present), len(missing)) if missing else words.leave_all(len(present))
    return primary_button(
        scene.look, "depart", said, lambda: scene.dispatch(intent), icon=ft.Icons.LOCAL_SHIPPING
    )
