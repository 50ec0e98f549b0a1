"""What the network planned for crates, as the rules of custody need it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from shared.custody.discrepancies import CratePlan
from shared.network import PlaceRole, TemperatureClass, distance_m
from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in
from sync_server.network.queries import CrateInPlan, PlannedMove
from sync_server.network.status import CrateStatus, RoundStatus
from sync_server.network.tables import Consignment, Crate, CrateMove, Place, Round

_PERSON = table_of(Person)
_PLACE = table_of(Place)
_ROUND = table_of(Round)
_MOVE = table_of(CrateMove)
_CRATE = table_of(Crate)
_CONSIGNMENT = table_of(Consignment)

_PLACE_IDS = select(_PLACE.c.id)
_ROUND_IDS = select(_ROUND.c.id)
_PERSON_IDS = select(_PERSON.c.id)
_SPOTS = select(_PLACE.c.id, _PLACE.c.role, _PLACE.c.lat, _PLACE.c.lon)
_MOVES = (
    select(_MOVE.c.crate_code, _MOVE.c.round_id, _MOVE.c.from_place_id, _MOVE.c.to_place_id, _ROUND.c.status)
    .join(_ROUND, _ROUND.c.id == _MOVE.c.round_id)
    .order_by(_MOVE.c.crate_code, _MOVE.c.step)
)
_CRATES = (
    select(
        _CRATE.c.pk,
        _CRATE.c.code,
        _CRATE.c.rank,
        _CRATE.c.status,
        _CRATE.c.consignment_pk,
        _CONSIGNMENT.c.id,
        _CONSIGNMENT.c.producer_id,
        _CONSIGNMENT.c.place_id,
        _CONSIGNMENT.c.crate_total,
        _CRATE.c.bound_by,
        _CONSIGNMENT.c.cls,
        _PERSON.c.farm_place_id,
    )
    .join(_CONSIGNMENT, _CONSIGNMENT.c.pk == _CRATE.c.consignment_pk)
    .outerjoin(_PERSON, _PERSON.c.id == _CONSIGNMENT.c.producer_id)
)
_STOPS = (
    select(_CRATE.c.consignment_pk, _MOVE.c.from_place_id, _MOVE.c.to_place_id)
    .join(_MOVE, _MOVE.c.crate_code == _CRATE.c.code)
    .where(_CRATE.c.bound_by.is_(None))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place is and what it is in the chain."""

    role: PlaceRole
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class PlannedCrate:
    """A crate the network knows, where it starts, and how cold its goods must stay."""

    crate: CrateInPlan
    farm_id: str
    temperature_class: TemperatureClass


@dataclass(slots=True)
class Ground:
    """The plan of some crates and the places they can be at."""

    crates: Mapping[str, PlannedCrate] = field(default_factory=dict[str, PlannedCrate])
    moves: Mapping[str, Sequence[PlannedMove]] = field(default_factory=dict[str, Sequence[PlannedMove]])
    closed_rounds: frozenset[str] = frozenset()
    spots: Mapping[str, Spot] = field(default_factory=dict[str, Spot])
    roles: Mapping[str, PlaceRole] = field(default_factory=dict[str, PlaceRole])
    # Where the printed crates of a consignment with bound ones are to pass, by its key.
    fellows_stops: Mapping[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])
    distances_m: dict[tuple[str, str], int | None] = field(
        default_factory=dict[tuple[str, str], "int | None"]
    )

    def plan_of(self, code: str) -> CratePlan | None:
        """What was planned for a crate, None where the network does not know it."""
        planned = self.crates.get(code)
        if planned is None:
            return None
        moves = self.moves.get(code, ())
        stops = {place_id for move in moves for place_id in (move.from_place_id, move.to_place_id)}
        if planned.crate.bound_by is not None:
            # Bound beside the planned way, it may still join its fellows on it.
            stops |= self.fellows_stops.get(planned.crate.consignment_pk, frozenset())
        closed = tuple(
            (move.round_id, move.from_place_id, move.to_place_id)
            for move in moves
            if move.round_id in self.closed_rounds
        )
        known = frozenset({*stops, planned.farm_id})
        return CratePlan(planned.crate.place_id, known, closed, planned.crate.bound_by)

    def classes_of(self, codes: Iterable[str]) -> list[TemperatureClass]:
        """The temperature classes of those of the crates that are known."""
        return [self.crates[code].temperature_class for code in codes if code in self.crates]

    def distance_m(self, from_place_id: str | None, to_place_id: str | None) -> int | None:
        """Between two known places, as the crow flies."""
        ends = (from_place_id or "", to_place_id or "")
        if ends not in self.distances_m:
            self.distances_m[ends] = self._measured_m(*ends)
        return self.distances_m[ends]

    def _measured_m(self, from_place_id: str, to_place_id: str) -> int | None:
        start, end = self.spots.get(from_place_id), self.spots.get(to_place_id)
        if start is None or end is None:
            return None
        return distance_m(start.lat, start.lon, end.lat, end.lon)


