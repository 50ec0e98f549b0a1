"""When each stop is due: a helper's rounds in sequence, a hub's goods leaving once all of them are in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sync_server.network.planning.request import Ground, Helper, Rules, Stop

QUARTER_OF_AN_HOUR = 15


@dataclass(slots=True)
class Timetable:
    """What has been planned so far: where and when each helper is free, when each hub's goods are in."""

    ground: Ground
    rules: Rules
    free_at_minute: dict[str, int] = field(default_factory=dict[str, int])
    stands_at: dict[str, str] = field(default_factory=dict[str, str])
    hub_ready_minute: dict[str, int] = field(default_factory=dict[str, int])

    def free_from(self, helper: Helper) -> int:
        """When a helper can begin another round, in minutes after midnight."""
        return self.free_at_minute.get(helper.person_id, self.rules.start_minute)

    def is_at(self, helper: Helper, place_id: str) -> bool:
        """Whether a helper's last round ended at this place."""
        return self.stands_at.get(helper.person_id) == place_id

    def drive(self, helper: Helper, places: Sequence[str], not_before: int) -> tuple[Stop, ...]:
        """The stops with their times; the helper comes from where he last was, at first his farm."""
        minute = max(not_before, self.free_from(helper))
        at = self.stands_at.get(helper.person_id, helper.home_place_id)
        stops: list[Stop] = []
        for place in places:
            minute += self.rules.minutes_for(self.ground.between_m(at, place))
            stops.append(Stop(place, minute))
            minute += self.rules.stop_minutes
            at = place
        self.free_at_minute[helper.person_id] = minute
        self.stands_at[helper.person_id] = at
        return tuple(stops)

    def bring_in(self, hub_id: str, helper: Helper) -> None:
        """The hub's goods leave only after what this helper has just brought is unloaded."""
        ready = self.free_from(helper) + self.rules.hub_minutes
        self.hub_ready_minute[hub_id] = max(ready, self.hub_ready_minute.get(hub_id, 0))

    def goods_leave(self, hub_id: str) -> int:
        """From when goods may leave a hub, on a quarter of an hour."""
        ready = self.hub_ready_minute.get(hub_id, self.rules.start_minute)
        return -(-ready // QUARTER_OF_AN_HOUR) * QUARTER_OF_AN_HOUR
