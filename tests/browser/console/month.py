"""A month of a real network: who drives what is read from the plan, and phones by hand say it was done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from shared.commission.local_time import local_offset_ms
from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess

CRATES_AT_ONCE = 60
MINUTES_A_STOP = 5


@dataclass(frozen=True, slots=True)
class Visit:
    """One round at one of its stops: crates left, then crates taken."""

    round_id: str
    person_id: str
    place_id: str
    drops: tuple[str, ...]
    pickups: tuple[str, ...]


@dataclass
class Month:
    """The phones of the co-op; `late` names those that say nothing until they are asked to."""

    server: ServerInProcess
    phones: dict[str, PhoneByHand] = field(default_factory=dict[str, PhoneByHand])
    late: set[str] = field(default_factory=set[str])
    # Said once all rounds are driven: who and where, what, of which crate.
    aside: list[tuple[Visit, Kind, str, dict[str, str]]] = field(
        default_factory=list[tuple[Visit, Kind, str, dict[str, str]]]
    )

    def be_at(self, day: str, hour: int) -> None:
        """Let time come to that hour of that day in France."""
        utc_ms = int(datetime.fromisoformat(day).replace(tzinfo=UTC, hour=hour).timestamp() * 1000)
        self.server.clock.at_ms = utc_ms - local_offset_ms(utc_ms)

    def phone_of(self, person_id: str) -> PhoneByHand:
        """A person's phone, enrolled when first needed."""
        if person_id not in self.phones:
            self.phones[person_id] = self.server.add_phone(person_id)
        return self.phones[person_id]

    def drive(self, day: str, visits: Iterable[Visit]) -> None:
        """Drives a day's rounds; each phone sends what it has when its last round is over."""
        self.be_at(day, 5)
        begun: list[tuple[str, str]] = []
        for visit in visits:
            phone = self.phone_of(visit.person_id)
            if (visit.round_id, visit.person_id) not in begun:
                begun.append((visit.round_id, visit.person_id))
                self.say(phone, Kind.ROUND_STARTED, round_id=visit.round_id)
            self.server.clock.forward(s=MINUTES_A_STOP * 60)
            self.act(phone, Kind.DROP, visit, visit.drops)
            self.act(phone, Kind.PICKUP, visit, visit.pickups)
        for visit, kind, code, data in self.aside:
            where = {"round_id": visit.round_id, "place_id": visit.place_id}
            self.say(self.phone_of(visit.person_id), kind, crates=[code], data=data, **where)
        self.aside.clear()
        for round_id, person_id in begun:
            self.say(self.phone_of(person_id), Kind.ROUND_CLOSED, round_id=round_id)
        for person_id in sorted({person_id for _, person_id in begun} - self.late):
            self.send(person_id)

    def act(self, phone: PhoneByHand, kind: Kind, visit: Visit, crates: tuple[str, ...]) -> None:
        """Crates taken or left, no more at once than a phone would say."""
        for first in range(0, len(crates), CRATES_AT_ONCE):
            some = crates[first : first + CRATES_AT_ONCE]
            self.say(phone, kind, round_id=visit.round_id, place_id=visit.place_id, crates=some, how="bulk")

    def say(self, phone: PhoneByHand, kind: Kind, **fields: Any) -> str:
        """One fact a second after the last; its id."""
        self.server.clock.forward(s=1)
        return phone.record(kind, **fields)

    def send(self, person_id: str) -> None:
        """Everything the phone has, again from its first fact: what arrived before counts once."""
        phone = self.phone_of(person_id)
        for first in range(1, len(phone.bodies) + 1, 100):
            phone.push(first, min(first + 99, len(phone.bodies)))

    def show_up(self, person_ids: Iterable[str]) -> None:
        """Phones that ask for news and have none."""
        for person_id in person_ids:
            self.phone_of(person_id).pull()

    def visits_of(self, day: str) -> list[Visit]:
        """The plan of a day as visits, rounds that feed a hub before those that empty it."""
        moves = self.server.rows_of(
            "SELECT m.round_id, m.crate_code, m.step, m.from_place_id, m.to_place_id"
            f" FROM crate_move m JOIN round r ON r.id = m.round_id WHERE r.date = '{day}'"
            " ORDER BY m.crate_code, m.step"
        )
        drops, pickups = defaultdict[Any, list[str]](list), defaultdict[Any, list[str]](list)
        first_step = defaultdict[str, int](lambda: 9)
        for round_id, code, step, from_id, to_id in moves:
            pickups[round_id, from_id].append(code)
            drops[round_id, to_id].append(code)
            first_step[round_id] = min(first_step[round_id], step)
        stops = self.server.rows_of(
            "SELECT s.round_id, r.helper_person_id, s.place_id FROM round_stop s"
            f" JOIN round r ON r.id = s.round_id WHERE r.date = '{day}' ORDER BY s.round_id, s.n"
        )
        found = [
            Visit(
                round_id,
                person_id,
                place_id,
                tuple(drops[round_id, place_id]),
                tuple(pickups[round_id, place_id]),
            )
            for round_id, person_id, place_id in stops
        ]
        return sorted(found, key=lambda visit: first_step[visit.round_id])


def without(visits: Iterable[Visit], *codes: str, place_id: str | None = None) -> Iterator[Visit]:
    """The visits as if nobody touched these crates, everywhere or at one place."""
    for visit in visits:
        if place_id not in (None, visit.place_id):
            yield visit
            continue
        drops = tuple(code for code in visit.drops if code not in codes)
        pickups = tuple(code for code in visit.pickups if code not in codes)
        yield replace(visit, drops=drops, pickups=pickups)
