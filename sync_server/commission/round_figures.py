"""What each round of a month really was: kilometres, time, fees, goods carried, cost, carbon, commission.

C = km * c_km + (t_drive + t_stops + t_prep) * hourly + fees (COMMISSIONS, cost and carbon). What nobody said
is None, never zero: a figure made of it is None too.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from shared.commission.round_cost import RoundCost, cost_of_round
from shared.custody.events import Kind
from shared.money import half_away
from shared.network import distance_m as crow_flies_m
from sync_server.accounts.tables import Person
from sync_server.commission.carbon import Footprint, footprint_of
from sync_server.commission.cost_basis import Basis, LegalMode, bases, basis_on, remarks
from sync_server.commission.round_loads import Carried, carried_by
from sync_server.commission.round_sums import cents_by_round
from sync_server.custody.tables import Event
from sync_server.custody.withdrawals import IS_WITHDRAWN
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.network.tables import Place, Round

_EVENT, _ROUND = table_of(Event), table_of(Round)
_PERSON, _PLACE = table_of(Person), table_of(Place)
ALERT_BP = 2_000
FAR_M = 100_000


@dataclass(frozen=True, slots=True)
class Driven:
    """What the helper said at the end of the round; None for what he did not say."""

    distance_m: int | None = None
    drive_minutes: int | None = None
    stop_minutes: int | None = None
    fees_cents: int | None = None


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """One round with all that is known of it. `pairs` of what it carried are (producer, place)."""

    round_id: str
    day: date
    title: str
    helper_id: str
    is_closed: bool
    driven: Driven
    carried: Carried
    basis: Basis | None
    cost: RoundCost | None
    footprint: Footprint | None
    legal_mode: LegalMode | None
    litres_ml: int | None
    commission_cents: int

    @property
    def minutes(self) -> int | None:
        """Driving, stops and preparation together."""
        said = (self.driven.drive_minutes, self.driven.stop_minutes)
        if self.basis is None or None in said:
            return None
        return sum(each or 0 for each in said) + self.basis.prep_minutes

    @property
    def cost_bp(self) -> int | None:
        """The cost's part of the turnover carried, in basis points."""
        if self.cost is None or not self.carried.turnover_cents:
            return None
        return half_away(self.cost.total_cents * 10_000, self.carried.turnover_cents)

    @property
    def pays_above_cost(self) -> bool:
        """Mutual aid that is paid more than it cost: to be looked at."""
        known = self.legal_mode is LegalMode.ENTRAIDE and self.cost is not None
        return known and self.cost is not None and self.commission_cents > self.cost.total_cents

    @property
    def is_far(self) -> bool:
        """Whether some goods went further than 100 km."""
        return self.carried.farthest_m > FAR_M


def figures_of_month(session: Session, period: str) -> list[RoundFigures]:
    """Every round that carried something or ended in the month, by day and title."""
    days = (_ROUND.c.date >= f"{period}-01") & (_ROUND.c.date <= f"{period}-31")
    return _figures(session, period, days)


def figures_of_round(session: Session, round_id: str, day: str) -> RoundFigures:
    """One round of that ISO day alone."""
    (figures,) = _figures(session, day[:7], _ROUND.c.id == round_id)
    return figures


def _figures(session: Session, period: str, which: ColumnElement[bool]) -> list[RoundFigures]:
    columns = select(_ROUND.c.id, _ROUND.c.date, _ROUND.c.title, _ROUND.c.helper_person_id, _ROUND.c.status)
    rows = session.connection().execute(
        columns.where(which).order_by(_ROUND.c.date, _ROUND.c.title, _ROUND.c.id)
    )
    rounds = rows.all()
    ids = [row.id for row in rounds]
    driven, carried, said = _driven(session, ids), carried_by(session, ids), remarks(session, ids)
    in_order = bases(session)
    commissions = cents_by_round(session, period)
    figures: list[RoundFigures] = []
    for row in rounds:
        day = date.fromisoformat(row.date)
        last = said[row.id][-1] if row.id in said else None
        bare = RoundFigures(
            round_id=row.id,
            day=day,
            title=row.title,
            helper_id=row.helper_person_id,
            is_closed=row.id in driven,
            driven=driven.get(row.id, Driven()),
            carried=carried.get(row.id, Carried()),
            basis=basis_on(in_order, day),
            cost=None,
            footprint=None,
            legal_mode=last.legal_mode if last else None,
            litres_ml=last.litres_ml if last else None,
            commission_cents=commissions.get(row.id, 0),
        )
        figures.append(_valued(bare))
    return figures


