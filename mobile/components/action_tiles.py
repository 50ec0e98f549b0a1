"""What else may be done here: tiles two by two, each an icon and a word."""

from dataclasses import dataclass

import flet as ft

from mobile.components.look import Look
from mobile.components.tap import OnTap, tappable
from mobile.components.tokens import GRID, PRIMARY, SIZE_BODY, TARGET_HEIGHT

SURE_TO_FIT = 13
LINE_HEIGHT = 1.3


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing to do: its handle, its icon, its word, and a second line such as a count."""

    identifier: str
    icon: ft.IconData
    word: str
    on_tap: OnTap
    detail: str = ""


def action_tiles(look: Look, tiles: tuple[Tile, ...]) -> ft.Control:
    """Two to a row, one below the other where the text is large."""
    across = 1 if look.is_large else 2
    rows = [tiles[start : start + across] for start in range(0, len(tiles), across)]
    return ft.Column([_row(look, row, across) for row in rows], spacing=GRID, tight=True, key="action-tiles")


def _row(look: Look, tiles: tuple[Tile, ...], across: int) -> ft.Control:
    cells: list[ft.Control] = [ft.Container(_tile(look, tile), expand=True) for tile in tiles]
    cells += [ft.Container(expand=True)] * (across - len(tiles))
    return ft.Row(
        cells, spacing=GRID, vertical_alignment=ft.CrossAxisAlignment.STRETCH, intrinsic_height=True
    )


def _tile(look: Look, tile: Tile) -> ft.Control:
    words: list[ft.Control] = [look.strong(tile.word)]
    if tile.detail:
        words.append(look.small(tile.detail))
    content = ft.Row(
        [
            ft.Icon(tile.icon, size=look.icon(24), color=PRIMARY),
            ft.Column(words, spacing=0, tight=True, expand=True, alignment=ft.MainAxisAlignment.CENTER),
        ],
        spacing=GRID,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    if len(tile.word) > SURE_TO_FIT and not look.is_large:
        # The height of a row is guessed without the tiles' borders: a word that only just fits would be cut.
        content.height = 2 * look.size(SIZE_BODY) * LINE_HEIGHT
    tall = ft.Container(
        content, padding=ft.Padding.symmetric(vertical=(TARGET_HEIGHT - look.icon(24)) / 2 - GRID)
    )
    return tappable(tile.identifier, tall, tile.on_tap, padding_y=GRID)
