"""Page « Incidents »: what was reported on a day, counted before leaving and read of the cold."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from shared.custody.details import TemperatureDetail, detail_of
from shared.custody.events import Kind
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.crate_words import evidence_words
from sync_server.console.names import Names, read_names
from sync_server.console.round_words import DepartureShown, IncidentShown, departure_shown, incident_shown
from sync_server.console.visit import Visit, page, reading_with
from sync_server.custody.crate_story import ToldFact
from sync_server.custody.told_by_day import days_told, told_on_day

BACK_DAYS = 92
KINDS = (Kind.INCIDENT, Kind.ROUND_STARTED, Kind.TEMPERATURE)
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_ROUNDS)]


@dataclass(frozen=True, slots=True)
class Where:
    """Which fact, by whom, and in which round; `round_id` is empty where there was none."""

    id: str
    who: str
    round_id: str
    round_title: str


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """A temperature read on its own; `temp_dc` empty where none was written."""

    at_ms: int
    temperature: str
    place_name: str
    crates: list[str]
    evidence: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class IncidentsContext:
    """One day, and the days there is something to see of."""

    days: list[str]
    day: str
    incidents: list[tuple[Where, IncidentShown]]
    departures: list[tuple[Where, DepartureShown, bool]]
    readings: list[tuple[Where, ReadingShown]]


@router.get("/incidents")
def list_incidents(visit: Reading, jour: Annotated[str, Query(max_length=10)] = "") -> HTMLResponse:
    """One day, the latest with anything unless another is asked."""
    days = days_told(visit.session, visit.today, BACK_DAYS)
    day = _asked(jour) or (days[0] if days else visit.today)
    if day not in days:
        days = sorted({day, *days}, reverse=True) if jour else days
    told = told_on_day(visit.session, day, KINDS)
    names = read_names(visit.session, (each.fact.round_id for each in told))
    counts = [(each, departure_shown(each)) for each in told if each.fact.kind is Kind.ROUND_STARTED]
    context = IncidentsContext(
        days=[each.isoformat() for each in days],
        day=day.isoformat(),
        incidents=[
            (_where(each, names), incident_shown(each, names))
            for each in told
            if each.fact.kind is Kind.INCIDENT
        ],
        departures=[
            (_where(each, names), count, each.is_withdrawn) for each, count in counts if count is not None
        ],
        readings=[
            (_where(each, names), _reading(each, names))
            for each in told
            if each.fact.kind is Kind.TEMPERATURE
        ],
    )
    return page(visit, "incidents", "incidents.html", context)


def _asked(text: str) -> date | None:
    """A day of the calendar that has a next one; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


# Before and beyond, an hour of France has no date.
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(9998, 12, 31)


def _where(told: ToldFact, names: Names) -> Where:
    fact = told.fact
    return Where(fact.id, names.person(fact.actor), fact.round_id or "", names.round(fact.round_id))


def _reading(told: ToldFact, names: Names) -> ReadingShown:
    fact = told.fact
    temp_dc = detail_of(fact, TemperatureDetail).temp_dc
    return ReadingShown(
        told.at_ms,
        "sans valeur" if temp_dc is None else french.temperature(temp_dc),
        names.place(fact.place_id) if fact.place_id else "",
        list(fact.crates),
        evidence_words(fact),
        told.is_withdrawn,
    )
