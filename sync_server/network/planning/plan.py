"""The plan of a day as a table of contents: ways, crews, collections, transfers, deliveries."""

from collections.abc import Iterator
from dataclasses import replace

from sync_server.network.planning.crews import Crews, share_helpers
from sync_server.network.planning.paths import Ways, find_ways
from sync_server.network.planning.request import PlannedRound, PlanRequest
from sync_server.network.planning.sweep import calls_around
from sync_server.network.planning.timetable import Timetable
from sync_server.network.planning.trips import collect, deliver, deliver_own, transfer


def plan_day(asked: PlanRequest) -> tuple[PlannedRound, ...]:
    """The rounds that bring every load to its place; the same in whatever order the request's parts come.

    Without a hub or without a helper every producer drives his own goods.
    """
    request = _in_order(asked)
    timetable = Timetable(request.ground, request.rules)
    if not request.hub_ids or not request.helpers:
        return tuple(deliver_own(request, timetable, request.loads))
    ways = find_ways(request)
    crews = share_helpers(request.ground, request.helpers, _effort_by_hub(request, ways))
    return (
        *_collections(request, timetable, ways, crews),
        *_transfers(request, timetable, ways, crews),
        *_deliveries(request, timetable, ways, crews),
    )


def _collections(
    request: PlanRequest, timetable: Timetable, ways: Ways, crews: Crews
) -> Iterator[PlannedRound]:
    for hub_id, loads in sorted(ways.collected.items()):
        yield from collect(request, timetable, hub_id, loads, crews[hub_id])


def _transfers(
    request: PlanRequest, timetable: Timetable, ways: Ways, crews: Crews
) -> Iterator[PlannedRound]:
    for hubs, loads in sorted(ways.transferred.items()):
        yield from transfer(request, timetable, hubs, loads, crews)


def _deliveries(
    request: PlanRequest, timetable: Timetable, ways: Ways, crews: Crews
) -> Iterator[PlannedRound]:
    for hub_id, loads in sorted(ways.delivered.items()):
        yield from deliver(request, timetable, hub_id, loads, crews[hub_id])


def _effort_by_hub(request: PlanRequest, ways: Ways) -> dict[str, int]:
    effort = dict.fromkeys((hubs[0] for hubs in ways.transferred), request.rules.stop_minutes)
    for is_pickup, legs in ((True, ways.collected), (False, ways.delivered)):
        for hub_id, loads in legs.items():
            calls = calls_around(request, hub_id, loads, is_pickup=is_pickup)
            effort[hub_id] = effort.get(hub_id, 0) + sum(call.effort for call in calls)
    return effort


def _in_order(request: PlanRequest) -> PlanRequest:
    return replace(
        request,
        hub_ids=tuple(sorted(request.hub_ids)),
        helpers=tuple(sorted(request.helpers, key=lambda helper: helper.person_id)),
        loads=tuple(
            sorted(
                (load for load in request.loads if load.crates and load.from_place_id != load.to_place_id),
                key=lambda load: (load.from_place_id, load.to_place_id, load.crates),
            )
        ),
    )
