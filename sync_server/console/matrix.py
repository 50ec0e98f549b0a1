"""Page « Rapprochement »: the six counts of a day by point and farm, each gap with the leg it belongs to."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.board import day_that_matters
from sync_server.console.listing import PAGE_ROWS, Listing, in_order, read_order
from sync_server.console.matrix_words import (
    MATRIX_ADDRESS,
    CellShown,
    LineShown,
    Reading,
    cells_of,
    line_of,
)
from sync_server.console.names import read_names
from sync_server.console.silence import SilentShown, silences_shown, silent_on
from sync_server.console.visit import PageMissing, Visit, page, reading_with
from sync_server.console.withdrawal_form import Typed, WithdrawalForm, choices, withdrawal_form
from sync_server.network.round_list import last_day_begun
from sync_server.reconciliation.counts import Trace
from sync_server.reconciliation.matrix import (
    Cell,
    Group,
    Grouping,
    MatrixRow,
    grouped,
    is_waiting,
    totals_of,
    withdrawn_in_all,
)
from sync_server.reconciliation.matrix_queries import (
    MatrixScope,
    OpenItem,
    closed_rounds,
    days_of_goods,
    matrix_rows,
    open_items_on,
)
from sync_server.reconciliation.withdrawals import Withdrawn, withdrawn_on

router = APIRouter()
Looking = Annotated[Visit, reading_with(Right.SEE_ROUNDS)]
_VIEWS = {"points": Grouping.BY_PLACE, "fermes": Grouping.BY_PRODUCER, "detail": Grouping.EACH}
_VIEW_WORDS = [("points", "Par point"), ("fermes", "Par ferme"), ("detail", "Par point et ferme")]


def _words(line: LineShown) -> tuple[str, str]:
    return french.in_the_alphabet(line.title), french.in_the_alphabet(line.under)


_KEYS: dict[str, Callable[[LineShown], Any]] = {
    "nom": _words,
    "commandees": lambda line: (line.ordered, _words(line)),
    "manques": lambda line: (line.lacking, _words(line)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the matrix is asked for, as the address says it."""

    day: str = ""
    producer_id: str = ""
    place_id: str = ""
    view: str = ""
    only_gaps: str = ""
    order: str = ""
    page_no: int = 1


@dataclass(frozen=True, slots=True)
class MatrixContext:
    """The matrix of a day, and the filter it is seen through."""

    day: str | None
    previous_day: str | None
    next_day: str | None
    days: list[str]
    farms: list[tuple[str, str]]
    points: list[tuple[str, str]]
    views: list[tuple[str, str]]
    asked: Asked
    heading: str
    listing: Listing
    lines: list[LineShown]
    hidden: int
    pages: int
    sums: list[CellShown]
    lacking: int
    silent: list[SilentShown]
    withdrawals: WithdrawalForm | None
    csv_href: str


class MatrixFields(BaseModel):
    """The filter as the address holds it."""

    jour: Annotated[str, Field(max_length=10)] = ""
    ferme: Annotated[str, Field(max_length=80)] = ""
    point: Annotated[str, Field(max_length=80)] = ""
    vue: Annotated[str, Field(max_length=20)] = ""
    manques: Annotated[str, Field(max_length=5)] = ""
    tri: Annotated[str, Field(max_length=20)] = ""
    page: Annotated[int, Field(ge=1, le=1000)] = 1


@router.get("/rapprochement")
def show_matrix(visit: Looking, fields: Annotated[MatrixFields, Query()]) -> HTMLResponse:
    """The six counts of one distribution day."""
    scope = (fields.jour, fields.ferme, fields.point)
    return matrix_page(visit, Asked(*scope, fields.vue, fields.manques, fields.tri, fields.page))


def day_asked(visit: Visit, wanted: str) -> str:
    """The day an address names, or the one that matters now where it names none. Raises: PageMissing."""
    if not wanted:
        days = days_of_goods(visit.session)
        return day_that_matters(days, last_day_begun(visit.session), visit.today) or visit.today.isoformat()
    try:
        return date.fromisoformat(wanted).isoformat()
    except ValueError as error:
        raise PageMissing from error


def matrix_page(visit: Visit, asked: Asked, typed: Typed | None = None, status: int = 200) -> HTMLResponse:
    """The page, with what is wrong in its form of withdrawals."""
    days = days_of_goods(visit.session)
    day = (
        asked.day if asked.day in days else day_that_matters(days, last_day_begun(visit.session), visit.today)
    )
    view = asked.view if asked.view in _VIEWS else "points"
    context = _context(visit, days, replace(asked, day=day or "", view=view), typed or Typed())
    return page(visit, "rapprochement", "matrix.html", context, status)


