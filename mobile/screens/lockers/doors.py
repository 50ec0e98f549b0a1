"""The map of a bank: its doors by zone, each with its size and its state in a colour, an icon and a word."""

from collections.abc import Sequence

import flet as ft

from mobile.components.tap import tappable
from mobile.components.tokens import (
    DONE,
    FONT_BOLD,
    GRID,
    LINE,
    MUTED,
    NEUTRAL,
    PRIMARY,
    SIZE_SECTION,
    SURFACE,
    TEXT,
    WAITING,
    Tint,
)
from mobile.screens.contract import Scene
from mobile.screens.lockers.draft import ChooseDoor
from mobile.screens.lockers.state import DoorSight
from shared.custody.allocation import DoorState

ACROSS, ACROSS_LARGE = 3, 2
_STATES: dict[DoorState, tuple[ft.IconData, Tint]] = {
    DoorState.FREE: (ft.Icons.RADIO_BUTTON_UNCHECKED, DONE),
    DoorState.OCCUPIED: (ft.Icons.INVENTORY_2, NEUTRAL),
    DoorState.BROKEN: (ft.Icons.BLOCK, WAITING),
}


def map_of_doors(scene: Scene, doors: Sequence[DoorSight], chosen: str | None) -> list[ft.Control]:
    """Both zones under their heads, the cold one first."""
    words = scene.look.texts.locker
    cold = [each for each in doors if each.door.is_cold]
    plain = [each for each in doors if not each.door.is_cold]
    return [
        *_zone(scene, words.cold_zone, ft.Icons.AC_UNIT, cold, chosen),
        *_zone(scene, words.plain_zone, ft.Icons.THERMOSTAT, plain, chosen),
    ]


def _zone(
    scene: Scene, name: str, icon: ft.IconData, doors: Sequence[DoorSight], chosen: str | None
) -> list[ft.Control]:
    if not doors:
        return []
    look = scene.look
    head = ft.Row(
        [ft.Icon(icon, size=look.icon(22), color=MUTED), ft.Container(look.strong(name), expand=True)],
        spacing=GRID,
    )
    across = ACROSS_LARGE if look.is_large else ACROSS
    rows = [doors[start : start + across] for start in range(0, len(doors), across)]
    return [
        ft.Container(head, padding=ft.Padding.only(top=GRID)),
        *(_row(scene, row, across, chosen) for row in rows),
    ]


def _row(scene: Scene, doors: Sequence[DoorSight], across: int, chosen: str | None) -> ft.Control:
    cells: list[ft.Control] = [
        ft.Container(_tile(scene, each, is_chosen=each.compartment == chosen), expand=True) for each in doors
    ]
    cells += [ft.Container(expand=True)] * (across - len(doors))
    return ft.Row(
        cells,
        spacing=GRID,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        intrinsic_height=True,
        key=f"doors-{doors[0].compartment}",
    )


def _tile(scene: Scene, sight: DoorSight, *, is_chosen: bool) -> ft.Control:
    look = scene.look
    icon, tint = _STATES[sight.door.state]
    is_free = sight.door.state is DoorState.FREE
    name = look.text(sight.compartment, size=SIZE_SECTION, font=FONT_BOLD, color=TEXT, max_lines=1)
    name.expand = True
    size = look.texts.locker.sizes.get(sight.door.size, sight.door.size)
    content = ft.Column(
        [
            ft.Row([name, ft.Icon(icon, size=look.icon(20), color=tint.ink)], spacing=GRID // 2),
            look.small(look.format.word(sight.door.state), color=tint.ink, max_lines=1),
            look.small(size, max_lines=1),
        ],
        spacing=0,
        tight=True,
    )
    tile = tappable(
        f"door-{sight.compartment}",
        content,
        lambda: scene.dispatch(ChooseDoor(sight.compartment)),
        paper=SURFACE if is_free else tint.paper,
        edge=PRIMARY if is_chosen else LINE,
        edge_width=3 if is_chosen else 1,
        padding_y=GRID,
    )
    tile.selected = is_chosen
    return tile
