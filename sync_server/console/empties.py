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
from sync_server.custody.empties_queries import MoveTold, Span, crates_moved, moved_by_day, moves_at

MONTHS_OFFERED = 12
MONTHS_BACK = 2
# More than these are told by day first: nobody reads on through hundreds of pages of movements.
CRATES_TOLD_AT_ONCE = 2_000
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_CRATES)]
Since = Annotated[str, Query(max_length=10)]
OneDay = Annotated[str, Query(alias="jour", max_length=10)]
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
class DayShown:
    """One day of a place: what came, what left, the balance's change."""

    address: str
    words: str
    balance: EmptiesBalance
    change: str


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """One place and what is behind its number: its days, or `move_count` movements, this page's in `moves`.

    `day` is the one day whose movements are told, in words; empty where all are.
    """

    since: str
    place: PlaceShown
    sentence: str
    day: str
    days: list[DayShown]
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
    found = balances(crates_moved(visit.session, Span.since(since)))
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
    visit: Reading, place_id: str, depuis: Since = "", day_asked: OneDay = "", page_number: PageNumber = 1
) -> HTMLResponse:
    """One place's movements, the newest first, in pages; where there are very many, its days come first."""
    since = _since(depuis, _months(visit.today))
    day = _one_day(day_asked)
    by_day = moved_by_day(visit.session, place_id, Span.since(since))
    balance = sum(by_day.values(), EmptiesBalance())
    is_by_day = not day and balance.moved > CRATES_TOLD_AT_ONCE
    span = Span(day, day) if day else Span.since(since)
    told = [] if is_by_day else moves_at(visit.session, place_id, span)
    pages = max(1, math.ceil(len(told) / PAGE_ROWS))
    number = min(page_number, pages)
    on_page = told[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    names = read_names(visit.session, (each.round_id for each in on_page))
    if place_id not in names.places:
        raise PageMissing
    shown = _place(place_id, balance, names)
    address = f"/console/caisses-vides/{place_id}"
    days = sorted(by_day.items(), reverse=True) if is_by_day else []
    context = PlaceContext(
        since=since,
        place=shown,
        sentence=_sentence(shown),
        day=french.long_day(day) if day else "",
        days=[_day(each, of_day, f"{address}?depuis={since}&jour={each}") for each, of_day in days],
        moves=[_move(each, names) for each in on_page],
        move_count=len(told),
        listing=Listing(address, "", {"depuis": since, "jour": day}, number),
        pages=pages,
    )
    return page(visit, "vides", "empties_place.html", context)


def _months(today: date) -> list[str]:
    """The months a count may begin with, this one first."""
    first = today.year * 12 + today.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, first - MONTHS_OFFERED, -1)]


def _since(asked: str, months: list[str]) -> str:
    return asked if asked in months else months[MONTHS_BACK]


def _one_day(asked: str) -> str:
    """The ISO day an address names, or nothing where it names none. Raises: PageMissing."""
    if not asked:
        return ""
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise PageMissing from error
    if not french.FIRST_YEAR < day.year < date.max.year:
        raise PageMissing
    return day.isoformat()


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


def _day(day: str, balance: EmptiesBalance, address: str) -> DayShown:
    return DayShown(address, french.long_day(day), balance, _signed(balance.crates))


def _signed(crates: int) -> str:
    sign = "+" if crates > 0 else "\N{MINUS SIGN}" if crates < 0 else ""
    return f"{sign}{french.whole(abs(crates))}"


def _move(told: MoveTold, names: Names) -> MoveShown:
    return MoveShown(
        day=french.day_and_clock(told.at_ms),
        what=label(told.passage),
        crates=_signed(told.crates if told.passage in ARRIVING else -told.crates),
        by=names.person(told.person_id),
        round_id=told.round_id or "",
        round_title=names.round(told.round_id),
    )
