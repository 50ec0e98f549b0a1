"""At a locker bank, the way to its doors: before the crates, for they are left there and not on the floor."""

import flet as ft

from mobile.components.buttons import second_button
from mobile.screens.contract import Scene
from mobile.screens.routes import lockers_route
from mobile.screens.stop.state import StopState


def way_to_bank(scene: Scene, state: StopState) -> list[ft.Control]:
    """How many doors are free, and the way there; nothing where the place has none."""
    if state.free_doors is None or not state.drops.total:
        return []
    words = scene.look.texts.locker
    route = lockers_route(state.round_id, state.place_id)
    said = words.open_bank(state.free_doors)
    return [
        second_button(scene.look, "open-lockers", said, lambda: scene.go(route), icon=ft.Icons.DOOR_SLIDING)
    ]
