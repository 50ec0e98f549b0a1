"""Driving a whole day: each visit in its turn, with the crates that are really there."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mobile.actions.crate_acts import CrateException
from mobile.rehearsal.ground import Ground
from mobile.rehearsal.helper import Helper
from mobile.rehearsal.mistakes import Mistakes
from mobile.rehearsal.visits import Visit
from mobile.store.reference import place
from shared.custody.events import IncidentReason
from shared.network import distance_m

START_BEFORE_MS = 15 * 60_000
# Roads wind: about a third more than the crow flies, driven at 45 km/h.
ROAD_PERCENT = 130
METRES_A_MINUTE = 750
STOP_MINUTES = 10
INCIDENT_ONCE_IN_STOPS = 12
HARMLESS = (IncidentReason.LABEL_UNREADABLE, IncidentReason.ROAD_CUT, IncidentReason.NOT_READY)

Tell = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class _Way:
    """What a round has cost so far."""

    last_place_id: str | None = None
    distance_m: int = 0
    stops: int = 0
    crates: int = 0


@dataclass(slots=True)
class Day:
    """A day under way: who drives, what lies where, what goes wrong."""

    helpers: Mapping[str, Helper]
    mistakes: Mistakes
    chance: random.Random
    tell: Tell
    ground: Ground = field(default_factory=Ground)
    ways: dict[str, _Way] = field(default_factory=dict[str, _Way])

    def drive(self, visits: Sequence[Visit]) -> None:
        """Make every visit in order. Raises: RehearsalStoppedError."""
        self._lay_out(visits)
        for visit in visits:
            self._visit(visit)

    def _lay_out(self, visits: Sequence[Visit]) -> None:
        """Each crate stands where it is first taken, except the one that was never brought."""
        for visit in visits:
            for code in visit.pickups:
                if code != self.mistakes.missing:
                    self.ground.places.setdefault(code, visit.place_id)

    def _visit(self, visit: Visit) -> None:
        helper, way = self.helpers[visit.person_id], self.ways.setdefault(visit.round_id, _Way())
        helper.be_at(visit.at_ms - (START_BEFORE_MS if visit.is_first else 0))
        if visit.is_first:
            helper.start(visit.round_id)
        helper.be_at(visit.at_ms)
        helper.arrive(visit.round_id, visit.place_id)
        self._drop(helper, visit, way)
        self._pick_up(helper, visit)
        if self.chance.randrange(INCIDENT_ONCE_IN_STOPS) == 0:
            helper.report(visit.round_id, visit.place_id, self.chance.choice(HARMLESS))
        helper.leave(visit.round_id, visit.place_id)
        self._go_on(helper, visit, way)
        if visit.is_last:
            self._close(helper, visit, way)

    def _drop(self, helper: Helper, visit: Visit, way: _Way) -> None:
        carried = tuple(self.ground.carried_by(helper.person_id, visit.drops))
        if carried:
            helper.drop(visit.round_id, visit.place_id, carried)
            for code in carried:
                self.ground.put_down(code, visit.place_id)
            way.crates += len(carried)
        wrong = self.mistakes.wrong_place
        if wrong and (wrong.round_id, wrong.place_id) == (visit.round_id, visit.place_id):
            helper.drop(visit.round_id, visit.place_id, (wrong.code,), even_if_odd=True)
            self.ground.put_down(wrong.code, visit.place_id)

    def _pick_up(self, helper: Helper, visit: Visit) -> None:
        there = tuple(self.ground.standing_at(visit.place_id, visit.pickups))
        absent = tuple(
            CrateException(code, IncidentReason.MISSING) for code in visit.pickups if code not in there
        )
        if there or absent:
            helper.pick_up(visit.round_id, visit.place_id, there, absent)
            for code in there:
                self.ground.pick_up(code, helper.person_id)
        double = self.mistakes.double_claim
        if double and (double.round_id, double.place_id) == (visit.round_id, visit.place_id):
            # He only says so: the crate itself waits for the helper it is meant for.
            helper.pick_up(visit.round_id, visit.place_id, (double.code,), even_if_odd=True)

    def _go_on(self, helper: Helper, visit: Visit, way: _Way) -> None:
        here = place(helper.store, visit.place_id)
        before = place(helper.store, way.last_place_id) if way.last_place_id else None
        if here and before and None not in (here.lat, here.lon, before.lat, before.lon):
            straight_m = distance_m(before.lat or 0, before.lon or 0, here.lat or 0, here.lon or 0)
            way.distance_m += straight_m * ROAD_PERCENT // 100
        way.last_place_id = visit.place_id
        way.stops += 1

    def _close(self, helper: Helper, visit: Visit, way: _Way) -> None:
        minutes = way.distance_m // METRES_A_MINUTE
        helper.close(visit.round_id, way.distance_m, minutes, way.stops * STOP_MINUTES)
        self.tell(
            {
                "step": "round",
                "round": visit.round_id,
                "person": helper.person_id,
                "stops": way.stops,
                "crates_dropped": way.crates,
                "distance_m": way.distance_m,
            }
        )
