"""A good code that no crate here bears: perhaps a blank label, to be bound to a consignment of this stop."""

import flet as ft

from mobile.actions.bind_crate import BindCrate
from mobile.actions.undo_record import UndoRecord
from mobile.components.buttons import quiet_button
from mobile.components.look import Look
from mobile.components.message import inline_message
from mobile.components.tap import tappable
from mobile.components.tokens import DONE, GRID, MUTED, PRIMARY, WAITING
from mobile.screens.contract import Scene
from mobile.screens.scan.draft import Expected, ScanDraft
from mobile.screens.scan.state import LabelChoice, ScanState
from mobile.screens.stop.state import StopState
from shared.custody.codes import print_code


def blank_label(scene: Scene, state: ScanState, draft: ScanDraft) -> list[ft.Control]:
    """« Étiquette vierge ? » and the consignments of this stop; nothing where there are none."""
    look, words = scene.look, scene.look.texts.scan
    blank = draft.blank
    if blank is None or not state.choices:
        return []
    head = ft.Column(
        [look.section(words.blank_title), look.small(words.blank_help, max_lines=None)], spacing=2, tight=True
    )
    return [head, *(_choice(scene, state.stop, draft, blank, choice) for choice in state.choices)]


def was_bound(scene: Scene, state: StopState, draft: ScanDraft) -> list[ft.Control]:
    """What was bound, and its undo."""
    bound = draft.bound
    if bound is None:
        return []
    look, words = scene.look, scene.look.texts.scan
    undo = UndoRecord(draft.stop.intent_id, bound.fact_ids)
    action = quiet_button(look, "undo", look.texts.stop.undo, lambda: scene.dispatch(undo))
    lines = (line for group in state.pickups.groups for line in group.lines)
    line = next((line for line in lines if line.code == bound.code), None)
    parts = (line.label, look.texts.stop.towards(line.whose)) if line is not None else ()
    said = words.bound(print_code(bound.code), " ".join(part for part in parts if part))
    return [inline_message(look, DONE, said, action=action)]


def _choice(
    scene: Scene, stop: StopState, draft: ScanDraft, blank: Expected, choice: LabelChoice
) -> ft.Control:
    look = scene.look
    intent = BindCrate(
        draft.stop.intent_id, blank.code, choice.consignment_id, stop.round_id, stop.place_id, blank.how
    )
    return tappable(
        f"bind-{choice.consignment_id}", _words(look, choice), lambda: scene.dispatch(intent), padding_y=GRID
    )


def _words(look: Look, choice: LabelChoice) -> ft.Control:
    words = look.texts.scan
    name = " · ".join(part for part in (choice.label, choice.producer_name) if part)
    lacks = choice.labelled < choice.ordered
    count = words.labelled(choice.labelled, choice.ordered)
    lines = ft.Column(
        [look.strong(name), look.small(look.texts.stop.towards(choice.dest_name))], spacing=2, tight=True
    )
    return ft.Row(
        [
            ft.Icon(ft.Icons.ADD_LINK, size=look.icon(26), color=PRIMARY),
            look.beside(lines, look.small(count, color=WAITING.ink if lacks else MUTED, max_lines=1)),
        ],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
