"""Pages « Consignes »: banks and doors, which have a code, a code replaced, a door put back in use."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.audit import AuditAct, AuditRow, write_audit
from sync_server.accounts.rights import Right
from sync_server.console.doors_shown import BankShown, banks_shown
from sync_server.console.names import read_names
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.custody.compartments import publish_banks
from sync_server.db.feed import lock_feed
from sync_server.log import log_event
from sync_server.network.bank_queries import doors_with_code
from sync_server.network.doors import (
    CODE_MAX_CHARACTERS,
    THE_PLACE,
    Door,
    door_seal,
    is_door,
    known_door_seal,
    set_door_code,
    works_again,
)
from sync_server.network.queries import places_by_id

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.MANAGE_PLACES)]
Writing = Annotated[Visit, writing_with(Right.MANAGE_PLACES)]
Fresh = Annotated[Visit, writing_with(Right.MANAGE_PLACES, is_fresh_needed=True)]
Named = Annotated[str, Form(max_length=40)]
LENGTH = f"Un code a entre 1 et {CODE_MAX_CHARACTERS} caractères."
UNKNOWN = "Choisissez une porte de cette liste."


@dataclass(frozen=True, slots=True)
class BankRow:
    """One place with doors, or with a code of its own, in the list."""

    place_id: str
    name: str
    keeper: str
    bank: BankShown | None
    codes: int


@dataclass(frozen=True, slots=True)
class LockersContext:
    """Every place that has doors or a code."""

    rows: list[BankRow]


@dataclass(frozen=True, slots=True)
class BankContext:
    """One place: its doors, which of them have a code; `coded` names the place itself by an empty word."""

    place_id: str
    name: str
    keeper: str
    bank: BankShown | None
    coded: frozenset[str]
    chosen: str
    fault: str


@router.get("/consignes")
def list_banks(visit: Reading) -> HTMLResponse:
    """The banks, and the places that are opened by a code without having doors."""
    names = read_names(visit.session)
    banks = {bank.place_id: bank for bank in banks_shown(visit.session, visit.now_ms)}
    coded = _coded(visit)
    places = places_by_id(visit.session)
    wanted = {*banks, *(place_id for place_id, _ in coded)} & set(places)
    rows = [
        BankRow(
            place_id,
            names.place(place_id),
            names.person(keeper) if (keeper := places[place_id].keeper_person_id) else "",
            banks.get(place_id),
            sum(of == place_id for of, _ in coded),
        )
        for place_id in sorted(wanted, key=lambda each: names.place(each).casefold())
    ]
    return page(visit, "consignes", "lockers.html", LockersContext(rows))


@router.get("/consignes/{place_id}")
def show_bank(visit: Reading, place_id: str) -> HTMLResponse:
    """One place's doors, and the form that gives one a code."""
    return _bank_page(visit, place_id)


@router.post("/consignes/{place_id}/code")
def set_code(
    visit: Fresh,
    place_id: str,
    casier: Named = THE_PLACE,
    code: Annotated[str, Form(max_length=200)] = "",
    oublier: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """Seals the code of a door in place of the one before, or forgets it; who did so is kept, no code is."""
    given = None if oublier else code.strip()
    door = Door(place_id, casier.strip().upper())
    if place_id not in places_by_id(visit.session):
        raise PageMissing
    if not is_door(visit.session, door):
        return _bank_page(visit, place_id, fault=UNKNOWN, status=422)
    if given is not None and not 0 < len(given) <= CODE_MAX_CHARACTERS:
        return _bank_page(visit, place_id, casier, LENGTH, 422)
    feed = lock_feed(visit.session)
    seal = door_seal(visit.runtime.settings.data_dir, visit.random_bytes)
    set_door_code(visit.session, feed, seal, door, given)
    act = AuditAct.DOOR_CODE_FORGOTTEN if given is None else AuditAct.DOOR_CODE_SET
    about = f"{place_id} {door.compartment}".strip()
    write_audit(visit.session, AuditRow(visit.now_ms, visit.visitor.coordinator_id, act, about, ""))
    log_event(act.value, place=place_id, door=door.compartment or "-", by=visit.visitor.coordinator_id)
    done = "code-porte-oublie" if given is None else "code-porte"
    return see_other(f"/console/consignes/{place_id}?fait={done}")


@router.post("/consignes/{place_id}/remettre")
def put_back(visit: Writing, place_id: str, casier: Named = "") -> Response:
    """A door that was reported works again."""
    feed = lock_feed(visit.session)
    door = Door(place_id, casier.strip().upper())
    if not works_again(visit.session, door, visit.now_ms):
        raise PageMissing
    publish_banks(visit.session, feed, [place_id])
    log_event("door-repaired", place=place_id, door=door.compartment, by=visit.visitor.coordinator_id)
    return see_other(f"/console/consignes/{place_id}?fait=casier-remis")


def _bank_page(
    visit: Visit, place_id: str, chosen: str = "", fault: str = "", status: int = 200
) -> HTMLResponse:
    """The page of a place; a code that was typed is never sent back. Raises: PageMissing."""
    place = places_by_id(visit.session).get(place_id)
    if place is None:
        raise PageMissing
    names = read_names(visit.session)
    banks = banks_shown(visit.session, visit.now_ms, [place_id])
    context = BankContext(
        place_id,
        place.name,
        names.person(place.keeper_person_id) if place.keeper_person_id else "",
        banks[0] if banks else None,
        frozenset(door for of, door in _coded(visit) if of == place_id),
        chosen,
        fault,
    )
    return page(visit, "consignes", "locker_bank.html", context, status)


def _coded(visit: Visit) -> set[tuple[str, str]]:
    return doors_with_code(visit.session, known_door_seal(visit.runtime.settings.data_dir))
