"""One honest error of every kind, planted in a day of a real network."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from shared.custody.codes import new_code
from shared.custody.discrepancies import FACTS_A_DAY_MAX, DiscrepancyKind
from shared.custody.events import Kind
from shared.ids import uuid7
from tests.browser.console.month import Month, Visit, without

STRANGE_CODE_NUMBER = 33_000_000_000
DAYS_AHEAD = 3


@dataclass
class Planted:
    """The day's visits with errors in them, and the crates each error is about."""

    month: Month
    visits: list[Visit]
    crate_of: dict[DiscrepancyKind, str] = field(default_factory=dict[DiscrepancyKind, str])
    _left: list[tuple[str, Visit, Visit]] = field(default_factory=list[tuple[str, Visit, Visit]])

    def __post_init__(self) -> None:
        self._left = _crates_by_hub(self.visits)

    def plant_along_the_way(self) -> None:
        """What goes wrong with crates while they travel."""
        self._never_loaded()
        self._kept_in_the_van()
        self._left_elsewhere()
        self._appears_at_the_hub()
        self._found_elsewhere()
        self._claimed_by_two()
        self._left_twice()
        self._offered_to_nobody()
        self._taken_from_nobody()

    def say_the_rest(self) -> None:
        """What phones say beside the movements: of clocks, doors, cold, strangers and one another."""
        one, other = self._two_people()
        self._strangers(one, other)
        self._labels(one, other)
        self._clocks(one, other)
        self._a_door_taken_twice(one, other)
        self._amends_a_colleague(one, other)
        self._a_phone_lent(one, other)
        self._a_phone_gone_mad()
        self.month.phone_of(one).record_text('{"this": "is no fact"')
        for person_id in (one, other):
            self.month.send(person_id)

    def _next(self, kind: DiscrepancyKind) -> tuple[str, Visit, Visit]:
        """Another crate for this error: its code, the visit loading it at a hub, the one leaving it."""
        found = self._left.pop()
        self.crate_of[kind] = found[0]
        return found

    def _put(self, visit: Visit, *, before: Visit | None = None, after: Visit | None = None) -> None:
        beside = before or after
        at = next(
            n for n, each in enumerate(self.visits)
            if beside and (each.round_id, each.place_id) == (beside.round_id, beside.place_id)
        )  # fmt: skip
        self.visits.insert(at if before else at + 1, visit)

    def _drop(self, code: str, place_id: str | None = None) -> None:
        self.visits = list(without(self.visits, code, place_id=place_id))

    def _never_loaded(self) -> None:
        code, _, _ = self._next(DiscrepancyKind.NOT_PICKED)
        self._drop(code)

    def _kept_in_the_van(self) -> None:
        code, _, leaving = self._next(DiscrepancyKind.NOT_DROPPED)
        self._drop(code, leaving.place_id)

    def _left_elsewhere(self) -> None:
        code, _, leaving = self._next(DiscrepancyKind.WRONG_PLACE)
        self._drop(code, leaving.place_id)
        self._put(
            replace(leaving, place_id=self._elsewhere(leaving), drops=(code,), pickups=()), after=leaving
        )

    def _appears_at_the_hub(self) -> None:
        code, _, leaving = self._next(DiscrepancyKind.DROP_WITHOUT_PICKUP)
        self._drop(code)
        self._put(replace(leaving, drops=(code,), pickups=()), after=leaving)

    def _found_elsewhere(self) -> None:
        code, loading, _ = self._next(DiscrepancyKind.MOVED_WITHOUT_RECORD)
        self.visits = [
            replace(each, pickups=tuple(one for one in each.pickups if one != code))
            if (each.round_id, each.place_id) == (loading.round_id, loading.place_id)
            else each
            for each in self.visits
        ]
        self._put(
            replace(loading, place_id=self._elsewhere(loading), drops=(), pickups=(code,)), after=loading
        )

    def _claimed_by_two(self) -> None:
        code, loading, _ = self._next(DiscrepancyKind.DOUBLE_CLAIM)
        other = self._another_round(loading)
        self._put(replace(other, place_id=loading.place_id, drops=(), pickups=(code,)), before=loading)

    def _left_twice(self) -> None:
        code, _, leaving = self._next(DiscrepancyKind.DOUBLE_DROP)
        other = self._another_round(leaving)
        self.visits.append(replace(other, drops=(code,), pickups=()))

    def _offered_to_nobody(self) -> None:
        code, _, leaving = self._next(DiscrepancyKind.HANDOVER_OPEN)
        self._drop(code, leaving.place_id)
        self.month.aside.append(
            (leaving, Kind.HANDOVER_GIVEN, code, {"to": self._another_round(leaving).person_id})
        )

    def _taken_from_nobody(self) -> None:
        code, _, leaving = self._next(DiscrepancyKind.HANDOVER_ONE_SIDED)
        taker = replace(self._another_round(leaving), place_id=leaving.place_id)
        self.month.aside.append((taker, Kind.HANDOVER_TAKEN, code, {"from": leaving.person_id}))

    def _elsewhere(self, visit: Visit) -> str:
        """A place of the day that this round does not call at, and that is no hub."""
        own = {each.place_id for each in self.visits if each.round_id == visit.round_id}
        return next(
            each.place_id
            for each in self.visits
            if each.place_id not in own and each.drops and not each.pickups
        )

    def _another_round(self, visit: Visit) -> Visit:
        """A visit of somebody else's that leaves crates at a point."""
        return next(
            each for each in reversed(self.visits)
            if each.person_id != visit.person_id and each.drops and not each.pickups
        )  # fmt: skip

    def _two_people(self) -> tuple[str, str]:
        one, other, *_ = sorted({visit.person_id for visit in self.visits} - self.month.late)
        return one, other

    def _strangers(self, one: str, other: str) -> None:
        month, phone = self.month, self.month.phone_of(one)
        code = self._blank_label(DiscrepancyKind.UNKNOWN_CRATE)
        relay = self._another_round(self.visits[0]).place_id
        month.say(phone, Kind.PICKUP, place_id=relay, crates=[code], how="typed")
        month.say(phone, Kind.TEMPERATURE, place_id="R999", data={"temp_dc": 31})
        month.say(phone, Kind.INCIDENT, actor="P999", place_id=relay, data={"reason": "absent"})
        round_id = "u_" + uuid7(month.server.clock.at_ms, month.server.runtime.random_bytes(10))
        unplanned = {"unplanned": True, "title": "Dépannage"}
        month.say(month.phone_of(other), Kind.ROUND_STARTED, round_id=round_id, data=unplanned)
        [cold] = month.server.rows_of(
            "SELECT a.code FROM crate a JOIN consignment c ON c.pk = a.consignment_pk"
            " WHERE c.cls = 'frais_4' LIMIT 1"
        )
        month.say(phone, Kind.TEMPERATURE, place_id=relay, crates=[cold.code], data={"temp_dc": 112})

    def _blank_label(self, kind: DiscrepancyKind) -> str:
        """A good code that is on no crate yet, another one each time."""
        free = (new_code(STRANGE_CODE_NUMBER + n) for n in range(999))
        self.crate_of[kind] = next(code for code in free if code and code not in self.crate_of.values())
        return self.crate_of[kind]

    def _labels(self, one: str, other: str) -> None:
        month = self.month
        goods = [
            row.id
            for row in month.server.rows_of(
                "SELECT id FROM consignment WHERE status = 'active' ORDER BY id LIMIT 2"
            )
        ]
        twice = self._blank_label(DiscrepancyKind.LABEL_BOUND_TWICE)
        for person_id, consignment_id in zip((one, other), goods, strict=True):
            bound = {"consignment": consignment_id}
            month.say(month.phone_of(person_id), Kind.BIND, crates=[twice], data=bound)
        unused = self._blank_label(DiscrepancyKind.LABEL_UNUSED)
        for code in (unused, self._next(DiscrepancyKind.LABEL_NOT_BLANK)[0]):
            month.say(month.phone_of(one), Kind.BIND, crates=[code], data={"consignment": goods[0]})

    def _clocks(self, one: str, other: str) -> None:
        month, now_ms = self.month, self.month.server.clock.at_ms
        phone = month.phone_of(one)
        ahead_ms = now_ms + DAYS_AHEAD * 86_400_000
        month.say(phone, Kind.STOP_ARRIVED, place_id=self.visits[0].place_id, wall_ms=ahead_ms)
        doubtful = month.phone_of(other)
        # Switched on anew, the phone hears the time; then it goes off and comes back with a wrong one.
        mark = {"server_time": now_ms, "boot": 9_000_000}
        month.say(doubtful, Kind.CLOCK, data=mark, boot_ms=9_000_000, boot_key="bk2")
        early_ms = now_ms - 40 * 86_400_000
        month.say(
            doubtful, Kind.STOP_LEFT, place_id=self.visits[0].place_id, wall_ms=early_ms, boot_key="bk3"
        )
        everything = tuple(code for visit in self.visits for code in visit.drops)[:61]
        month.say(phone, Kind.INCIDENT, crates=everything, data={"reason": "breakdown"})

    def _a_door_taken_twice(self, one: str, other: str) -> None:
        first, second = self._next(DiscrepancyKind.COMPARTMENT_TAKEN), self._left.pop()
        bank = self.month.server.rows_of("SELECT place_id, id FROM compartment ORDER BY place_id, id")[0]
        for person_id, (code, _, _) in ((one, first), (other, second)):
            door = {"place_id": bank.place_id, "crates": [code], "data": {"compartment": bank.id}}
            self.month.say(self.month.phone_of(person_id), Kind.DROP, how="typed", **door)

    def _a_phone_lent(self, one: str, other: str) -> None:
        lent = self.month.phone_of(one)
        self.month.say(lent, Kind.STOP_LEFT, actor=other, place_id=self.visits[0].place_id)

    def _a_phone_gone_mad(self) -> None:
        """Somebody without a round, whose phone says again and again that it left the same place."""
        driving = {visit.person_id for visit in self.visits} | set(self.month.phones)
        [person] = self.month.server.rows_of(
            f"SELECT id FROM person WHERE id NOT IN ({', '.join(repr(each) for each in sorted(driving))})"
            " ORDER BY id LIMIT 1"
        )
        for _ in range(FACTS_A_DAY_MAX + 1):
            self.month.say(self.month.phone_of(person.id), Kind.STOP_LEFT, place_id=self.visits[0].place_id)
        self.month.send(person.id)

    def _amends_a_colleague(self, one: str, other: str) -> None:
        arrived = self.month.say(
            self.month.phone_of(one), Kind.STOP_ARRIVED, place_id=self.visits[0].place_id
        )
        self.month.say(self.month.phone_of(other), Kind.VOID, ref=arrived)


def _crates_by_hub(visits: Iterable[Visit]) -> list[tuple[str, Visit, Visit]]:
    """Crates that one person brings to a hub and another takes to their point."""
    taken, left = defaultdict[str, list[Visit]](list), defaultdict[str, list[Visit]](list)
    for visit in visits:
        for code in visit.pickups:
            taken[code].append(visit)
        for code in visit.drops:
            left[code].append(visit)
    return [
        (code, taken[code][1], left[code][1])
        for code in sorted(taken)
        if len(taken[code]) == len(left[code]) == 2 and taken[code][0].person_id != taken[code][1].person_id
    ]
