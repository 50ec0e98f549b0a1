"""Pages « Caisses vides »: the crates each farm is owed and each point holds, and what makes each number."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.custody.empties import ARRIVING, EmptiesBalance, balances
from shared.network import PlaceRole
from shared.words.labels import label
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.listing import PAGE_ROWS, Listing
from sync_server.console.names import Names, read_names
from sync_server.console.visit import PageMissing, Visit, page, reading_with
from sync_server.custody.empties_queries import MoveTold, crates_moved, moves_at

MONTHS_OFFERED = 12
MONTHS_BACK = 2
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_CRATES)]
Since = Annotated[str, Query(max_length=10)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=1000)]


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """One place: what came, what left, and what that leaves."""

    place_id: str
    name: str
    role: str
    is_farm: bool
    balance: EmptiesBalance
    crates: int


@dataclass(frozen=True, slots=True)
class EmptiesContext:
    """Farms, whose crates are out; points, where crates stand; the month it is counted from."""

    since: str
    months: list[tuple[str, str]]
    farms: list[PlaceShown]
    points: list[PlaceShown]
    out: int
    standing: int


@dataclass(frozen=True, slots=True)
class MoveShown:
    """One movement in words, with the balance's change."""

    day: str
    what: str
    crates: str
    by: str
    round_id: str
    round_title: str


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """One place and the movements behind its number: `move_count` of them, this page's in `moves`."""

    since: str
    place: PlaceShown
    sentence: str
    moves: list[MoveShown]
    move_count: int
    listing: Listing
    pages: int


@router.get("/caisses-vides")
def list_balances(visit: Reading, depuis: Since = "") -> HTMLResponse:
    """Every place with movements, the largest number first."""
    months = _months(visit.today)
    since = _since(depuis, months)
    names = read_names(visit.session)
    found = balances(crates_moved(visit.session, since, _first_ms(since)))
    shown = [_place(place_id, balance, names) for place_id, balance in found.items()]
    farms = sorted((each for each in shown if each.is_farm), key=_order)
    points = sorted((each for each in shown if not each.is_farm), key=_order)
    context = EmptiesContext(
        since=since,
        months=[(month, french.month(month)) for month in months],
        farms=farms,
        points=points,
        out=sum(each.crates for each in farms),
        standing=sum(each.crates for each in points),
    )
    return page(visit, "vides", "empties.html", context)


@router.get("/caisses-vides/{place_id}")
def show_place(
    visit: Reading, place_id: str, depuis: Since = "", page_number: PageNumber = 1
) -> HTMLResponse:
    """One place's movements, the newest first; a hub has thousands a month, so they come in pages."""
    since = _since(depuis, _months(visit.today))
    told = moves_at(visit.session, place_id, since, _first_ms(since))
    pages = max(1, math.ceil(len(told) / PAGE_ROWS))
    number = min(page_number, pages)
    on_page = told[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    names = read_names(visit.session, (each.round_id for each in on_page))
    if place_id not in names.places:
        raise PageMissing
    balance = balances(each.moved for each in told).get(place_id, EmptiesBalance())
    shown = _place(place_id, balance, names)
    context = PlaceContext(
        since=since,
        place=shown,
        sentence=_sentence(shown),
        moves=[_move(each, names) for each in on_page],
        move_count=len(told),
        listing=Listing(f"/console/caisses-vides/{place_id}", "", {"depuis": since}, number),
        pages=pages,
    )
    return page(visit, "vides", "empties_place.html", context)


def _months(today: date) -> list[str]:
    """The months a count may begin with, this one first."""
    first = today.year * 12 + today.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, first - MONTHS_OFFERED, -1)]


def _since(asked: str, months: list[str]) -> str:
    return asked if asked in months else months[MONTHS_BACK]


def _first_ms(period: str) -> int:
    found = french.instant_of_field(f"{period}-01T00:00")
    assert found is not None
    return found


def _place(place_id: str, balance: EmptiesBalance, names: Names) -> PlaceShown:
    """At a farm what counts is how many of its crates are out: the balance turned round."""
    is_farm = place_id in names.places and names.places[place_id][1] is PlaceRole.FARM
    crates = -balance.crates if is_farm else balance.crates
    return PlaceShown(place_id, names.place(place_id), names.role(place_id), is_farm, balance, crates)


def _order(place: PlaceShown) -> tuple[int, str]:
    return (-place.crates, place.name)


def _sentence(place: PlaceShown) -> str:
    counted = french.counted(abs(place.crates), "caisse")
    if place.is_farm:
        return f"{counted} de cette ferme {'sont dehors' if place.crates >= 0 else 'y sont en trop'}."
    return f"{counted} {'à reprendre ici' if place.crates >= 0 else 'reprises de trop ici'}."


def _move(told: MoveTold, names: Names) -> MoveShown:
    moved = told.moved
    sign = "+" if moved.passage in ARRIVING else "\N{MINUS SIGN}"
    return MoveShown(
        day=french.day_and_clock(told.at_ms),
        what=label(moved.passage),
        crates=f"{sign}{moved.crates}",
        by=names.person(told.person_id),
        round_id=told.round_id or "",
        round_title=names.round(told.round_id),
    )