@dataclass(frozen=True, slots=True)
class Day:
    """Everything a day's matrix is told from."""

    rows: list[MatrixRow]
    withdrawn: Withdrawn
    reading: Reading
    items: dict[Cell, set[int]]


def read_day(visit: Visit, asked: Asked, traces: Sequence[Trace] | None = None) -> Day:
    """Reads a day once, and what of it is only too early; `traces` are its crates where they are known."""
    withdrawn = withdrawn_on(visit.session, asked.day)
    rows = matrix_rows(visit.session, MatrixScope(asked.day), withdrawn.cells(), traces)
    closed = closed_rounds(visit.session, asked.day)
    today = visit.today.isoformat()
    waiting = frozenset(
        gap.lacking for row in rows for gap in row.gaps if is_waiting(gap, asked.day, today, closed)
    )
    reading = Reading(read_names(visit.session), waiting, asked.day, asked.producer_id, asked.place_id)
    return Day(rows, withdrawn, reading, _by_cell(open_items_on(visit.session, MatrixScope(asked.day))))


def groups_asked(told: Day, asked: Asked) -> list[Group]:
    """The lines of the matrix that the address asks for, before any are left out as even."""
    kept = [
        row
        for row in told.rows
        if asked.producer_id in ("", row.producer_id) and asked.place_id in ("", row.place_id)
    ]
    # A count of all farms together says nothing of one of them.
    by_place = (
        {} if asked.producer_id else {id_: each.crates for id_, each in told.withdrawn.by_place.items()}
    )
    return grouped(kept, _VIEWS.get(asked.view, Grouping.BY_PLACE), by_place)


def _context(visit: Visit, days: Sequence[str], asked: Asked, typed: Typed) -> MatrixContext:
    told = read_day(visit, asked)
    groups = groups_asked(told, asked)
    reading = told.reading
    shown = [group for group in groups if not (asked.only_gaps and group.is_even())]
    listing = _listing(asked)
    lines = in_order([line_of(group, reading, _items(told, group)) for group in shown], listing, _KEYS)
    first = (asked.page_no - 1) * PAGE_ROWS
    every = [row for group in groups for row in group.rows]
    by_place = groups_asked(told, replace(asked, view="points"))
    totals = totals_of(every, withdrawn_in_all(by_place))
    silent = silent_on(visit, asked.day or None)
    return MatrixContext(
        day=asked.day or None,
        previous_day=next((each for each in days if asked.day and each < asked.day), None),
        next_day=next((each for each in reversed(days) if asked.day and each > asked.day), None),
        days=list(days),
        farms=choices({row.producer_id for row in told.rows}, reading.names.person),
        points=choices({row.place_id for row in told.rows}, reading.names.place),
        views=_VIEW_WORDS,
        asked=asked,
        heading={"points": "Point", "fermes": "Ferme"}.get(asked.view, "Point et ferme"),
        listing=listing,
        lines=lines[first : first + PAGE_ROWS],
        hidden=len(groups) - len(shown),
        pages=-(-len(lines) // PAGE_ROWS),
        sums=cells_of(totals, reading),
        lacking=totals.lacking,
        silent=silences_shown(visit, silent, asked.day),
        withdrawals=withdrawal_form(
            visit, _farms_at(told, asked.place_id), told.withdrawn, asked.place_id, typed
        ),
        csv_href=reading.address(f"{MATRIX_ADDRESS}.csv"),
    )


def _listing(asked: Asked) -> Listing:
    filters = {
        "jour": asked.day,
        "ferme": asked.producer_id,
        "point": asked.place_id,
        "vue": asked.view,
        "manques": asked.only_gaps,
    }
    return Listing(MATRIX_ADDRESS, read_order(asked.order, list(_KEYS), "nom"), filters, asked.page_no)


def _by_cell(items: Sequence[OpenItem]) -> dict[Cell, set[int]]:
    found: dict[Cell, set[int]] = defaultdict(set)
    for each in items:
        found[each.cell].add(each.item_id)
    return found


def _items(told: Day, group: Group) -> int:
    return len({item for row in group.rows for item in told.items.get(row.cell, ())})


def _farms_at(told: Day, place_id: str) -> list[tuple[str, str]]:
    ids = {row.producer_id for row in told.rows if row.place_id == place_id}
    return choices(ids, told.reading.names.person)
