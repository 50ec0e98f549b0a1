"""All SQL of commissions: legs by group, legs and consignments as values."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from shared.commission.keepers import KeeperBook, KeptBefore
from shared.commission.legs import Consignment, CrateLeg, CrateUnit, Stage, WithheldReason
from shared.network import PlaceRole
from sync_server.custody.tables import Event, Leg
from sync_server.db.base import table_of
from sync_server.db.bulk import AnySelect, rows_in, rows_of
from sync_server.network import tables as network
from sync_server.network.status import CrateStatus

_LEG = table_of(Leg)
_EVENT = table_of(Event)
_CONSIGNMENT = table_of(network.Consignment)
_CRATE = table_of(network.Crate)
_PLACE = table_of(network.Place)
_BEFORE = table_of(network.KeeperBefore)

_PAYABLE = and_(_LEG.c.consignment_pk.is_not(None), _LEG.c.stage.is_not(None))
_SAME = (
    _LEG.c.consignment_pk,
    _LEG.c.stage,
    _LEG.c.carrier_id,
    _LEG.c.round_id,
    _LEG.c.local_date,
    _LEG.c.proven,
    _LEG.c.withheld_reason,
    _LEG.c.stage_index,
    _LEG.c.carrier_order,
    _LEG.c.to_place_id,
)
_GROUPS = select(*_SAME, func.count()).where(_PAYABLE).group_by(*_SAME).order_by(_LEG.c.consignment_pk)
_TERMS = select(
    _CONSIGNMENT.c.pk,
    _CONSIGNMENT.c.id,
    _CONSIGNMENT.c.producer_id,
    _CONSIGNMENT.c.place_id,
    _CONSIGNMENT.c.date,
    _CONSIGNMENT.c.turnover_ttc_cents,
    _CONSIGNMENT.c.turnover_ht_cents,
    _CONSIGNMENT.c.crate_total,
)
_PKS = select(_CONSIGNMENT.c.pk)
_DRIVEN = select(_LEG.c.round_id).where(_LEG.c.round_id.is_not(None)).distinct()
_TOGETHER = select(_LEG.c.consignment_pk).where(_PAYABLE).distinct()
_CARRIED = select(_LEG.c.crate_code).where(_LEG.c.crate_code == _CRATE.c.code).exists()
_UNITS = select(_CRATE.c.consignment_pk, _CRATE.c.code, _CRATE.c.weight_g).where(
    or_(_CRATE.c.status == CrateStatus.ACTIVE.value, _CARRIED)
)
_STARTED, _ENDED = _EVENT.alias("started"), _EVENT.alias("ended")
_LEG_COLUMNS = (
    _LEG.c.crate_code,
    _LEG.c.consignment_pk,
    _LEG.c.stage,
    _LEG.c.stage_index,
    _LEG.c.carrier_id,
    _LEG.c.carrier_order,
    _LEG.c.round_id,
    _LEG.c.from_place_id,
    _LEG.c.to_place_id,
    _LEG.c.distance_m,
    _LEG.c.ended_ms,
    _LEG.c.local_date,
    _LEG.c.proven,
    _LEG.c.withheld_reason,
)
_BARE_LEGS = select(*_LEG_COLUMNS).where(_PAYABLE)
_LEGS = (
    select(*_LEG_COLUMNS, _STARTED.c.id, _ENDED.c.id)
    .outerjoin(_STARTED, _STARTED.c.pk == _LEG.c.start_event_pk)
    .outerjoin(_ENDED, _ENDED.c.pk == _LEG.c.end_event_pk)
    .where(_PAYABLE)
)
_KEPT = select(_PLACE.c.id, _PLACE.c.keeper_person_id).where(
    _PLACE.c.keeper_person_id.is_not(None),
    or_(_PLACE.c.role == PlaceRole.RELAY.value, _PLACE.c.role == PlaceRole.LOCKER.value),
)
_KEPT_BEFORE = select(_BEFORE.c.place_id, _BEFORE.c.until, _BEFORE.c.person_id).order_by(_BEFORE.c.until)


class LegGroup(NamedTuple):
    """Legs alike in all that decides a line, and how many there are."""

    consignment_pk: int
    stage: str
    carrier_id: str
    round_id: str | None
    local_date: str
    proven: int
    withheld_reason: str | None
    stage_index: int
    carrier_order: int
    to_place_id: str | None
    leg_count: int


class ConsignmentTerms(NamedTuple):
    """What a consignment brings to its lines."""

    pk: int
    id: str
    producer_id: str
    place_id: str
    date: str
    turnover_ttc_cents: int
    turnover_ht_cents: int | None
    crate_total: int


def leg_groups(session: Session, pks: Sequence[int] | None = None) -> Iterable[LegGroup]:
    """Legs a tariff can pay, grouped, of all consignments or of those named in ascending order.

    They come in the order of their consignments, which is that of the index.
    """
    return map(LegGroup._make, _rows(session, _GROUPS, _LEG.c.consignment_pk, pks))


def consignment_terms(session: Session, pks: Sequence[int] | None = None) -> list[ConsignmentTerms]:
    """The terms of all consignments, or of those named."""
    return [ConsignmentTerms._make(row) for row in _rows(session, _TERMS, _CONSIGNMENT.c.pk, pks)]


def consignment_pks(session: Session, ids: Iterable[str]) -> list[int]:
    """The primary keys of consignments, in ascending order."""
    return sorted(pk for (pk,) in _rows(session, _PKS, _CONSIGNMENT.c.id, sorted(ids)))


def consignment_pks_of_period(session: Session, period: str, *, whole_rounds: bool) -> list[int]:
    """The consignments that can have lines in a month, in ascending order.

    They were distributed in it, or carried; `whole_rounds` adds what the same rounds carried in other months.
    """
    connection = session.connection()
    sold = select(_CONSIGNMENT.c.pk).where(
        _CONSIGNMENT.c.date >= f"{period}-01", _CONSIGNMENT.c.date <= f"{period}-31"
    )
    carried = select(_LEG.c.consignment_pk).where(_PAYABLE, _LEG.c.period == period).distinct()
    pks = {*connection.execute(sold).scalars(), *connection.execute(carried).scalars()}
    if whole_rounds:
        rounds = sorted({each for (each,) in _rows(session, _DRIVEN, _LEG.c.consignment_pk, sorted(pks))})
        pks.update(pk for (pk,) in _rows(session, _TOGETHER, _LEG.c.round_id, rounds))
    return sorted(pks)


def earliest_carried_day(session: Session) -> date | None:
    """The first local day on which a leg that a tariff can pay ended."""
    first = session.connection().execute(select(func.min(_LEG.c.local_date)).where(_PAYABLE)).scalar()
    return None if first is None else date.fromisoformat(first)


def consignments_with_unneeded_crates(session: Session, pks: Sequence[int] | None = None) -> set[int]:
    """Consignments an import has shrunk, or with bound crates: looked at crate by crate. Of all, or of some.

    There the number of legs does not tell whether all of a consignment was carried.
    """
    uncommon = or_(_CRATE.c.status != CrateStatus.ACTIVE, _CRATE.c.bound_by.is_not(None))
    statement = select(_CRATE.c.consignment_pk).where(uncommon).distinct()
    return {pk for (pk,) in _rows(session, statement, _CRATE.c.consignment_pk, pks)}


def consignments(
    session: Session, keepers: KeeperBook, pks: Sequence[int] | None = None
) -> dict[int, Consignment]:
    """Consignments as values, by primary key; all of them, or those named.

    A crate no longer needed still counts when it was carried: its carrier's cents must not move.
    """
    crates: dict[int, list[CrateUnit]] = {}
    for consignment_pk, code, weight_g in _rows(session, _UNITS, _CRATE.c.consignment_pk, pks):
        crates.setdefault(consignment_pk, []).append(CrateUnit(code, weight_g))
    return {
        terms.pk: _consignment(terms, keepers, tuple(crates.get(terms.pk, ())))
        for terms in consignment_terms(session, pks)
    }


def crate_legs(
    session: Session, id_by_pk: dict[int, str], pks: Sequence[int] | None = None, *, has_events: bool = True
) -> list[CrateLeg]:
    """The legs a tariff can pay, as values, of all consignments or of those named.

    Without `has_events` they come bare of the facts at their ends: for amounts alone.
    """
    rows = _rows(session, _LEGS if has_events else _BARE_LEGS, _LEG.c.consignment_pk, pks)
    return [_crate_leg(row, id_by_pk[row[1]]) for row in rows]


def keeper_book(session: Session) -> KeeperBook:
    """Who keeps each relay point or locker, and who kept it before."""
    connection = session.connection()
    before: dict[str, list[KeptBefore]] = {}
    for place_id, until, person_id in rows_of(connection, _KEPT_BEFORE):
        before.setdefault(place_id, []).append(KeptBefore(date.fromisoformat(until), person_id))
    return KeeperBook({place_id: keeper_id for place_id, keeper_id in rows_of(connection, _KEPT)}, before)


def _rows(
    session: Session, statement: AnySelect, key: ColumnElement[Any], wanted: Sequence[Any] | None
) -> Sequence[Any]:
    """All rows of a constant of this module, or those of the keys named."""
    connection = session.connection()
    return rows_of(connection, statement) if wanted is None else rows_in(connection, statement, key, wanted)


def _consignment(terms: ConsignmentTerms, keepers: KeeperBook, crates: tuple[CrateUnit, ...]) -> Consignment:
    day = date.fromisoformat(terms.date)
    return Consignment(
        id=terms.id,
        producer_id=terms.producer_id,
        place_id=terms.place_id,
        date=day,
        turnover_ttc_cents=terms.turnover_ttc_cents,
        turnover_ht_cents=terms.turnover_ht_cents,
        crates=crates,
        keeper_id=keepers.on(terms.place_id, day),
        unlabelled_count=max(0, terms.crate_total - len(crates)),
    )


def _crate_leg(row: Any, consignment_id: str) -> CrateLeg:
    return CrateLeg(
        crate=row[0],
        consignment_id=consignment_id,
        stage=Stage(row[2]),
        stage_index=row[3],
        carrier_id=row[4],
        carrier_order=row[5],
        round_id=row[6],
        from_place_id=row[7],
        to_place_id=row[8],
        distance_m=row[9],
        ended_at_ms=row[10],
        local_date=date.fromisoformat(row[11]),
        proven=bool(row[12]),
        withheld_reason=None if row[13] is None else WithheldReason(row[13]),
        event_ids=tuple(event_id for event_id in row[14:16] if event_id is not None),
    )
