"""The rounds of each kind, from the legs they carry: to a hub, between hubs, out of a hub, a farm's own."""

from collections.abc import Iterable, Iterator, Sequence

from sync_server.network.planning.crews import Crews
from sync_server.network.planning.request import (
    Helper,
    Load,
    Move,
    PlannedRound,
    PlanRequest,
    Rules,
)
from sync_server.network.planning.routes import insert_after, order_stops
from sync_server.network.planning.sweep import (
    Group,
    calls_around,
    give_back_own_farms,
    match_groups,
    sweep,
)
from sync_server.network.planning.timetable import Timetable
from sync_server.network.status import RoundKind


def collect(
    request: PlanRequest, timetable: Timetable, hub_id: str, loads: Sequence[Load], crew: Sequence[Helper]
) -> Iterator[PlannedRound]:
    """From the farms to a hub; near points are served on the way."""
    ground, rules = request.ground, request.rules
    calls = calls_around(request, hub_id, loads, is_pickup=True)
    groups = sweep(request, hub_id, calls, len(crew))
    for helper, group in give_back_own_farms(match_groups(ground, groups, crew), rules):
        stops = timetable.drive(helper, _collection_path(request, hub_id, helper, group), 0)
        if stops[-1].place_id == hub_id:
            timetable.bring_in(hub_id, helper)
        yield PlannedRound(RoundKind.COLLECTION, helper.person_id, hub_id, stops, _moves(_loads_of(group)))


def transfer(
    request: PlanRequest,
    timetable: Timetable,
    hubs: tuple[str, str],
    loads: Sequence[Load],
    crews: Crews,
) -> Iterator[PlannedRound]:
    """From one hub to another, by one who goes that way anyhow, else by whoever is free first."""
    from_hub, to_hub = hubs

    def readiness(helper: Helper) -> tuple[bool, int, str]:
        return helper in crews[from_hub], timetable.free_from(helper), helper.person_id

    for batch in _batches(loads, request.rules):
        on_their_way = [one for one in crews.get(to_hub, ()) if timetable.is_at(one, from_hub)]
        helper = min({*crews[from_hub], *on_their_way}, key=readiness)
        stops = timetable.drive(helper, hubs, timetable.goods_leave(from_hub))
        timetable.bring_in(to_hub, helper)
        yield PlannedRound(RoundKind.TRANSFER, helper.person_id, to_hub, stops, _moves(batch))


def deliver(
    request: PlanRequest, timetable: Timetable, hub_id: str, loads: Sequence[Load], crew: Sequence[Helper]
) -> Iterator[PlannedRound]:
    """From a hub out to the points."""
    ground = request.ground
    calls = calls_around(request, hub_id, loads, is_pickup=False)
    groups = sweep(request, hub_id, calls, len(crew))
    for helper, group in match_groups(ground, groups, crew):
        points = [call.place_id for call in group]
        path = [hub_id, *order_stops(ground, hub_id, points, helper.home_place_id)]
        stops = timetable.drive(helper, path, timetable.goods_leave(hub_id))
        yield PlannedRound(RoundKind.DELIVERY, helper.person_id, hub_id, stops, _moves(_loads_of(group)))


def deliver_own(request: PlanRequest, timetable: Timetable, loads: Iterable[Load]) -> Iterator[PlannedRound]:
    """Every producer out to his points with his own goods."""
    by_producer: dict[tuple[str, str], list[Load]] = {}
    for load in loads:
        by_producer.setdefault((load.producer_id, load.from_place_id), []).append(load)
    for (producer_id, farm), own in sorted(by_producer.items()):
        for batch in _batches(own, request.rules):
            points = sorted({load.to_place_id for load in batch})
            path = [farm, *order_stops(request.ground, farm, points, farm)]
            stops = timetable.drive(Helper(producer_id, farm), path, 0)
            yield PlannedRound(RoundKind.OWN_DELIVERY, producer_id, None, stops, _moves(batch))


def _collection_path(request: PlanRequest, hub_id: str, helper: Helper, group: Group) -> list[str]:
    ground, home = request.ground, helper.home_place_id
    farms = [call.place_id for call in group]
    ordered = order_stops(ground, home, [farm for farm in farms if farm != home], hub_id)
    path = [*([home] if home in farms else []), *ordered, hub_id]
    sources: dict[str, list[str]] = {}
    for load in _loads_of(group):
        sources.setdefault(load.to_place_id, []).append(load.from_place_id)
    for point in sorted(sources.keys() - {hub_id}):
        path = insert_after(ground, path, point, sources[point])
    return path if hub_id in sources else path[:-1]


def _batches(loads: Iterable[Load], rules: Rules) -> Iterator[list[Load]]:
    """Loads in turn, a new batch where crates or places would be too many for one round."""
    batch: list[Load] = []
    for load in loads:
        crates = sum(len(other.crates) for other in batch) + len(load.crates)
        places = {other.to_place_id for other in batch} | {load.to_place_id}
        if batch and (crates > rules.most_crates or len(places) > rules.most_stops):
            yield batch
            batch = []
        batch.append(load)
    if batch:
        yield batch


def _loads_of(group: Group) -> list[Load]:
    return [load for call in group for load in call.loads]


def _moves(loads: Iterable[Load]) -> tuple[Move, ...]:
    return tuple(Move(crate, load.from_place_id, load.to_place_id) for load in loads for crate in load.crates)
