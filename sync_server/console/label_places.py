"""Page « Étiquettes », places and compartments: fixed badges, printed once and stuck on for years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from shared.network import PlaceRole
from shared.words.labels import label
from sync_server.console.doors_shown import SIZES
from sync_server.console.label_parts import (
    TABS,
    LabelVisit,
    SheetAsked,
    SheetShown,
    SheetsPaper,
    Short,
    label_host,
    sheet_shown,
    sheets_answer,
)
from sync_server.console.paper_wait import Papers
from sync_server.console.visit import PageMissing, Visit, page
from sync_server.labels.queries import doors_to_label, places_to_label
from sync_server.papers.labels import Label, Placed, by_sheet, compartment_of_bank, place_label

PATH = "/console/etiquettes/lieux"
router = APIRouter()


class PlacesAsked(SheetAsked):
    """Badges of places of a role, or the doors of a bank."""

    quoi: Literal["lieux", "casiers"] = "lieux"
    role: Annotated[str, Query(max_length=20)] = ""
    lieu: Short = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is nothing to print, and the page that changes it."""

    says: str
    teaches: str
    href: str
    word: str


@dataclass(frozen=True, slots=True)
class PlaceLabelsContext:
    """The choice and what it would print."""

    tabs: Sequence[tuple[str, str, str]]
    tab: str
    asked: PlacesAsked
    roles: list[tuple[str, str]]
    places: list[tuple[str, str]]
    sheet: SheetShown
    nothing: Nothing
    download: str


@router.get("/etiquettes/lieux")
def show_place_labels(visit: LabelVisit, asked: Annotated[PlacesAsked, Query()]) -> HTMLResponse:
    """The badges and doors that would be printed."""
    return page(visit, "etiquettes", "label_places.html", _context(visit, asked))


@router.get("/etiquettes/lieux.pdf")
def download_place_labels(
    visit: LabelVisit, papers: Papers, asked: Annotated[PlacesAsked, Query()]
) -> Response:
    """The sheets of badges or doors."""
    if asked.fault:
        return page(visit, "etiquettes", "label_places.html", _context(visit, asked), 422)
    labels = _labels(visit, asked)
    if not labels:
        raise PageMissing
    placed = by_sheet([labels], asked.form, asked.first, new_sheets=False)
    paper = SheetsPaper(
        title="Étiquettes des casiers" if asked.quoi == "casiers" else "Étiquettes des lieux",
        back=f"{PATH}?{urlencode({'quoi': asked.quoi, 'role': asked.role, 'lieu': asked.lieu})}",
        made_ms=visit.now_ms,
        file_parts=("etiquettes", asked.quoi, asked.role or asked.lieu),
    )
    return sheets_answer(visit, papers, placed, asked.form, paper)


def _context(visit: Visit, asked: PlacesAsked) -> PlaceLabelsContext:
    labels = _labels(visit, asked)
    placed: Placed = by_sheet([labels], asked.form, asked.first, new_sheets=False)
    asks = [("quoi", asked.quoi), ("role", asked.role), ("lieu", asked.lieu)]
    shown = sheet_shown(asked, placed, PATH, asks)
    banks = {door.place_id: door.place_name for door in doors_to_label(visit.session, "")}
    chosen = asked.quoi == "casiers"
    every = [(each.id, each.name) for each in places_to_label(visit.session, asked.role, "")]
    query = urlencode(_download(asked, asks))
    return PlaceLabelsContext(
        tabs=TABS,
        tab="lieux",
        asked=asked,
        roles=[(role.value, label(role)) for role in PlaceRole],
        places=list(banks.items()) if chosen else every,
        sheet=shown,
        nothing=_nothing(chosen=chosen, of_a_sort=bool(asked.role)),
        download=f"/console/etiquettes/lieux.pdf?{query}",
    )


def _nothing(*, chosen: bool, of_a_sort: bool) -> Nothing:
    if chosen:
        return Nothing(
            "Aucune consigne n'a de casier",
            "Les casiers d'une consigne se disent avec le réseau : le fichier « compartments.csv ».",
            "/console/consignes",
            "Voir les consignes",
        )
    if of_a_sort:
        return Nothing(
            "Aucun lieu de cette sorte", "Les autres en ont peut-être.", PATH, "Voir tous les lieux"
        )
    return Nothing(
        "Aucun lieu n'est encore connu",
        "Un lieu ajouté a aussitôt son badge : un QR à coller sur la porte, que les téléphones lisent.",
        "/console/lieux/ajouter",
        "Ajouter un lieu",
    )


def _labels(visit: Visit, asked: PlacesAsked) -> list[Label]:
    host = label_host(visit)
    if asked.quoi == "casiers":
        return [
            compartment_of_bank(
                host,
                door.place_id,
                door.compartment,
                door.place_name,
                ", ".join(filter(None, (SIZES.get(door.size, door.size), "froid" if door.is_cold else ""))),
            )
            for door in doors_to_label(visit.session, asked.lieu)
        ]
    return [
        place_label(host, place.id, place.name, label(PlaceRole(place.role)))
        for place in places_to_label(visit.session, asked.role, asked.lieu)
    ]


def _download(asked: PlacesAsked, asks: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        *((name, value) for name, value in asks if value),
        ("planche", asked.form.key),
        ("depuis", str(asked.first)),
    ]