def ground_of(connection: Connection, codes: Sequence[str], visited: Iterable[str]) -> Ground:
    """The plan of these crates; `visited` are the places their events name beside those planned."""
    crates = {
        row[1]: PlannedCrate(CrateInPlan(*row[:10]), row[11] or "", TemperatureClass(row[10]))
        for row in rows_in(connection, _CRATES, _CRATE.c.code, codes)
    }
    if not crates:
        return Ground()
    # Nobody waits for a crate in whose place a bound one was carried.
    awaited = [code for code, each in crates.items() if each.crate.status != CrateStatus.REPLACED]
    moves: dict[str, list[PlannedMove]] = {}
    closed: set[str] = set()
    for code, round_id, from_place_id, to_place_id, status in rows_in(
        connection, _MOVES, _MOVE.c.crate_code, awaited
    ):
        moves.setdefault(code, []).append(PlannedMove(round_id, from_place_id, to_place_id))
        if status == RoundStatus.CLOSED:
            closed.add(round_id)
    named = {each.farm_id for each in crates.values()} | {each.crate.place_id for each in crates.values()}
    spots = {
        place_id: Spot(PlaceRole(role), lat, lon)
        for place_id, role, lat, lon in rows_in(connection, _SPOTS, _PLACE.c.id, named.union(visited))
    }
    roles = {place_id: spot.role for place_id, spot in spots.items()}
    return Ground(
        crates, moves, frozenset(closed), spots, roles, fellows_stops=_fellows_stops(connection, crates)
    )


def _fellows_stops(connection: Connection, crates: Mapping[str, PlannedCrate]) -> dict[int, frozenset[str]]:
    pks = sorted({each.crate.consignment_pk for each in crates.values() if each.crate.bound_by is not None})
    found: dict[int, set[str]] = {}
    for pk, from_place_id, to_place_id in rows_in(connection, _STOPS, _CRATE.c.consignment_pk, pks):
        found.setdefault(pk, set()).update((from_place_id, to_place_id))
    return {pk: frozenset(stops) for pk, stops in found.items()}


def known_places(connection: Connection, place_ids: Sequence[str]) -> set[str]:
    """Those of the places that exist."""
    return {place_id for (place_id,) in rows_in(connection, _PLACE_IDS, _PLACE.c.id, place_ids)}


def known_rounds(connection: Connection, round_ids: Sequence[str]) -> set[str]:
    """Those of the rounds that are planned."""
    return {round_id for (round_id,) in rows_in(connection, _ROUND_IDS, _ROUND.c.id, round_ids)}


def known_people(connection: Connection, person_ids: Sequence[str]) -> set[str]:
    """Those of the people that exist."""
    return {person_id for (person_id,) in rows_in(connection, _PERSON_IDS, _PERSON.c.id, person_ids)}
