"""Choosing a place of the network by its name: a field, and the places that answer to what is typed."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from mobile.components.code_field import Typed
from mobile.components.line_field import FieldWords, line_field
from mobile.components.look import Look
from mobile.components.tap import OnTap, tappable
from mobile.components.tokens import GRID, PRIMARY
from shared.network import PlaceRole

SHOWN_AT_ONCE = 6
_ICONS = {
    PlaceRole.FARM: ft.Icons.AGRICULTURE,
    PlaceRole.HUB: ft.Icons.WAREHOUSE,
    PlaceRole.RELAY: ft.Icons.STOREFRONT,
    PlaceRole.LOCKER: ft.Icons.GRID_VIEW,
}


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place one may choose; `is_near` for those of the round, shown before anything is typed."""

    place_id: str
    name: str
    area: str
    role: PlaceRole
    is_near: bool = False


def places_answering(places: Sequence[PlaceChoice], typed: str) -> tuple[PlaceChoice, ...]:
    """Those whose name or area holds every word typed, whatever its accents; first those of the round."""
    words = _plain(typed).split()
    if not words:
        return tuple(place for place in places if place.is_near)
    found = [place for place in places if all(word in _plain(f"{place.name} {place.area}") for word in words)]
    begins = [not _plain(place.name).startswith(words[0]) for place in found]
    ranked = sorted(
        zip(begins, found, strict=True), key=lambda one: (one[0], not one[1].is_near, one[1].name)
    )
    return tuple(place for _, place in ranked)


def place_search(
    look: Look,
    places: Sequence[PlaceChoice],
    typed: Typed,
    *,
    label: str,
    more: Callable[[int], str],
    on_change: OnTap,
    on_choose: Callable[[PlaceChoice], None],
) -> list[ft.Control]:
    """The field, then at most six places as rows; how many more answer is said."""
    found = places_answering(places, typed.latest())
    rows: list[ft.Control] = [
        line_field(look, "place-search", typed, FieldWords(label), on_change=on_change),
        *(_row(look, place, on_choose) for place in found[:SHOWN_AT_ONCE]),
    ]
    if len(found) > SHOWN_AT_ONCE:
        rows.append(look.small(more(len(found) - SHOWN_AT_ONCE)))
    return rows


def _row(look: Look, place: PlaceChoice, on_choose: Callable[[PlaceChoice], None]) -> ft.Control:
    words = ft.Column(
        [
            look.strong(place.name),
            look.small(" · ".join(filter(None, (look.format.title_word(place.role), place.area)))),
        ],
        spacing=2,
        tight=True,
        expand=True,
    )
    icon = ft.Icon(_ICONS[place.role], size=look.icon(26), color=PRIMARY)
    row = ft.Row([icon, words], spacing=GRID + GRID // 2, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    return tappable(f"place-{place.place_id}", row, lambda: on_choose(place))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(each for each in parts if not unicodedata.combining(each)).replace("’", "'")
