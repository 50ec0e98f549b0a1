"""The part of the stop for empty crates: a tile that opens, two counts by the thumb, recorded and undone."""

import flet as ft

from mobile.actions.record_empties import RecordEmpties
from mobile.actions.undo_record import UndoRecord
from mobile.components.action_tiles import Tile
from mobile.components.buttons import quiet_button, second_button
from mobile.components.message import inline_message
from mobile.components.temperature_entry import step_button
from mobile.components.tokens import DONE, GRID, LINE, RADIUS, SURFACE
from mobile.screens.contract import Scene
from mobile.screens.stop.draft import StopDraft
from mobile.screens.stop.empties_draft import MOST_AT_ONCE, CountEmpties, OpenEmpties
from mobile.screens.stop.state import StopState


def empties_tile(scene: Scene, state: StopState) -> Tile | None:
    """What was left and taken back here so far stands on the tile."""
    words = scene.look.texts.cargo
    left, taken = state.empties
    detail = words.empties_counted(left, taken) if left or taken else ""
    return Tile(
        "open-empties", ft.Icons.RECYCLING, words.title, lambda: scene.dispatch(OpenEmpties()), detail
    )


def empties_part(scene: Scene, state: StopState, draft: StopDraft) -> list[ft.Control]:
    """The two counts, once the tile was tapped."""
    counted = draft.empties
    if not counted.is_open:
        return []
    look, words = scene.look, scene.look.texts.cargo
    parts: list[ft.Control] = [look.section(words.title), *_recorded(scene, draft)]
    parts.append(_counter(scene, "left", words.empties_left, counted.left, CountEmpties(left=1)))
    parts.append(_counter(scene, "taken", words.empties_taken, counted.taken, CountEmpties(taken=1)))
    if counted.left or counted.taken:
        record = RecordEmpties(draft.intent_id, state.round_id, state.place_id, counted.left, counted.taken)
        parts.append(
            second_button(
                look,
                "record-empties",
                words.record_empties,
                lambda: scene.dispatch(record),
                icon=ft.Icons.CHECK,
            )
        )
    card = ft.Container(
        ft.Column(parts, spacing=GRID, tight=True),
        bgcolor=SURFACE,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        padding=2 * GRID,
    )
    return [ft.Semantics(content=card, identifier="empties", container=True, key="empties")]


def _recorded(scene: Scene, draft: StopDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts
    if draft.empties.recorded is None:
        return []
    said = words.cargo.empties_counted(*draft.empties.recorded)
    undo = UndoRecord(draft.intent_id, draft.empties.fact_ids)
    action = quiet_button(look, "undo-empties", words.stop.undo, lambda: scene.dispatch(undo))
    told = words.stop.recorded(said, look.format.clock(draft.empties.at_ms))
    return [inline_message(look, DONE, told, identifier="empties-recorded", action=action)]


def _counter(scene: Scene, name: str, label: str, value: int, one_more: CountEmpties) -> ft.Control:
    look, words = scene.look, scene.look.texts.cargo
    one_less = CountEmpties(left=-one_more.left, taken=-one_more.taken)
    less = step_button(
        look,
        f"{name}-less",
        ft.Icons.REMOVE,
        words.one_less,
        lambda: scene.dispatch(one_less),
        enabled=value > 0,
    )
    more = step_button(
        look,
        f"{name}-more",
        ft.Icons.ADD,
        words.one_more,
        lambda: scene.dispatch(one_more),
        enabled=value < MOST_AT_ONCE,
    )
    figure = ft.Container(look.title(str(value)), alignment=ft.Alignment.CENTER, width=look.size(56))
    figures: list[ft.Control] = [less, figure, more]
    row = ft.Row(figures, spacing=GRID, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    if look.is_large:
        return ft.Column([look.strong(label), row], spacing=GRID // 2, tight=True)
    return ft.Row(
        [ft.Container(look.strong(label), expand=True), row],
        spacing=GRID,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
