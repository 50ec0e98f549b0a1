"""Which helpers work from which hub: as many as its share of the effort asks for, those who live near."""

from collections.abc import Mapping, Sequence

from sync_server.network.planning.request import Ground, Helper

Crews = dict[str, tuple[Helper, ...]]


def share_helpers(ground: Ground, helpers: Sequence[Helper], effort_by_hub: Mapping[str, int]) -> Crews:
    """A crew for every hub with work; a helper has two hubs only where helpers are fewer than hubs."""
    busy = sorted(hub for hub, effort in effort_by_hub.items() if effort)
    if len(helpers) < len(busy):
        return {hub: (_nearest_helper(ground, helpers, hub),) for hub in busy}
    places = _places_by_hub(len(helpers), {hub: effort_by_hub[hub] for hub in busy})
    crews: dict[str, list[Helper]] = {hub: [] for hub in busy}
    by_distance = sorted(
        (ground.between_m(helper.home_place_id, hub), helper.person_id, hub)
        for helper in helpers
        for hub in busy
    )
    waiting = {helper.person_id: helper for helper in helpers}
    for _, person_id, hub in by_distance:
        if person_id in waiting and len(crews[hub]) < places[hub]:
            crews[hub].append(waiting.pop(person_id))
    return {hub: tuple(crew) for hub, crew in crews.items()}


def _places_by_hub(helper_count: int, effort_by_hub: Mapping[str, int]) -> dict[str, int]:
    """One place each, the others in proportion to the effort by largest remainder."""
    others = helper_count - len(effort_by_hub)
    total = max(1, sum(effort_by_hub.values()))
    places = {hub: 1 + others * effort // total for hub, effort in effort_by_hub.items()}
    left = helper_count - sum(places.values())
    by_remainder = sorted(effort_by_hub, key=lambda hub: (-(others * effort_by_hub[hub] % total), hub))
    for hub in by_remainder[:left]:
        places[hub] += 1
    return places


def _nearest_helper(ground: Ground, helpers: Sequence[Helper], hub: str) -> Helper:
    return min(helpers, key=lambda helper: (ground.between_m(helper.home_place_id, hub), helper.person_id))
