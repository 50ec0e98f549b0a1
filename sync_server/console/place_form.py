"""Pages that add a place or set one right by hand, with what was set before."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, Response

from shared.network import ACCESS_NOTE_MAX_CHARACTERS, PlaceRole, read_phone, read_pin
from shared.words.labels import label
from sync_server.accounts.names import people_names
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.hand_edits import EditShown, edits_shown
from sync_server.console.visit import (
    PageMissing,
    Visit,
    page,
    reading_with,
    see_other,
    writing_with,
)
from sync_server.db.feed import lock_feed
from sync_server.log import log_event
from sync_server.network.correcting import By, PlaceFields, add_place, edit_place
from sync_server.network.edits import Subject
from sync_server.network.place_photos import place_photo
from sync_server.network.queries import places_by_id
from sync_server.upkeep.after_planning import follow_places

NAME_MAX_CHARACTERS = 120
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_PLACES)]
Writing = Annotated[Visit, writing_with(Right.MANAGE_PLACES)]


@dataclass(frozen=True, slots=True)
class PlaceTyped:
    """A place's form as it was typed."""

    name: str
    role: str
    position: str
    area: str
    note: str
    keeper: str
    phone: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class PlaceFormContext:
    """The form, its choices, what is wrong with it by field, and what was set by hand before."""

    place_id: str
    title: str
    typed: PlaceTyped
    roles: list[tuple[str, str]]
    people: list[tuple[str, str]]
    faults: dict[str, str]
    edits: list[EditShown]
    after: str
    photo_at: str = ""


def _kept(
    keeper: Annotated[str, Form(max_length=80)] = "", since: Annotated[str, Form(max_length=40)] = ""
) -> tuple[str, str]:
    return keeper, since


def _typed(
    kept: Annotated[tuple[str, str], Depends(_kept)],
    name: Annotated[str, Form(max_length=1000)] = "",
    role: Annotated[str, Form(max_length=20)] = "",
    position: Annotated[str, Form(max_length=200)] = "",
    area: Annotated[str, Form(max_length=1000)] = "",
    note: Annotated[str, Form(max_length=2000)] = "",
    phone: Annotated[str, Form(max_length=80)] = "",
) -> PlaceTyped:
    keeper, since = kept
    typed = (name, role, position, area, note, keeper, phone, since)
    return PlaceTyped(*(" ".join(text.split()) for text in typed))


Typed = Annotated[PlaceTyped, Depends(_typed)]


@router.get("/lieux/ajouter")
def new_place(
    visit: Reading,
    nom: Annotated[str, Query(max_length=300)] = "",
    fichier: Annotated[str, Query(pattern="^([0-9a-f]{32})?$")] = "",
) -> HTMLResponse:
    """An empty form; with the name that a file of orders gave, it leads back to that file."""
    typed = PlaceTyped(nom[:NAME_MAX_CHARACTERS], PlaceRole.RELAY.value, "", "", "", "", "")
    return _form(visit, "", typed, {}, after=fichier)


@router.post("/lieux/ajouter")
def add(
    visit: Writing, typed: Typed, fichier: Annotated[str, Form(pattern="^([0-9a-f]{32})?$")] = ""
) -> Response:
    """Adds the place; the same name twice is refused, so that a second press adds nothing."""
    feed = lock_feed(visit.session)
    read = _read(visit, typed)
    if isinstance(read, PlaceFields) and any(
        place.name == read.name for place in places_by_id(visit.session).values()
    ):
        read = {"name": "Un lieu porte déjà ce nom : donnez-leur des noms que l'on distingue."}
    if not isinstance(read, PlaceFields):
        return _form(visit, "", typed, read, 422, after=fichier)
    place_id = add_place(visit.session, feed, read, By(visit.visitor.coordinator_id, visit.now_ms))
    log_event("place-added", place=place_id, by=visit.visitor.coordinator_id)
    return see_other(f"/console/imports/apercu/{fichier}" if fichier else "/console/lieux?fait=lieu-ajoute")