def avoided_m(session: Session, figures: Sequence[RoundFigures]) -> tuple[int, int] | None:
    """Stand-alone metres and metres driven, of the days whose every round said its kilometres.

    Alone, each farm drives to each of its places and back, as the crow flies. None where no day is whole.
    """
    by_day: dict[date, list[RoundFigures]] = defaultdict(list)
    for each in figures:
        if each.carried.crate_count:
            by_day[each.day].append(each)
    whole = [
        of_day for of_day in by_day.values() if all(each.driven.distance_m is not None for each in of_day)
    ]
    if not whole:
        return None
    pins = _pins(session)
    alone_m = sum(
        2 * crow_flies_m(*pins[farm], *pins[place])
        for of_day in whole
        for farm, place in {pair for each in of_day for pair in each.carried.pairs}
        if farm in pins and place in pins
    )
    return alone_m, sum(each.driven.distance_m or 0 for of_day in whole for each in of_day)


def _valued(bare: RoundFigures) -> RoundFigures:
    driven, basis = bare.driven, bare.basis
    if basis is None:
        return bare
    cost = None
    if driven.distance_m is not None and bare.minutes is not None:
        # Fees left empty at the end of a round mean that nothing was paid.
        cost = cost_of_round(driven.distance_m, bare.minutes, driven.fees_cents or 0, basis.rates)
    return replace(bare, cost=cost, footprint=footprint_of(driven.distance_m, bare.litres_ml, basis.carbon))


def _driven(session: Session, round_ids: Sequence[str]) -> Mapping[str, Driven]:
    found: dict[str, Driven] = {}
    columns = select(_EVENT.c.round_id, _EVENT.c.body).where(
        _EVENT.c.kind == Kind.ROUND_CLOSED.value, ~IS_WITHDRAWN
    )
    for chunk in in_chunks(round_ids):
        ordered = columns.where(_EVENT.c.round_id.in_(chunk)).order_by(_EVENT.c.effective_ms, _EVENT.c.pk)
        for round_id, body in session.connection().execute(ordered):
            # The last word of whoever closed it.
            found[round_id] = _said(json.loads(body).get("data") or {})
    return found


def _said(data: Mapping[str, object]) -> Driven:
    def whole(name: str) -> int | None:
        value = data.get(name)
        return value if type(value) is int else None

    distance_m, start_m, end_m = whole("distance_m"), whole("odometer_start_m"), whole("odometer_end_m")
    if distance_m is None and start_m is not None and end_m is not None and end_m >= start_m:
        distance_m = end_m - start_m
    return Driven(distance_m, whole("drive_minutes"), whole("stop_minutes"), whole("fees_cents"))


def _pins(session: Session) -> dict[str, tuple[float, float]]:
    """Where places are, and by producer where their farm is."""
    rows = session.connection().execute(select(_PLACE.c.id, _PLACE.c.lat, _PLACE.c.lon))
    pins = {row[0]: (float(row[1]), float(row[2])) for row in rows}
    farms = session.connection().execute(select(_PERSON.c.id, _PERSON.c.farm_place_id))
    return pins | {person: pins[farm] for person, farm in farms if farm in pins}


def months_with_rounds(session: Session) -> list[str]:
    """The months that have a round, the latest first."""
    month = func.substr(_ROUND.c.date, 1, 7)
    return list(session.connection().execute(select(month).distinct().order_by(month.desc())).scalars())
