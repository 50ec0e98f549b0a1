"""Pages « Producteurs et aidants »: everybody, adding somebody, and setting a name or a role right."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, Response

from shared.network import Pin, read_pin
from sync_server.accounts.people import Role
from sync_server.accounts.rights import Right
from sync_server.console.hand_edits import ROLE_WORDS, EditShown, edits_shown, roles_said
from sync_server.console.listing import by_name
from sync_server.console.names import read_names
from sync_server.console.visit import (
    PageMissing,
    Visit,
    page,
    reading_with,
    see_other,
    writing_with,
)
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.log import log_event
from sync_server.network.correcting import By, add_person, edit_person
from sync_server.network.edits import Subject
from sync_server.network.queries import people_by_id

NAME_MAX_CHARACTERS = 120
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_PLACES)]
Writing = Annotated[Visit, writing_with(Right.MANAGE_PLACES)]
FileId = Annotated[str, Query(pattern="^([0-9a-f]{32})?$")]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the list."""

    id: str
    name: str
    roles: str
    farm: str


@dataclass(frozen=True, slots=True)
class PeopleContext:
    """Those whose name has the words asked for; `total` counts everybody."""

    wanted: str
    rows: list[PersonRow]
    total: int


@dataclass(frozen=True, slots=True)
class PersonTyped:
    """A person's form as it was typed."""

    name: str
    roles: frozenset[str]
    position: str


@dataclass(frozen=True, slots=True)
class PersonFormContext:
    """The form, what is wrong with it by field, and what was set by hand before."""

    person_id: str
    title: str
    typed: PersonTyped
    roles: list[tuple[str, str]]
    farm: str
    faults: dict[str, str]
    edits: list[EditShown]
    after: str


def _typed(
    name: Annotated[str, Form(max_length=1000)] = "",
    roles: Annotated[list[Role] | None, Form()] = None,
    position: Annotated[str, Form(max_length=200)] = "",
) -> PersonTyped:
    return PersonTyped(" ".join(name.split()), frozenset(roles or ()), position.strip())


Typed = Annotated[PersonTyped, Depends(_typed)]


@router.get("/personnes")
def list_people(visit: Reading, q: Annotated[str, Query(max_length=120)] = "") -> HTMLResponse:
    """Everybody in the network, by name."""
    names = read_names(visit.session)
    everybody = [
        PersonRow(
            person.id,
            person.name,
            roles_said([Role(role) for role in person.roles.split(",") if role]),
            names.place(person.farm_place_id) if person.farm_place_id else "",
        )
        for person in people_by_id(visit.session).values()
    ]
    words = q.casefold().split()
    found = [
        row
        for row in everybody
        if all(word in f"{row.name} {row.roles} {row.farm} {row.id}".casefold() for word in words)
    ]
    found.sort(key=lambda row: (by_name(row.name), row.id))
    return page(visit, "personnes", "people.html", PeopleContext(q, found, len(everybody)))


@router.get("/personnes/ajouter")
def new_person(
    visit: Reading, nom: Annotated[str, Query(max_length=300)] = "", fichier: FileId = ""
) -> HTMLResponse:
    """An empty form; with the name that a file of orders gave, it leads back to that file."""
    typed = PersonTyped(nom[:NAME_MAX_CHARACTERS], frozenset({Role.PRODUCER.value}), "")
    return _form(visit, "", typed, {}, after=fichier)


@router.post("/personnes/ajouter")
def add(
    visit: Writing, typed: Typed, fichier: Annotated[str, Form(pattern="^([0-9a-f]{32})?$")] = ""
) -> Response:
    """Adds somebody; the same name twice is refused, so that a second press adds nobody."""
    feed = lock_feed(visit.session)
    faults = _faults(typed)
    pin = read_pin(typed.position) if typed.position else None
    if Role.PRODUCER in typed.roles and pin is None:
        faults["position"] = "Copiez d'une carte la position de la ferme, ainsi : 47.218371, -1.553621."
    elif typed.position and pin is None:
        faults["position"] = "Copiez la position d'une carte, ainsi : 47.218371, -1.553621."
    if any(person.name == typed.name for person in people_by_id(visit.session).values()):
        faults["name"] = "Quelqu'un porte déjà ce nom : donnez-leur des noms que l'on distingue."
    if faults:
        return _form(visit, "", typed, faults, 422, after=fichier)
    person_id = _added(visit, typed, pin, feed)
    log_event("person-added", person=person_id, by=visit.visitor.coordinator_id)
    back = f"/console/imports/apercu/{fichier}" if fichier else f"/console/personnes/{person_id}"
    return see_other(back if fichier else f"{back}?fait=personne-ajoutee")


@router.get("/personnes/{person_id}")
def show_person(visit: Reading, person_id: str) -> HTMLResponse:
    """Somebody as they are known, to set right."""
    person = people_by_id(visit.session).get(person_id)
    if person is None:
        raise PageMissing
    typed = PersonTyped(person.name, frozenset(role for role in person.roles.split(",") if role), "")
    return _form(visit, person_id, typed, {})


@router.post("/personnes/{person_id}")
def edit(visit: Writing, person_id: str, typed: Typed) -> Response:
    """Another name or other roles; what is as before is no edit."""
    feed = lock_feed(visit.session)
    if person_id not in people_by_id(visit.session):
        raise PageMissing
    faults = _faults(typed)
    if faults:
        return _form(visit, person_id, typed, faults, 422)
    by = visit.visitor.coordinator_id
    roles = frozenset(Role(role) for role in typed.roles)
    edit_person(visit.session, feed, person_id, typed.name, roles, By(by, visit.now_ms))
    log_event("person-edited", person=person_id, by=by)
    return see_other(f"/console/personnes/{person_id}?fait=personne-corrigee")


def _faults(typed: PersonTyped) -> dict[str, str]:
    if not typed.name or len(typed.name) > NAME_MAX_CHARACTERS:
        return {"name": f"Donnez un nom de 1 à {NAME_MAX_CHARACTERS} caractères."}
    return {}


def _added(visit: Visit, typed: PersonTyped, farm: Pin | None, feed: LockedFeed) -> str:
    by = By(visit.visitor.coordinator_id, visit.now_ms)
    roles = frozenset(Role(role) for role in typed.roles)
    return add_person(visit.session, feed, typed.name, roles, farm, by)


def _form(
    visit: Visit,
    person_id: str,
    typed: PersonTyped,
    faults: dict[str, str],
    status: int = 200,
    after: str = "",
) -> HTMLResponse:
    person = people_by_id(visit.session).get(person_id)
    farm_id = person.farm_place_id if person is not None else None
    context = PersonFormContext(
        person_id,
        person.name if person is not None else "Ajouter quelqu'un",
        typed,
        [(role.value, ROLE_WORDS[role]) for role in Role],
        farm_id or "",
        faults,
        edits_shown(visit.session, Subject.PERSON, person_id) if person_id else [],
        after,
    )
    return page(visit, "personnes", "person_form.html", context, status)
