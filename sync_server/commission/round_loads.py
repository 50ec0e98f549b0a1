"""What rounds carried: crates, weight, turnover and the longest way, added up by the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from shared.money import half_away
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in
from sync_server.network.tables import Consignment, Crate

_LEG, _CRATE, _CONSIGNMENT = table_of(Leg), table_of(Crate), table_of(Consignment)
# In the order of the index made for it: no leg's row is read.
_PARTS = (
    select(
        _LEG.c.round_id,
        _LEG.c.consignment_pk,
        func.count(_LEG.c.crate_code.distinct()),
        func.max(_LEG.c.distance_m),
    )
    .where(_LEG.c.consignment_pk.is_not(None))
    .group_by(_LEG.c.round_id, _LEG.c.consignment_pk)
)
_WEIGHED = select(
    _CRATE.c.consignment_pk, func.count(), func.count(_CRATE.c.weight_g), func.sum(_CRATE.c.weight_g)
).group_by(_CRATE.c.consignment_pk)
_LOTS = select(
    _CONSIGNMENT.c.pk,
    _CONSIGNMENT.c.producer_id,
    _CONSIGNMENT.c.place_id,
    _CONSIGNMENT.c.turnover_ttc_cents,
    _CONSIGNMENT.c.crate_total,
)
_CARRIED_WEIGHTS = (
    select(_LEG.c.round_id, _LEG.c.consignment_pk, _CRATE.c.code, _CRATE.c.weight_g)
    .join(_CRATE, _CRATE.c.code == _LEG.c.crate_code)
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a round carried. `grams` is None unless every crate was weighed."""

    crate_count: int = 0
    grams: int | None = None
    turnover_cents: int = 0
    farthest_m: int = 0
    pairs: frozenset[tuple[str, str]] = frozenset()


class _Part(NamedTuple):
    """What one round carried of one consignment."""

    round_id: str
    consignment_pk: int
    crate_count: int
    farthest_m: int | None


class _Lot(NamedTuple):
    producer_id: str
    place_id: str
    turnover_cents: int
    crate_total: int


def carried_by(session: Session, round_ids: Sequence[str]) -> Mapping[str, Carried]:
    """What each of these rounds carried; one that carried nothing is not there."""
    connection = session.connection()
    parts: dict[str, list[_Part]] = defaultdict(list)
    for row in rows_in(connection, _PARTS, _LEG.c.round_id, round_ids):
        parts[row[0]].append(_Part._make(row))
    pks = sorted({part.consignment_pk for of_round in parts.values() for part in of_round})
    lots = {row[0]: _Lot._make(row[1:]) for row in rows_in(connection, _LOTS, _CONSIGNMENT.c.pk, pks)}
    grams = _grams(session, parts, pks)
    return {id_: _sum_of(of_round, lots, grams[id_]) for id_, of_round in parts.items()}


def _sum_of(parts: Iterable[_Part], lots: Mapping[int, _Lot], grams: int | None) -> Carried:
    crate_count = turnover_cents = farthest_m = 0
    pairs: set[tuple[str, str]] = set()
    for part in parts:
        crate_count += part.crate_count
        farthest_m = max(farthest_m, part.farthest_m or 0)
        lot = lots.get(part.consignment_pk)
        if lot is None:
            continue
        # A lot carried in part counts for its part of the turnover.
        whole = max(lot.crate_total, part.crate_count)
        turnover_cents += half_away(lot.turnover_cents * part.crate_count, whole)
        pairs.add((lot.producer_id, lot.place_id))
    return Carried(crate_count, grams, turnover_cents, farthest_m, frozenset(pairs))


def _grams(
    session: Session, parts: Mapping[str, Sequence[_Part]], pks: Sequence[int]
) -> dict[str, int | None]:
    """The weight of each round. Crates are looked at one by one only where a lot does not tell."""
    connection = session.connection()
    # By lot: its crates, those weighed, their weight.
    weighed = {row[0]: row[1:] for row in rows_in(connection, _WEIGHED, _CRATE.c.consignment_pk, pks)}
    found: dict[str, int | None] = {}
    unclear: list[str] = []
    for round_id, of_round in parts.items():
        tallies = [weighed.get(part.consignment_pk, (0, 0, None)) for part in of_round]
        if any(crates and not known for crates, known, _ in tallies):
            found[round_id] = None
        elif all(
            part.crate_count == crates == known
            for part, (crates, known, _) in zip(of_round, tallies, strict=True)
        ):
            found[round_id] = sum(int(grams) for _, _, grams in tallies)
        else:
            unclear.append(round_id)
    each: dict[str, list[int | None]] = defaultdict(list)
    for round_id, consignment_pk, _, grams in rows_in(connection, _CARRIED_WEIGHTS, _LEG.c.round_id, unclear):
        if consignment_pk is not None:
            each[round_id].append(grams)
    for round_id in unclear:
        weights = each[round_id]
        found[round_id] = None if None in weights else sum(one or 0 for one in weights)
    return found