@router.get("/lieux/{place_id}")
def show_place(visit: Reading, place_id: str) -> HTMLResponse:
    """The place as it is known, to set right."""
    place = places_by_id(visit.session).get(place_id)
    if place is None:
        raise PageMissing
    position = f"{place.lat:.6f}, {place.lon:.6f}"
    keeper = place.keeper_person_id or ""
    typed = PlaceTyped(place.name, place.role, position, place.area, place.note, keeper, place.phone)
    return _form(visit, place_id, typed, {})


@router.post("/lieux/{place_id}")
def edit(visit: Writing, place_id: str, typed: Typed) -> Response:
    """Sets the place right for everybody; what is as before is no edit."""
    feed = lock_feed(visit.session)
    place = places_by_id(visit.session).get(place_id)
    if place is None:
        raise PageMissing
    read = _read(visit, typed)
    if not isinstance(read, PlaceFields):
        return _form(visit, place_id, typed, read, 422)
    if typed.position == f"{place.lat:.6f}, {place.lon:.6f}":
        # The page rounds a position: left as shown, it stays as exact as it was.
        read = replace(read, lat=place.lat, lon=place.lon)
    by = visit.visitor.coordinator_id
    edit_place(visit.session, feed, place_id, read, By(by, visit.now_ms))
    follow_places(visit.session, feed, [place_id], visit.now_ms)
    log_event("place-edited", place=place_id, by=by)
    return see_other(f"/console/lieux/{place_id}?fait=lieu-corrige")


def _read(visit: Visit, typed: PlaceTyped) -> PlaceFields | dict[str, str]:
    """The fields of the form, or what is wrong with each."""
    pin = read_pin(typed.position)
    faults: dict[str, str] = {}
    if not typed.name or len(typed.name) > NAME_MAX_CHARACTERS:
        faults["name"] = f"Donnez un nom de 1 à {NAME_MAX_CHARACTERS} caractères."
    if typed.role not in set(PlaceRole):
        faults["role"] = "Dites à quoi sert ce lieu."
    if pin is None:
        faults["position"] = "Copiez la position d'une carte, ainsi : 47.218371, -1.553621."
    if len(typed.note) > ACCESS_NOTE_MAX_CHARACTERS:
        faults["note"] = f"Pas plus de {ACCESS_NOTE_MAX_CHARACTERS} caractères."
    if typed.keeper and typed.keeper not in people_names(visit.session):
        faults["keeper"] = "Choisissez quelqu'un de la liste, ou personne."
    if len(typed.area) > NAME_MAX_CHARACTERS:
        faults["area"] = f"Pas plus de {NAME_MAX_CHARACTERS} caractères."
    phone = read_phone(typed.phone)
    if phone is None:
        faults["phone"] = "Écrivez un numéro qui s'appelle, ainsi : 02 40 12 34 56 ou +33 2 40 12 34 56."
    since = _since(typed.since)
    if typed.since and (since is None or since > visit.today):
        faults["since"] = "Donnez un jour passé, ou laissez vide : à partir d'aujourd'hui."
    if faults or pin is None or phone is None:
        return faults
    role = PlaceRole(typed.role)
    keeper = typed.keeper or None
    return PlaceFields(typed.name, role, pin.lat, pin.lon, typed.area, typed.note, keeper, phone, since)


def _since(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _photo_at(visit: Visit, place_id: str) -> str:
    kept = place_photo(visit.session, place_id) if place_id else None
    return "" if kept is None else french.day_and_clock(kept.taken_ms)


def _form(
    visit: Visit,
    place_id: str,
    typed: PlaceTyped,
    faults: dict[str, str],
    status: int = 200,
    after: str = "",
) -> HTMLResponse:
    context = PlaceFormContext(
        place_id,
        typed.name if place_id and not faults else "Corriger un lieu" if place_id else "Ajouter un lieu",
        typed,
        [(role.value, label(role)) for role in PlaceRole],
        list(people_names(visit.session).items()),
        faults,
        edits_shown(visit.session, Subject.PLACE, place_id) if place_id else [],
        after,
        _photo_at(visit, place_id),
    )
    return page(visit, "lieux", "place_form.html", context, status)
