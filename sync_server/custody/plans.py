"""What the network planned for crates, as the rules of custody need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select
from sqlmodel import Session

from shared.custody.discrepancies import CratePlan
from shared.network import PlaceRole, TemperatureClass, distance_m
from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.network.queries import CrateInPlan, PlannedMove, crates_by_code, moves_by_crate
from sync_server.network.status import RoundStatus
from sync_server.network.tables import Consignment, Place, Round

_PERSON = table_of(Person)
_PLACE = table_of(Place)
_ROUND = table_of(Round)
_CONSIGNMENT = table_of(Consignment)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place is and what it is in the chain."""

    role: PlaceRole
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Ground:
    """The plan of some crates and the places the network knows; small next to the events."""

    crates: Mapping[str, CrateInPlan] = field(default_factory=dict[str, CrateInPlan])
    moves: Mapping[str, Sequence[PlannedMove]] = field(default_factory=dict[str, Sequence[PlannedMove]])
    spots: Mapping[str, Spot] = field(default_factory=dict[str, Spot])
    roles: Mapping[str, PlaceRole] = field(default_factory=dict[str, PlaceRole])
    farms: Mapping[str, str] = field(default_factory=dict[str, str])
    closed_rounds: frozenset[str] = frozenset()

    def plan_of(self, code: str) -> CratePlan | None:
        """What was planned for a crate, None where the network does not know it."""
        crate = self.crates.get(code)
        if crate is None:
            return None
        moves = self.moves.get(code, ())
        stops = {place_id for move in moves for place_id in (move.from_place_id, move.to_place_id)}
        closed = tuple(
            (move.round_id, move.from_place_id, move.to_place_id)
            for move in moves
            if move.round_id in self.closed_rounds
        )
        return CratePlan(crate.place_id, frozenset({*stops, self.farm_of(crate)}), closed)

    def farm_of(self, crate: CrateInPlan) -> str:
        """The farm a crate starts from."""
        return self.farms.get(crate.producer_id, "")

    def distance_m(self, from_place_id: str | None, to_place_id: str | None) -> int | None:
        """Between two known places, as the crow flies."""
        start, end = self.spots.get(from_place_id or ""), self.spots.get(to_place_id or "")
        if start is None or end is None:
            return None
        return distance_m(start.lat, start.lon, end.lat, end.lon)


def ground_of(session: Session, codes: Sequence[str]) -> Ground:
    """The plan of these crates."""
    connection = session.connection()
    crates = crates_by_code(session, codes)
    if not crates:
        return Ground()
    moves = moves_by_crate(session, crates)
    places = connection.execute(select(_PLACE.c.id, _PLACE.c.role, _PLACE.c.lat, _PLACE.c.lon))
    spots = {place_id: Spot(PlaceRole(role), lat, lon) for place_id, role, lat, lon in places}
    rounds = sorted({move.round_id for each in moves.values() for move in each})
    return Ground(
        crates,
        moves,
        spots,
        {place_id: spot.role for place_id, spot in spots.items()},
        _farms(connection, sorted({crate.producer_id for crate in crates.values()})),
        _closed(connection, rounds),
    )


def known_places(connection: Connection, place_ids: Sequence[str]) -> set[str]:
    """Those of the places that exist."""
    found: set[str] = set()
    for chunk in in_chunks(place_ids):
        found |= set(connection.execute(select(_PLACE.c.id).where(_PLACE.c.id.in_(chunk))).scalars())
    return found


def known_people(connection: Connection, person_ids: Sequence[str]) -> set[str]:
    """Those of the people that exist."""
    found: set[str] = set()
    for chunk in in_chunks(person_ids):
        found |= set(connection.execute(select(_PERSON.c.id).where(_PERSON.c.id.in_(chunk))).scalars())
    return found


def class_by_crate(session: Session, codes: Sequence[str]) -> dict[str, TemperatureClass]:
    """The temperature class of each known crate's goods."""
    crates = crates_by_code(session, codes)
    classes: dict[int, TemperatureClass] = {}
    for chunk in in_chunks(sorted({crate.consignment_pk for crate in crates.values()})):
        statement = select(_CONSIGNMENT.c.pk, _CONSIGNMENT.c.cls).where(_CONSIGNMENT.c.pk.in_(chunk))
        for pk, cls in session.connection().execute(statement):
            classes[pk] = TemperatureClass(cls)
    return {code: classes[crate.consignment_pk] for code, crate in crates.items()}


def _farms(connection: Connection, producer_ids: Sequence[str]) -> dict[str, str]:
    farms: dict[str, str] = {}
    for chunk in in_chunks(producer_ids):
        statement = select(_PERSON.c.id, _PERSON.c.farm_place_id).where(_PERSON.c.id.in_(chunk))
        farms |= {person_id: farm for person_id, farm in connection.execute(statement) if farm is not None}
    return farms


def _closed(connection: Connection, round_ids: Sequence[str]) -> frozenset[str]:
    closed: set[str] = set()
    for chunk in in_chunks(round_ids):
        statement = select(_ROUND.c.id).where(
            _ROUND.c.id.in_(chunk), _ROUND.c.status == RoundStatus.CLOSED.value
        )
        closed |= set(connection.execute(statement).scalars())
    return frozenset(closed)
