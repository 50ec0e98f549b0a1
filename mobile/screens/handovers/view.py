"""How « Remises » looks: what waits for its other side, what is done, and taking crates over."""

import flet as ft

from mobile.components.buttons import primary_button
from mobile.components.empty_state import empty_state
from mobile.components.state_chip import state_chip
from mobile.components.tap import tappable
from mobile.components.tokens import DONE, GRID, NEUTRAL, PRIMARY, WAITING, Tint
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.handovers.state import HandoverLine, HandoversState, Standing
from mobile.screens.routes import handover_shown_route, take_over_route

_TINTS: dict[Standing, Tint] = {
    Standing.WAITING: WAITING,
    Standing.UNSENT: WAITING,
    Standing.WITHDRAWN: NEUTRAL,
}


def view(scene: Scene, state: HandoversState, _draft: str) -> ft.View:
    """Two lists, or what will appear here."""
    look, words = scene.look, scene.look.texts.handover
    body: list[ft.Control] = []
    for title, lines in ((words.open_title, state.open), (words.done_title, state.done)):
        if lines:
            body += [look.section(title), *(_row(scene, line) for line in lines)]
    if not body:
        body = [empty_state(look, ft.Icons.SWAP_HORIZ, words.none_title, words.none_text)]
    take = primary_button(
        look,
        "take-over",
        words.tile_take,
        lambda: scene.go(take_over_route()),
        icon=ft.Icons.QR_CODE_SCANNER,
    )
    return inner_frame(scene, HOME, words.list_title, body, foot=take)


def _row(scene: Scene, line: HandoverLine) -> ft.Control:
    look, words = scene.look, scene.look.texts.handover
    name = line.name or words.somebody
    said = words.line_given(name) if line.is_given else words.line_taken(name)
    count = look.texts.common.crates(line.crates)
    lines = ft.Column(
        [look.strong(said), look.small(f"{count} · {look.format.moment(line.at_ms, scene.now_ms)}")],
        spacing=2,
        tight=True,
    )
    icon = ft.Icons.CALL_MADE if line.is_given else ft.Icons.CALL_RECEIVED
    chip = state_chip(look, _TINTS.get(line.standing, DONE), _word(scene, line.standing))
    row = ft.Row(
        [ft.Icon(icon, size=look.icon(26), color=PRIMARY), look.beside(lines, chip)],
        spacing=GRID + GRID // 2,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return tappable(f"handover-{line.fact_id}", row, lambda: scene.go(handover_shown_route(line.fact_id)))


def _word(scene: Scene, standing: Standing) -> str:
    words = scene.look.texts.handover
    return {
        Standing.WAITING: words.chip_waiting,
        Standing.UNSENT: words.chip_unsent,
        Standing.RECEIPT: words.chip_receipt,
        Standing.PROOF: words.chip_proof,
        Standing.DONE: words.chip_done,
        Standing.TAKEN: words.chip_taken,
        Standing.WITHDRAWN: words.chip_withdrawn,
    }[standing]
