"""What is to be carried on a day, by whom, over which ground; and the rounds that come out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.network import distance_m
from sync_server.network.status import RoundKind

Measure = Callable[[float, float, float, float], int]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place is, in decimal degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of the network and the distance between two of them, in metres as the crow flies."""

    spots: Mapping[str, Spot]
    measure: Measure = distance_m

    def between_m(self, from_place_id: str, to_place_id: str) -> int:
        """The distance between two places."""
        return self.to_spot_m(from_place_id, self.spots[to_place_id])

    def to_spot_m(self, from_place_id: str, spot: Spot) -> int:
        """The distance from a place to any spot."""
        start = self.spots[from_place_id]
        return self.measure(start.lat, start.lon, spot.lat, spot.lon)

    def nearest(self, place_id: str, among: tuple[str, ...]) -> str:
        """The nearest of some places; the smaller id where two are as near."""
        return min(among, key=lambda other: (self.between_m(place_id, other), other))


@dataclass(frozen=True, slots=True)
class Load:
    """Crates of one producer that go together from one place to another."""

    producer_id: str
    from_place_id: str
    to_place_id: str
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Helper:
    """A person who carries for others, and the farm he leaves from."""

    person_id: str
    home_place_id: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Sizes of a round and paces of the day; `most_crates` may be passed by one place alone.

    A point within `direct_within_m` of a farm is served on the way, without the hub.
    Distances on the road are the crow's times `road_percent` / 100. `stops_sharing_a_way` shares out the
    way from the hub in the estimate of a place's effort.
    """

    most_stops: int = 29
    most_crates: int = 250
    direct_within_m: int = 4_000
    road_percent: int = 130
    pace_m_per_minute: int = 800
    stop_minutes: int = 6
    stops_sharing_a_way: int = 4
    hub_minutes: int = 15
    start_minute: int = 7 * 60

    def minutes_for(self, crow_m: int) -> int:
        """How long a way takes, its length given as the crow flies; whole minutes, rounded up."""
        return -(-crow_m * self.road_percent // (100 * self.pace_m_per_minute))


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """All that the plan of a day depends on. The order of its parts does not matter."""

    ground: Ground
    hub_ids: tuple[str, ...]
    helpers: tuple[Helper, ...]
    loads: tuple[Load, ...]
    rules: Rules = Rules()


@dataclass(frozen=True, slots=True)
class Move:
    """A crate taken from one place to another."""

    crate: str
    from_place_id: str
    to_place_id: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A place called at, so many minutes after midnight."""

    place_id: str
    at_minute: int


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """One helper's trip. Every place is called at once; `hub_id` is where it ends or starts."""

    kind: RoundKind
    helper_id: str
    hub_id: str | None
    stops: tuple[Stop, ...]
    moves: tuple[Move, ...]
