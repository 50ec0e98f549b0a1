"""Phones for tests: an enrolled store with a small round, and a person's hands on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobile.actions.arrive_at_stop import ArriveAtStop, arrive_at_stop
from mobile.actions.crate_acts import CrateException
from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.actions.recording import new_intent_id
from mobile.actions.undo_record import UndoRecord, undo_record
from mobile.device.clock import SeededRandomness, SetClock
from mobile.store.database import Store, open_store
from mobile.store.enrolment import Enrolment
from mobile.store.pulled import PulledPage, RowChange, keep_page
from shared.custody.codes import new_code

FRIDAY_MORNING_MS = 1_793_944_800_000
ROUND = "r_2026-11-06_01"
FARM, OTHER_FARM, HUB, RELAY = "F001", "F002", "R001", "R002"
HELPER, PRODUCER = "P003", "P001"


def crate_codes(count: int, start: int = 1) -> tuple[str, ...]:
    """`count` crate codes that pass the check."""
    codes: list[str] = []
    number = start * 1000
    while len(codes) < count:
        code = new_code(number)
        number += 1
        if code is not None:
            codes.append(code)
    return tuple(codes)


def a_place(place_id: str, name: str, role: str) -> RowChange:
    """The row of a place."""
    content = {"name": name, "role": role, "lat": 47.2, "lon": -1.5, "area": None, "note": None}
    return RowChange("place", place_id, {**content, "keeper": None, "compartments": []})


def a_person(person_id: str, name: str, farm: str | None = None) -> RowChange:
    """The row of a person."""
    return RowChange("person", person_id, {"name": name, "farm": farm})


def a_round(stops: Sequence[str], round_id: str = ROUND, day: str = "2026-11-06") -> RowChange:
    """The row of a round that visits these places in order."""
    return RowChange(
        "round",
        round_id,
        {
            "date": day,
            "title": "Tournée de Bruno",
            "helper": HELPER,
            "status": "planned",
            "stops": [
                {"n": n, "place": place_id, "planned_at": f"{6 + n:02d}:00", "pickups": 0, "drops": 0}
                for n, place_id in enumerate(stops, start=1)
            ],
        },
    )


def a_consignment(cons_id: str, crates: int, producer: str = PRODUCER, place: str = RELAY) -> RowChange:
    """The row of a consignment."""
    content = {"producer": producer, "place": place, "date": "2026-11-06", "crates": crates}
    return RowChange("cons", cons_id, {**content, "cls": "frais_4", "label": "Fromages"})


def a_crate(
    code: str,
    moves: Sequence[tuple[str, str, str]],
    cons_id: str = "c_2026-11-06_P001_R002",
    state: dict[str, Any] | None = None,
    **more: Any,
) -> RowChange:
    """The row of a crate with its (round, from, to) moves."""
    content: dict[str, Any] = {
        "cons": cons_id,
        "rank": 1,
        "of": 1,
        "moves": [{"round": round_id, "from": start, "to": end} for round_id, start, end in moves],
        "state": state,
        "since_ms": None,
        "event": None,
    }
    return RowChange("crate", code, {**content, **more})


def a_small_round(codes: Sequence[str]) -> list[RowChange]:
    """One farm, one hub: every crate goes from the farm to the hub, in one round."""
    return [
        a_place(FARM, "Ferme des Ajoncs", "farm"),
        a_place(HUB, "Plateforme de Nozay", "hub"),
        a_place(RELAY, "Épicerie du bourg", "relay"),
        a_person(PRODUCER, "Ferme des Ajoncs", FARM),
        a_person(HELPER, "Bruno"),
        a_round([FARM, HUB]),
        a_consignment("c_2026-11-06_P001_R002", len(codes)),
        *(a_crate(code, [(ROUND, FARM, HUB)], rank=n, of=len(codes)) for n, code in enumerate(codes, 1)),
    ]


def give_rows(store: Store, rows: Sequence[RowChange], cursor: str = "cursor-1") -> None:
    """Keep rows as a sync would have."""
    with store.writing() as connection:
        keep_page(connection, PulledPage(tuple(rows), cursor, has_more=False, is_reset=False), None)


@dataclass
class Hands:
    """A person with a phone: every act goes through the real action, with its own intent."""

    store: Store
    clock: SetClock = field(default_factory=lambda: SetClock(FRIDAY_MORNING_MS, FRIDAY_MORNING_MS - 10**7))
    randomness: SeededRandomness = field(default_factory=lambda: SeededRandomness(7))

    def intent(self) -> str:
        """A screen was shown: a new intent, a little later."""
        self.clock.advance(20_000)
        return new_intent_id(self.clock, self.randomness)

    def pick_up(
        self,
        *crates: str,
        at: str = FARM,
        round_id: str = ROUND,
        exceptions: tuple[CrateException, ...] = (),
        even_if_odd: bool = False,
    ) -> RecordOutcome:
        """Take crates."""
        act = RecordPickup(
            self.intent(), round_id, at, crates, exceptions=exceptions, even_if_odd=even_if_odd
        )
        return record_pickup(act, self.store, self.clock, self.randomness)

    def drop(
        self,
        *crates: str,
        at: str = HUB,
        round_id: str = ROUND,
        exceptions: tuple[CrateException, ...] = (),
        even_if_odd: bool = False,
    ) -> RecordOutcome:
        """Leave crates."""
        act = RecordDrop(self.intent(), round_id, at, crates, exceptions=exceptions, even_if_odd=even_if_odd)
        return record_drop(act, self.store, self.clock, self.randomness)

    def arrive(self, at: str, round_id: str = ROUND) -> RecordOutcome:
        """Be at a stop."""
        return arrive_at_stop(
            ArriveAtStop(self.intent(), round_id, at), self.store, self.clock, self.randomness
        )

    def undo(self, recorded: RecordOutcome) -> RecordOutcome:
        """Withdraw what was just recorded."""
        assert isinstance(recorded, Recorded)
        return undo_record(UndoRecord(self.intent(), recorded.ids), self.store, self.clock, self.randomness)


def an_enrolled_phone(
    folder: Path, rows: Sequence[RowChange] = (), person_id: str = HELPER, seed: int = 7
) -> Hands:
    """A phone that knows its person and holds these rows."""
    store = open_store(folder)
    if store.enrolment is None:
        store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000001", person_id, "token"))
    if rows:
        give_rows(store, rows)
    return Hands(store, randomness=SeededRandomness(seed))
