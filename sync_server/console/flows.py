"""Page « Flux »: a map of what went from where to where on a day or in a month, and the same as a table."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from sync_server.accounts.rights import Right
from sync_server.commission.flows import Flow, days_with_flows, flows_of
from sync_server.console import french
from sync_server.console.flow_map import FlowMap, map_of
from sync_server.console.visit import Visit, page, reading_with
from sync_server.custody.leg_periods import periods_with_legs
from sync_server.settlement.calendar import is_period

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_FIGURES)]
SECTION = "flux"
CRATES, TURNOVER = "caisses", "ca"


@dataclass(frozen=True, slots=True)
class FlowsContext:
    """The map, its table, and what was asked for."""

    lead: str
    period: str
    periods: list[str]
    day: str
    days: list[str]
    measure: str
    map: FlowMap | None
    flows: tuple[Flow, ...]
    on_the_road: int


@router.get("/flux")
def show_flows(
    visit: Reading,
    mois: Annotated[str, Query(max_length=7)] = "",
    jour: Annotated[str, Query(max_length=10)] = "",
    mesure: Annotated[str, Query(max_length=10)] = CRATES,
) -> HTMLResponse:
    """The month asked for, or one of its days; the latest month otherwise."""
    periods = periods_with_legs(visit.session)
    period = mois if is_period(mois) else (periods[0] if periods else visit.today.isoformat()[:7])
    days = days_with_flows(visit.session, period)
    day = jour if jour in days else ""
    found = flows_of(visit.session, period, day)
    measure = TURNOVER if mesure == TURNOVER else CRATES
    when = french.long_day(day) if day else french.month(period)
    ways = french.counted(len(found.flows), "liaison")
    context = FlowsContext(
        lead=f"{when.capitalize()} : {ways}, trajets prouvés seulement.",
        period=period,
        periods=periods if period in periods else [period, *periods],
        day=day,
        days=days,
        measure=measure,
        map=map_of(found.flows, lambda flow: _weight(flow, measure), _says) if found.flows else None,
        flows=tuple(sorted(found.flows, key=lambda flow: -_weight(flow, measure))),
        on_the_road=found.on_the_road,
    )
    return page(visit, SECTION, "flows.html", context)


def _weight(flow: Flow, measure: str) -> int:
    return flow.turnover_cents if measure == TURNOVER else flow.crate_count


def _says(flow: Flow) -> str:
    crates = french.counted(flow.crate_count, "caisse")
    return f"{flow.start.name} vers {flow.end.name} : {crates}, {french.euros(flow.turnover_cents)}"
