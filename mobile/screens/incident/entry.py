"""The tile that leads to « Incident », at a stop and in a round."""

import flet as ft

from mobile.components.action_tiles import Tile
from mobile.screens.contract import Scene
from mobile.screens.round.state import ShownRound
from mobile.screens.routes import round_incident_route, stop_incident_route
from mobile.screens.stop.state import StopState


def at_stop(scene: Scene, state: StopState) -> Tile | None:
    """Report something at this stop."""
    route = stop_incident_route(state.round_id, state.place_id)
    word = scene.look.texts.incident.entry
    return Tile("open-incident", ft.Icons.REPORT, word, lambda: scene.go(route))


def in_round(scene: Scene, shown: ShownRound) -> Tile | None:
    """Report something on the way; a round that is over has its incidents at its stops."""
    if shown.is_closed:
        return None
    word = scene.look.texts.incident.entry
    route = round_incident_route(shown.round_id)
    return Tile("open-incident", ft.Icons.REPORT, word, lambda: scene.go(route))
