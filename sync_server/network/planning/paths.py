"""Which way each load goes: straight to a near point, or by the hub of its farm and the hub of its point."""

from dataclasses import dataclass

from sync_server.network.planning.request import Load, PlanRequest


@dataclass(frozen=True, slots=True)
class Ways:
    """The legs of a day. `collected` ends at a hub or straight at the point; keys are hub ids."""

    collected: dict[str, list[Load]]
    transferred: dict[tuple[str, str], list[Load]]
    delivered: dict[str, list[Load]]


def find_ways(request: PlanRequest) -> Ways:
    """Cuts every load into legs; a leg between hubs only where the two ends belong to different hubs."""
    hub_of_farm = _hubs_of_farms(request)
    ways = Ways({}, {}, {})
    for load in request.loads:
        _add_legs(ways, request, load, hub_of_farm)
    return ways


def _add_legs(ways: Ways, request: PlanRequest, load: Load, hub_of_farm: dict[str, str]) -> None:
    hubs = request.hub_ids
    from_hub = load.from_place_id if load.from_place_id in hubs else hub_of_farm[load.from_place_id]
    if load.from_place_id != from_hub:
        if load.to_place_id not in hubs and _is_near(request, load):
            ways.collected.setdefault(from_hub, []).append(load)
            return
        ways.collected.setdefault(from_hub, []).append(_leg(load, load.from_place_id, from_hub))
    to_hub = load.to_place_id if load.to_place_id in hubs else request.ground.nearest(load.to_place_id, hubs)
    if from_hub != to_hub:
        ways.transferred.setdefault((from_hub, to_hub), []).append(_leg(load, from_hub, to_hub))
    if load.to_place_id != to_hub:
        ways.delivered.setdefault(to_hub, []).append(_leg(load, to_hub, load.to_place_id))


def _hubs_of_farms(request: PlanRequest) -> dict[str, str]:
    """Each farm's hub: the near one, unless another is hardly farther and most of its crates go there."""
    by_farm: dict[str, list[Load]] = {}
    for load in request.loads:
        if load.from_place_id not in request.hub_ids:
            by_farm.setdefault(load.from_place_id, []).append(load)
    return {farm: _hub_of_farm(request, farm, loads) for farm, loads in by_farm.items()}


def _hub_of_farm(request: PlanRequest, farm: str, loads: list[Load]) -> str:
    ground, hubs = request.ground, request.hub_ids
    crates_to: dict[str, int] = {}
    for load in loads:
        hub = load.to_place_id if load.to_place_id in hubs else ground.nearest(load.to_place_id, hubs)
        crates_to[hub] = crates_to.get(hub, 0) + len(load.crates)
    total = max(1, sum(crates_to.values()))

    def metres_by(hub: str) -> int:
        crossing = sum(ground.between_m(hub, other) * crates for other, crates in crates_to.items())
        # A way between hubs is driven once for many farms.
        return ground.between_m(farm, hub) + crossing // (total * request.rules.stops_sharing_a_way)

    return min(hubs, key=lambda hub: (metres_by(hub), hub))


def _is_near(request: PlanRequest, load: Load) -> bool:
    return request.ground.between_m(load.from_place_id, load.to_place_id) <= request.rules.direct_within_m


def _leg(load: Load, from_place_id: str, to_place_id: str) -> Load:
    return Load(load.producer_id, from_place_id, to_place_id, load.crates)
