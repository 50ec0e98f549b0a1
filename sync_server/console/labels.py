"""Page « Étiquettes »: the crates of a day, a round, a farm or a lot on sheets of labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from shared.network import TemperatureClass
from shared.words.labels import label
from sync_server.console import french
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
from sync_server.labels.queries import Wanted, crates_to_label, farms_to_label
from sync_server.network.crate_search import FoundCrate
from sync_server.network.round_list import days_with_goods, rounds_on
from sync_server.papers.labels import CrateOnLabel, Label, Placed, by_sheet, crate_label

DAYS_OFFERED = 60
# A day of the largest co-op; a paper of more takes longer than a person waits.
LABELS_AT_ONCE = 2_000
PATH = "/console/etiquettes"
router = APIRouter()


class CratesAsked(SheetAsked):
    """Whose crates, as the address holds it."""

    jour: Short = ""
    tournee: Short = ""
    ferme: Short = ""
    lot: Annotated[str, Query(max_length=120)] = ""
    par_ferme: Annotated[str, Query(max_length=4)] = ""


@dataclass(frozen=True, slots=True)
class FarmRow:
    """A farm with crates to label, and the same page for it alone."""

    name: str
    crates: int
    href: str


@dataclass(frozen=True, slots=True)
class LabelsContext:
    """The choice, what it would print, and the farms concerned."""

    tabs: Sequence[tuple[str, str, str]]
    tab: str
    days: list[str]
    rounds: list[tuple[str, str]]
    farms: list[tuple[str, str, int]]
    asked: CratesAsked
    day: str
    one_lot: str
    sheet: SheetShown
    farm_rows: list[FarmRow]
    is_too_many: bool
    download: str


@router.get("/etiquettes")
def show_labels(visit: LabelVisit, asked: Annotated[CratesAsked, Query()]) -> HTMLResponse:
    """What would be printed of the latest day with goods, or of what is asked."""
    return page(visit, "etiquettes", "labels.html", _context(visit, asked))


@router.get("/etiquettes/caisses.pdf")
def download_labels(visit: LabelVisit, papers: Papers, asked: Annotated[CratesAsked, Query()]) -> Response:
    """The sheets; the page with what is wrong where they cannot be made."""
    wanted = _wanted(visit, asked)
    crates = crates_to_label(visit.session, wanted, LABELS_AT_ONCE + 1) if wanted else []
    if asked.fault or len(crates) > LABELS_AT_ONCE:
        return page(visit, "etiquettes", "labels.html", _context(visit, asked), 422)
    if wanted is None or not crates:
        raise PageMissing
    whose = crates[0].farm if wanted.producer_id or wanted.consignment_id else ""
    paper = SheetsPaper(
        title=f"Étiquettes de {french.day(wanted.day)}" if wanted.day else "Étiquettes",
        back=_address(PATH, [*_asks(asked, wanted.day), ("planche", asked.form.key)]),
        made_ms=visit.now_ms,
        file_parts=("etiquettes", wanted.day, whose),
    )
    return sheets_answer(visit, papers, _placed(visit, asked, crates), asked.form, paper)


def _context(visit: Visit, asked: CratesAsked) -> LabelsContext:
    days = days_with_goods(visit.session, DAYS_OFFERED)
    wanted = _wanted(visit, asked)
    day = wanted.day if wanted else ""
    crates = crates_to_label(visit.session, wanted, LABELS_AT_ONCE + 1) if wanted else []
    farms = farms_to_label(visit.session, Wanted(day, asked.tournee)) if wanted else []
    asks = _asks(asked, day)
    shown = sheet_shown(asked, _placed(visit, asked, crates[:LABELS_AT_ONCE]), PATH, asks)
    query = _address("", [*asks, ("planche", asked.form.key), ("depuis", str(asked.first))])
    return LabelsContext(
        tabs=TABS,
        tab="caisses",
        days=days,
        rounds=[(each.id, each.title) for each in rounds_on(visit.session, [day] if day else [])],
        farms=farms,
        asked=asked,
        day=day,
        one_lot=_lot_words(crates) if asked.lot else "",
        sheet=shown,
        farm_rows=[_farm_row(asked, day, farm) for farm in farms],
        is_too_many=len(crates) > LABELS_AT_ONCE,
        download=f"{PATH}/caisses.pdf{query}",
    )


def _wanted(visit: Visit, asked: CratesAsked) -> Wanted | None:
    """What is asked for; None where there is no day with goods. A lot needs no day."""
    if asked.lot:
        return Wanted("", consignment_id=asked.lot)
    days = days_with_goods(visit.session, DAYS_OFFERED)
    if not days:
        return None
    return Wanted(asked.jour if asked.jour in days else days[0], asked.tournee, asked.ferme)


def _placed(visit: Visit, asked: CratesAsked, crates: Sequence[FoundCrate]) -> Placed:
    host = label_host(visit)
    groups = [
        [_label(host, crate) for crate in group]
        for _, group in groupby(crates, lambda crate: crate.producer_id)
    ]
    return by_sheet(groups, asked.form, asked.first, new_sheets=bool(asked.par_ferme))


def _label(host: str, crate: FoundCrate) -> Label:
    known = crate.cls in set(TemperatureClass)
    return crate_label(
        host,
        CrateOnLabel(
            code=crate.code,
            farm=crate.farm,
            point=crate.place_name,
            day=french.day(crate.date),
            # A crate that nobody had planned comes after those that were.
            rank=f"{crate.rank}/{max(crate.of, crate.rank)}",
            cold=label(TemperatureClass(crate.cls)) if known else crate.cls,
        ),
    )


def _asks(asked: CratesAsked, day: str) -> list[tuple[str, str]]:
    kept = {"tournee": asked.tournee, "ferme": asked.ferme, "lot": asked.lot, "par_ferme": asked.par_ferme}
    return [("jour", day), *kept.items()]


def _address(path: str, asks: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode([(name, value) for name, value in asks if value])}"


def _farm_row(asked: CratesAsked, day: str, farm: tuple[str, str, int]) -> FarmRow:
    producer_id, name, crates = farm
    asks = [("jour", day), ("tournee", asked.tournee), ("ferme", producer_id), ("planche", asked.form.key)]
    return FarmRow(name, crates, _address(PATH, asks))


def _lot_words(crates: Sequence[FoundCrate]) -> str:
    if not crates:
        return "Ce lot n'a pas de caisse en service."
    first = crates[0]
    return f"{first.farm} pour {first.place_name}, {french.day(first.date)}"
