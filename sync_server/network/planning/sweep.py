"""Sharing the places around a hub among helpers: a sweep by direction, then who lives near takes a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, pi, radians

from sync_server.network.planning.request import Ground, Helper, Load, PlanRequest, Rules, Spot


@dataclass(frozen=True, slots=True)
class Call:
    """A place to call at, what is taken up or set down there, and the points these loads go straight to.

    `effort` is its share of a round in minutes: the halt, and part of the way from the hub.
    """

    place_id: str
    loads: tuple[Load, ...]
    direct_points: frozenset[str]
    effort: int

    @property
    def crate_count(self) -> int:
        """How many crates change hands here."""
        return sum(len(load.crates) for load in self.loads)


Group = tuple[Call, ...]


def calls_around(request: PlanRequest, hub_id: str, loads: Iterable[Load], *, is_pickup: bool) -> list[Call]:
    """Loads gathered by the place they leave (pickups) or reach (drops)."""
    found: dict[str, list[Load]] = {}
    for load in loads:
        found.setdefault(load.from_place_id if is_pickup else load.to_place_id, []).append(load)
    return [_call(request, hub_id, place_id, found[place_id]) for place_id in sorted(found)]


def sweep(request: PlanRequest, hub_id: str, calls: Iterable[Call], share_count: int) -> list[Group]:
    """At most `share_count` groups of neighbours of about the same effort, more where sizes ask for it."""
    around = _by_direction(request.ground, hub_id, list(calls))
    total = sum(call.effort for call in around)
    groups: list[Group] = []
    current: list[Call] = []
    before = 0
    share = 0
    for call in around:
        # The share into which the middle of this call's effort falls.
        falls_in = (2 * before + call.effort) * share_count // max(1, 2 * total)
        if current and (falls_in != share or _is_full(current, call, request.rules)):
            groups.append(tuple(current))
            current = []
        share = falls_in
        current.append(call)
        before += call.effort
    return [*groups, tuple(current)] if current else groups


def match_groups(
    ground: Ground, groups: Sequence[Group], helpers: Sequence[Helper]
) -> list[tuple[Helper, Group]]:
    """Gives each group to a helper who lives near it; nobody has two before everybody has one."""
    middles = [_middle(ground, group) for group in groups]
    pairs = sorted(
        (ground.to_spot_m(helper.home_place_id, middle), at, helper.person_id)
        for at, middle in enumerate(middles)
        for helper in helpers
    )
    by_id = {helper.person_id: helper for helper in helpers}
    given: dict[int, Helper] = {}
    while len(given) < len(groups):
        free = set(by_id)
        for _, at, person_id in pairs:
            if at not in given and person_id in free:
                given[at] = by_id[person_id]
                free.discard(person_id)
    return [(given[at], group) for at, group in enumerate(groups)]


def give_back_own_farms(matched: Sequence[tuple[Helper, Group]], rules: Rules) -> list[tuple[Helper, Group]]:
    """Moves each helper's own farm into his own group where there is room: he leaves from there."""
    home_group = {helper.home_place_id: at for at, (helper, _) in reversed(list(enumerate(matched)))}
    calls = [list(group) for _, group in matched]
    for at, (_, group) in enumerate(matched):
        for call in group:
            home = home_group.get(call.place_id, at)
            if home != at and not _is_full(calls[home], call, rules):
                calls[at].remove(call)
                calls[home].append(call)
    return [(helper, tuple(group)) for (helper, _), group in zip(matched, calls, strict=True) if group]


def _call(request: PlanRequest, hub_id: str, place_id: str, loads: Sequence[Load]) -> Call:
    direct_points = frozenset(load.to_place_id for load in loads) - {hub_id, place_id}
    rules = request.rules
    way = rules.minutes_for(request.ground.between_m(place_id, hub_id)) // rules.stops_sharing_a_way
    return Call(place_id, tuple(loads), direct_points, rules.stop_minutes * (1 + len(direct_points)) + way)


def _is_full(current: Sequence[Call], call: Call, rules: Rules) -> bool:
    calls = [*current, call]
    stops = len(calls) + len(frozenset[str]().union(*(other.direct_points for other in calls)))
    return stops > rules.most_stops or sum(other.crate_count for other in calls) > rules.most_crates


def _by_direction(ground: Ground, hub_id: str, calls: Sequence[Call]) -> list[Call]:
    """The calls in turning order around the hub, beginning after the widest empty angle."""
    centre = ground.spots[hub_id]
    turned = sorted((_bearing(centre, ground.spots[call.place_id]), call.place_id, call) for call in calls)
    angles = [angle for angle, _, _ in turned]
    gaps = [after - before for before, after in pairwise([angles[-1] - 2 * pi, *angles])] if angles else []
    start = max(range(len(gaps)), key=lambda at: gaps[at]) if gaps else 0
    return [call for _, _, call in turned[start:] + turned[:start]]


def _bearing(centre: Spot, spot: Spot) -> float:
    """The direction of a spot in radians; a spot on the centre itself lies due east."""
    return atan2(spot.lat - centre.lat, (spot.lon - centre.lon) * cos(radians(centre.lat)))


def _middle(ground: Ground, group: Group) -> Spot:
    spots = [ground.spots[call.place_id] for call in group]
    return Spot(sum(spot.lat for spot in spots) / len(spots), sum(spot.lon for spot in spots) / len(spots))
