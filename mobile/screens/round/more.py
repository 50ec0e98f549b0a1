"""What else may be done in a round, each on a screen of its own: the tiles below the stops."""

from collections.abc import Callable

import flet as ft

from mobile.components.action_tiles import Tile, action_tiles
from mobile.components.tokens import GRID
from mobile.screens.contract import Scene
from mobile.screens.round.state import ShownRound
from mobile.screens.routes import (
    add_stop_route,
    handovers_route,
    load_route,
    note_route,
    round_handover_route,
    round_incident_route,
    take_over_route,
)


def _incident(scene: Scene, shown: ShownRound) -> Tile | None:
    """Report something on the way; a round that is over has its incidents at its stops."""
    if shown.is_closed:
        return None
    word = scene.look.texts.incident.entry
    route = round_incident_route(shown.round_id)
    return Tile("open-incident", ft.Icons.REPORT, word, lambda: scene.go(route))


def _load(scene: Scene, shown: ShownRound) -> Tile | None:
    """The count before leaving: to be made, or to be read again."""
    if shown.is_closed or not shown.is_started:
        return None
    route = load_route(shown.round_id)
    word = scene.look.texts.load.entry
    return Tile("open-load", ft.Icons.LOCAL_SHIPPING, word, lambda: scene.go(route))


def _add_stop(scene: Scene, shown: ShownRound) -> Tile | None:
    """A stop nobody planned."""
    if shown.is_closed or not shown.is_started:
        return None
    route = add_stop_route(shown.round_id)
    word = scene.look.texts.unplanned.stop_entry
    return Tile("open-add-stop", ft.Icons.ADD_LOCATION_ALT, word, lambda: scene.go(route))


def _note(scene: Scene, shown: ShownRound) -> Tile | None:
    """What to show at a roadside check."""
    route = note_route(shown.round_id)
    word = scene.look.texts.note.entry
    return Tile("open-note", ft.Icons.DESCRIPTION, word, lambda: scene.go(route))


def _hand_over(scene: Scene, shown: ShownRound) -> Tile | None:
    """Only who carries crates has something to hand over; what is practised goes to no other phone."""
    if shown.is_closed or not shown.aboard or scene.is_practice:
        return None
    route = round_handover_route(shown.round_id)
    word = scene.look.texts.handover.tile_give
    return Tile("open-handover", ft.Icons.SWAP_HORIZ, word, lambda: scene.go(route))


def _take_over(scene: Scene, shown: ShownRound) -> Tile | None:
    if shown.is_closed or scene.is_practice:
        return None
    word = scene.look.texts.handover.tile_take
    route = take_over_route(shown.round_id)
    return Tile("open-take-over", ft.Icons.CALL_RECEIVED, word, lambda: scene.go(route))


def _handovers(scene: Scene, shown: ShownRound) -> Tile | None:
    """Always there: a handover that waits is seen, whatever became of the round."""
    words = scene.look.texts.handover
    detail = words.tile_open(shown.open_handovers) if shown.open_handovers else ""
    route = handovers_route()
    return Tile("open-handovers", ft.Icons.HANDSHAKE, words.tile_list, lambda: scene.go(route), detail)


# Each entry: the tile it gives in this round, or None where it has no place there.
ENTRIES: tuple[Callable[[Scene, ShownRound], Tile | None], ...] = (
    _load,
    _note,
    _hand_over,
    _take_over,
    _handovers,
    _add_stop,
    _incident,
)


def more(scene: Scene, shown: ShownRound) -> list[ft.Control]:
    """The tiles under their head; nothing where nothing else can be done."""
    look = scene.look
    tiles = tuple(tile for entry in ENTRIES if (tile := entry(scene, shown)) is not None)
    if not tiles:
        return []
    head = ft.Container(look.section(look.texts.round.more), padding=ft.Padding.only(top=2 * GRID))
    return [head, action_tiles(look, tiles)]
