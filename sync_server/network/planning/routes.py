"""The order of a round's stops: cheapest insertion, then 2-opt, between a fixed start and a fixed end."""

from collections.abc import Mapping, Sequence

from sync_server.network.planning.request import Ground

# Each sweep over a round's stops shortens it or ends the search; a round has few stops.
MOST_SWEEPS = 20

_Distances = Mapping[tuple[str, str], int]


def order_stops(ground: Ground, start: str, stops: Sequence[str], end: str) -> list[str]:
    """The stops in the order of a short way from `start` to `end`, neither of which is among them."""
    distances = _distances(ground, [start, *stops, end])
    path = [start, end]
    for stop in sorted(stops, key=lambda stop: (-distances[end, stop], stop)):
        path.insert(_cheapest_position(distances, path, stop, first=1), stop)
    for _ in range(MOST_SWEEPS):
        if not _shortened(distances, path):
            break
    return path[1:-1]


def insert_after(ground: Ground, path: Sequence[str], stop: str, sources: Sequence[str]) -> list[str]:
    """The path with one more stop, at its cheapest position behind all of its `sources`.

    The path's last place stays last.
    """
    longer = list(path)
    first = max(longer.index(source) for source in sources) + 1
    distances = _distances(ground, dict.fromkeys([*path, stop]))
    longer.insert(_cheapest_position(distances, longer, stop, first), stop)
    return longer


def _distances(ground: Ground, places: Sequence[str] | Mapping[str, None]) -> _Distances:
    found: dict[tuple[str, str], int] = {}
    listed = list(dict.fromkeys(places))
    for at, one in enumerate(listed):
        found[one, one] = 0
        for other in listed[:at]:
            found[one, other] = found[other, one] = ground.between_m(one, other)
    return found


def _cheapest_position(distances: _Distances, path: Sequence[str], stop: str, first: int) -> int:
    """Between which two neighbours the stop adds least, not before index `first`, never at the end."""

    def added_m(at: int) -> int:
        before, after = path[at - 1], path[at]
        return distances[before, stop] + distances[stop, after] - distances[before, after]

    return min(range(first, len(path)), key=lambda at: (added_m(at), at))


def _shortened(distances: _Distances, path: list[str]) -> bool:
    """Turns round every stretch that is shorter the other way; whether there was one."""
    found = False
    for first in range(1, len(path) - 2):
        for last in range(first + 1, len(path) - 1):
            before, after = path[first - 1], path[last + 1]
            now = distances[before, path[first]] + distances[path[last], after]
            turned = distances[before, path[last]] + distances[path[first], after]
            if turned < now:
                path[first : last + 1] = reversed(path[first : last + 1])
                found = True
    return found
