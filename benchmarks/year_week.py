"""One week driven: each crate scanned four times and pushed, some of them wrong, then decided."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from benchmarks.year_plan import (
    COORDINATOR,
    CREWS,
    HUB,
    collection,
    collector,
    deliverer,
    delivery,
    farm,
    point,
)
from shared.custody.bodies import write_body
from shared.custody.decisions import Resolution
from shared.custody.events import ClockMark, Fact, Kind
from shared.custody.resolutions import OFFERED
from shared.ids import uuid4, uuid7
from shared.sync.hashchain import chain_hashes, log_start
from shared.sync.protocol import PUSH_MAX_EVENTS, SYNCS_A_MINUTE
from sync_server.accounts.devices import add_device
from sync_server.api.rate import Rate
from sync_server.api.sync import answer_sync
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.reconciliation.queries import ItemFilter, open_items
from sync_server.upkeep.deciding import Decided, Wanted, decide

# Every so many crates one is left in the van, told dropped by somebody else too, or never picked up.
LEFT_IN_THE_VAN, DROPPED_TWICE, NEVER_PICKED = 61, 97, 113
# Local six o'clock of a Friday on which summer time is over.
MORNING_UTC_MS = 5 * 3_600_000


@dataclass(slots=True)
class Bytes:
    """Random bytes that are the same in every run."""

    turns: int = 0

    def __call__(self, size: int) -> bytes:
        self.turns += 1
        return sha256(f"year {self.turns}".encode()).digest()[:size]


@dataclass(slots=True)
class Phone:
    """A helper's phone: its token, its log, what it has not pushed yet."""

    person_id: str
    device_id: str
    token: str
    log_id: str
    bodies: list[str] = field(default_factory=list[str])

    def record(self, kind: Kind, at_ms: int, random: Bytes, **fields: Any) -> None:
        """Appends a fact."""
        n = len(self.bodies) + 1
        clock = ClockMark(at_ms, 88_000_000 + n * 1000, "9f3c5a7bd1e2f304")
        id_ = uuid7(at_ms, random(10))
        fact = Fact(id_, kind, self.person_id, self.device_id, "1.0.0", clock, n, **fields)
        self.bodies.append(write_body(fact))


def drive_week(runtime: Runtime, day: date, crates: list[tuple[int, int, str]]) -> None:
    """Everybody's day, recorded on twenty phones and pushed through the sync door, 200 facts at a time."""
    random = Bytes()
    start_ms = (day - date(1970, 1, 1)).days * 86_400_000 + MORNING_UTC_MS
    iso = day.isoformat()
    phones: dict[str, Phone] = {}
    with begin(runtime.database) as session:
        for person in (*map(collector, range(CREWS)), *map(deliverer, range(CREWS))):
            device = add_device(session, person, start_ms, random)
            phones[person] = Phone(person, device.id, device.token, uuid4(random(16)))
    by_crew: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for crate in crates:
        by_crew[collector(crate[0] % CREWS)].append(crate)
        by_crew[deliverer(crate[1] % CREWS)].append(crate)
    for crew in range(CREWS):
        _collect(phones[collector(crew)], collection(iso, crew), start_ms, by_crew[collector(crew)], random)
        later_ms = start_ms + 4 * 3_600_000
        _deliver(phones, crew, iso, later_ms, by_crew[deliverer(crew)], random)
    for phone in phones.values():
        _push(runtime, phone)


def _collect(
    phone: Phone, round_id: str, at_ms: int, crates: Iterable[tuple[int, int, str]], random: Bytes
) -> None:
    listed = list(crates)
    phone.record(Kind.ROUND_STARTED, at_ms, random, round_id=round_id)
    for step, kind in enumerate((Kind.PICKUP, Kind.DROP)):
        for n, (origin, _, code) in enumerate(listed, start=1):
            if n % NEVER_PICKED == 0:
                continue
            place = HUB if step else farm(origin)
            when = at_ms + step * 7_200_000 + n * 5_000
            phone.record(
                kind, when, random, round_id=round_id, place_id=place, crates=(code,), how="qr",
                data={"temp_dc": 35},
            )  # fmt: skip
    phone.record(Kind.ROUND_CLOSED, at_ms + 4 * 3_600_000 - 60_000, random, round_id=round_id)


def _deliver(
    phones: dict[str, Phone],
    crew: int,
    day: str,
    at_ms: int,
    crates: list[tuple[int, int, str]],
    random: Bytes,
) -> None:
    phone, round_id = phones[deliverer(crew)], delivery(day, crew)
    phone.record(Kind.ROUND_STARTED, at_ms, random, round_id=round_id)
    for step, kind in enumerate((Kind.PICKUP, Kind.DROP)):
        for n, (_, to, code) in enumerate(crates, start=1):
            if step and n % LEFT_IN_THE_VAN == 0:
                continue
            what: dict[str, Any] = {
                "round_id": round_id, "place_id": point(to) if step else HUB, "crates": (code,), "how": "qr",
            }  # fmt: skip
            when = at_ms + step * 7_200_000 + n * 5_000
            phone.record(kind, when, random, **what)
            if step and n % DROPPED_TWICE == 0:
                other = phones[deliverer((crew + 1) % CREWS)]
                there = point((to + 1) % CREWS)
                other.record(kind, when + 60_000, random, **what | {"place_id": there})
    for to in sorted({to for _, to, _ in crates}):
        told = {"left": 4, "taken": 3}
        phone.record(
            Kind.EMPTIES, at_ms + 13_000_000 + to, random, round_id=round_id, place_id=point(to), data=told
        )
    phone.record(
        Kind.INCIDENT, at_ms + 13_500_000, random, round_id=round_id, place_id=HUB, data={"reason": "absent"}
    )
    phone.record(Kind.ROUND_CLOSED, at_ms + 14_000_000, random, round_id=round_id)


def _push(runtime: Runtime, phone: Phone) -> None:
    raw = [body.encode() for body in phone.bodies]
    start = log_start(phone.log_id)
    hashes = [start, *chain_hashes(start, raw)]
    for first in range(0, len(raw), PUSH_MAX_EVENTS):
        last = min(first + PUSH_MAX_EVENTS, len(raw))
        log = {
            "id": phone.log_id, "first": first + 1, "prev": hashes[first].hex(), "head": hashes[last].hex(),
            "events": phone.bodies[first:last],
        }  # fmt: skip
        request = {"proto": 1, "nonce": "n", "app": "1.0.0", "cursor": None, "max_rows": 0, "log": log}
        answer = answer_sync(runtime, Rate(SYNCS_A_MINUTE), phone.token, json.dumps(request).encode())
        told = json.loads(answer)["log"]
        if told["status"] != "ok" or told["quarantined"]:
            raise AssertionError(told)


def decide_all(runtime: Runtime) -> int:
    """A coordinator settles every open item in the first way offered that can be; how many are left open."""
    random = Bytes(1_000_000)
    with read(runtime.database) as session:
        items = open_items(session, ItemFilter())
    for item in items:
        for resolution in OFFERED[item.kind]:
            wanted = Wanted(
                item.id,
                uuid7(runtime.now_ms(), random(10)),
                COORDINATOR,
                "Vu avec les deux",
                frozenset(item.event_ids),
                resolution,
                item.event_ids[:1] if resolution is Resolution.ATTRIBUTED else item.event_ids,
            )
            with begin(runtime.database) as session:
                outcome = decide(session, wanted, runtime.now_ms(), random)
            if isinstance(outcome, Decided):
                break
    with read(runtime.database) as session:
        return len(open_items(session, ItemFilter(is_blocking=True)))
