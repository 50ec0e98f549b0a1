"""Flows of goods: from which place to which, how many crates and what turnover, by proven ways."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlmodel import Session

from shared.money import half_away
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.network.tables import Consignment, Place

_LEG, _CONSIGNMENT, _PLACE = table_of(Leg), table_of(Consignment), table_of(Place)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map; `role` is a PlaceRole."""

    id: str
    name: str
    role: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Flow:
    """What went from one place to another; a lot carried in part counts for its part of the turnover."""

    start: Spot
    end: Spot
    crate_count: int
    turnover_cents: int


@dataclass(frozen=True, slots=True)
class Flows:
    """Every flow, the largest first, and the crates handed over on the road, which no arrow can show."""

    flows: tuple[Flow, ...]
    on_the_road: int


def days_with_flows(session: Session, period: str) -> list[str]:
    """The days of a month on which something arrived."""
    statement = select(_LEG.c.local_date).where(_LEG.c.period == period).distinct()
    return sorted(session.connection().execute(statement).scalars())


def flows_of(session: Session, period: str, day: str = "") -> Flows:
    """The flows of a month, or of one of its days."""
    crates = func.count(distinct(_LEG.c.crate_code))
    terms = (_CONSIGNMENT.c.pk, _CONSIGNMENT.c.turnover_ttc_cents, _CONSIGNMENT.c.crate_total)
    statement = (
        select(_LEG.c.from_place_id, _LEG.c.to_place_id, *terms, crates)
        .join(_CONSIGNMENT, _CONSIGNMENT.c.pk == _LEG.c.consignment_pk)
        .where(_LEG.c.period == period, _LEG.c.stage.is_not(None), _LEG.c.proven == 1)
        .group_by(_LEG.c.from_place_id, _LEG.c.to_place_id, *terms)
    )
    if day:
        statement = statement.where(_LEG.c.local_date == day)
    spots = _spots(session)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    on_the_road = 0
    for start_id, end_id, _, turnover_cents, total, count in session.connection().execute(statement):
        if start_id not in spots or end_id not in spots:
            on_the_road += count
            continue
        sums[start_id, end_id][0] += count
        sums[start_id, end_id][1] += half_away(turnover_cents * count, max(total, count))
    found = (Flow(spots[start], spots[end], *pair) for (start, end), pair in sums.items())
    in_order = sorted(found, key=lambda flow: (-flow.crate_count, flow.start.name, flow.end.name))
    return Flows(tuple(in_order), on_the_road)


def _spots(session: Session) -> Mapping[str, Spot]:
    columns = select(_PLACE.c.id, _PLACE.c.name, _PLACE.c.role, _PLACE.c.lat, _PLACE.c.lon)
    return {row[0]: Spot(*row) for row in session.connection().execute(columns)}
