"""What else may be done at a stop, each on a screen of its own: the tiles below the crates."""

from collections.abc import Callable

import flet as ft

from mobile.components.action_tiles import Tile, action_tiles
from mobile.components.tokens import GRID
from mobile.screens.contract import Scene
from mobile.screens.routes import extra_route, place_route, stop_handover_route, stop_incident_route
from mobile.screens.stop.empties import empties_tile
from mobile.screens.stop.state import StopState


def _place(scene: Scene, state: StopState) -> Tile | None:
    """The way there and in."""
    route = place_route(state.round_id, state.place_id)
    return Tile("open-place", ft.Icons.PLACE, scene.look.texts.place.title, lambda: scene.go(route))


def _incident(scene: Scene, state: StopState) -> Tile | None:
    """Report something at this stop."""
    route = stop_incident_route(state.round_id, state.place_id)
    word = scene.look.texts.incident.entry
    return Tile("open-incident", ft.Icons.REPORT, word, lambda: scene.go(route))


def _extra(scene: Scene, state: StopState) -> Tile | None:
    """Take or leave what nobody planned here."""
    if state.is_closed:
        return None
    route = extra_route(state.round_id, state.place_id)
    word = scene.look.texts.unplanned.crate_title
    return Tile("open-extra", ft.Icons.ADD_BOX, word, lambda: scene.go(route))


def _hand_over(scene: Scene, state: StopState) -> Tile | None:
    """Crates to another person here: with the app, with a signature, or by the place's badge.

    Not while practising: what one phone shows, another one records for good.
    """
    if state.is_closed or scene.is_practice:
        return None
    route = stop_handover_route(state.round_id, state.place_id)
    word = scene.look.texts.handover.tile_give
    return Tile("open-handover", ft.Icons.SWAP_HORIZ, word, lambda: scene.go(route))


# Each entry: the tile it gives at this stop, or None where it has no place there.
ENTRIES: tuple[Callable[[Scene, StopState], Tile | None], ...] = (
    _place,
    empties_tile,
    _extra,
    _hand_over,
    _incident,
)


def more(scene: Scene, state: StopState) -> list[ft.Control]:
    """The tiles under their head; nothing where nothing else can be done."""
    look = scene.look
    tiles = tuple(tile for entry in ENTRIES if (tile := entry(scene, state)) is not None)
    if not tiles:
        return []
    head = ft.Container(look.section(look.texts.stop.more), padding=ft.Padding.only(top=2 * GRID))
    return [head, action_tiles(look, tiles)]
