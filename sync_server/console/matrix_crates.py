"""The crates behind a cell of « Rapprochement », and the matrix of a day as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.crate_words import where_words
from sync_server.console.discrepancy_words import title_of
from sync_server.console.listing import PAGE_ROWS, Listing
from sync_server.console.matrix import Asked, day_asked, groups_asked, read_day
from sync_server.console.matrix_words import (
    COUNT_WORDS,
    MATRIX_ADDRESS,
    GapLine,
    Reading,
    gap_lines,
    lacking_line,
    plain,
)
from sync_server.console.paper_answer import file_answer
from sync_server.console.visit import Visit, page, reading_with
from sync_server.custody.crate_story import NOT_SEEN, where_now
from sync_server.exports.csv_text import Cell, csv_pieces
from sync_server.reconciliation.counts import Count, Trace
from sync_server.reconciliation.items import ItemStatus
from sync_server.reconciliation.matrix import Group
from sync_server.reconciliation.matrix_queries import MatrixScope, open_items_on, traces_of
from sync_server.reconciliation.queries import items_about

router = APIRouter()
Looking = Annotated[Visit, reading_with(Right.SEE_CRATES)]
Taking = Annotated[Visit, reading_with(Right.EXPORT)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=1000)]
_MARKS = {
    Count.PICKED: ("collectée", "non collectée"),
    Count.AT_HUB: ("vue à la plateforme", "pas vue à la plateforme"),
    Count.DROPPED: ("déposée", "non déposée"),
}
_HEADER = (
    *("jour", "point", "ferme", "commandées", "étiquetées", "collectées", "à passer par la plateforme"),
    *("à la plateforme", "déposées", "retirées", "écarts"),
)


@dataclass(frozen=True, slots=True)
class MarkShown:
    """Whether a crate passed one count; `applies` false where it is not to pass it."""

    word: str
    applies: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class CrateShown:
    """One crate with the counts it passed, where it lacks, and what is open about it."""

    code: str
    producer_name: str
    place_name: str
    marks: list[MarkShown]
    where: str
    gaps: list[GapLine]
    items: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class MatrixCratesContext:
    """The crates of a part of the matrix."""

    day: str
    title: str
    lead: str
    back_href: str
    crates: list[CrateShown]
    total: int
    listing: Listing
    pages: int
    unlabelled: int


@router.get("/rapprochement/caisses")
def show_crates(
    visit: Looking,
    jour: Annotated[str, Query(max_length=10)] = "",
    ferme: Annotated[str, Query(max_length=80)] = "",
    point: Annotated[str, Query(max_length=80)] = "",
    compte: Annotated[str, Query(max_length=20)] = "",
    manque: Annotated[str, Query(max_length=5)] = "",
    page_number: PageNumber = 1,
) -> HTMLResponse:
    """The crates that a count holds, or those that lack somewhere, in pages."""
    jour = day_asked(visit, jour)
    traces = traces_of(visit.session, MatrixScope(jour, ferme, point))
    # Where the whole day is asked for, its crates tell its sums: they are traced once.
    told = read_day(visit, Asked(jour, ferme, point), None if ferme or point else traces)
    reading = told.reading
    count = next((each for each in Count if each.value == compte), None)
    kept = [each for each in traces if _is_in(each, count)]
    if manque:
        asked_about = {each.code for each in open_items_on(visit.session, MatrixScope(jour, ferme, point))}
        kept = [each for each in kept if each.lacks or each.code in asked_about]
    unlabelled = sum(
        row.unlabelled for row in told.rows if ferme in ("", row.producer_id) and point in ("", row.place_id)
    )
    whose = (reading.names.person(ferme) if ferme else "", reading.names.place(point) if point else "")
    pages = max(1, -(-len(kept) // PAGE_ROWS))
    number = min(page_number, pages)
    filters = {"jour": jour, "ferme": ferme, "point": point, "compte": compte, "manque": manque}
    context = MatrixCratesContext(
        day=jour,
        title=_title(count, lacks=bool(manque)),
        lead=", ".join(each for each in (french.long_day(jour), *whose) if each),
        back_href=reading.address(MATRIX_ADDRESS),
        crates=_shown(visit, kept[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], reading),
        total=len(kept),
        listing=Listing(f"{MATRIX_ADDRESS}/caisses", "", filters, number),
        pages=pages,
        unlabelled=unlabelled if count in (None, Count.ORDERED) or manque else 0,
    )
    return page(visit, "rapprochement", "matrix_crates.html", context)


@router.get("/rapprochement.csv")
def matrix_file(
    visit: Taking,
    jour: Annotated[str, Query(max_length=10)] = "",
    ferme: Annotated[str, Query(max_length=80)] = "",
    point: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """The matrix by point and farm, for a spreadsheet; a count nobody made is left empty."""
    jour = day_asked(visit, jour)
    asked = Asked(jour, ferme, point, "detail")
    told = read_day(visit, asked)
    rows = [_row(group, told.reading) for group in groups_asked(told, asked)]
    content = b"".join(csv_pieces(_HEADER, rows))
    return file_answer(content, "text/csv; charset=utf-8", "rapprochement", jour, "csv")


def _row(group: Group, reading: Reading) -> list[Cell]:
    totals, names = group.totals, reading.names
    whose = (names.place(group.place_id), names.person(group.producer_id))
    counts = (totals.ordered, totals.labelled, totals.picked, totals.hub_expected, totals.at_hub)
    gaps = plain(gap_lines(group, reading))
    return [reading.day, *whose, *counts, totals.dropped, totals.withdrawn, gaps]


def _is_in(trace: Trace, count: Count | None) -> bool:
    match count:
        case Count.PICKED:
            return trace.picked
        case Count.AT_HUB:
            return trace.at_hub
        case Count.DROPPED | Count.WITHDRAWN:
            return trace.dropped
        case _:
            return True


def _title(count: Count | None, *, lacks: bool) -> str:
    if lacks:
        return "Caisses à rapprocher"
    return (
        f"Caisses {COUNT_WORDS[count].lower()}"
        if count and count is not Count.AT_HUB
        else ("Caisses vues à la plateforme" if count else "Caisses")
    )


def _shown(visit: Visit, traces: list[Trace], reading: Reading) -> list[CrateShown]:
    codes = [each.code for each in traces]
    where = where_now(visit.session, codes) if codes else {}
    items: dict[str, list[tuple[int, str]]] = {}
    for item in items_about(visit.session, codes):
        if item.status is ItemStatus.OPEN:
            for code in item.crates:
                items.setdefault(code, []).append((item.id, title_of(item.kind)))
    return [
        CrateShown(
            each.code,
            reading.names.person(each.producer_id),
            reading.names.place(each.place_id),
            list(_marks(each)),
            where_words(where.get(each.code, NOT_SEEN), reading.names),
            [lacking_line(lacking, 1, reading) for lacking in each.lacks],
            sorted(items.get(each.code, [])),
        )
        for each in traces
    ]


def _marks(trace: Trace) -> Iterable[MarkShown]:
    for count, passed in zip(_MARKS, (trace.picked, trace.at_hub, trace.dropped), strict=True):
        yes, no = _MARKS[count]
        yield MarkShown(yes if passed else no, count is not Count.AT_HUB or trace.hub_expected, passed)
