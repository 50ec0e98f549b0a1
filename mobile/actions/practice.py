"""A practice round: invented goods in a store of its own, so that all can be tried and nothing counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mobile.device.clock import Clock
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.pulled import PulledPage, RowChange, keep_page
from shared.commission.local_time import local_date
from shared.custody.codes import new_code

HELPER, FARMER, OTHER_FARMER = "P_practice", "P_practice_1", "P_practice_2"
FARM, OTHER_FARM, RELAY, LOCKERS = ("F_practice_1", "F_practice_2", "R_practice_1", "R_practice_2")
ROUND = "r_practice"
# Somewhere in the fields north of Nantes: no place of the network has these names, any pin would do.
LAT, LON = 47.45, -1.58


@dataclass(frozen=True, slots=True)
class PracticeNames:
    """What the invented people, places and goods are called, in the person's language."""

    round: str
    helper: str
    farm: str
    other_farm: str
    relay: str
    lockers: str
    cheese: str
    vegetables: str
    note: str


@dataclass(frozen=True, slots=True)
class _Lot:
    producer: str
    start: str
    end: str
    label: str
    cls: str
    crates: int

    @property
    def id(self) -> str:
        """As consignments are named, of a day that is no day."""
        return f"c_practice_{self.producer[-1]}_{self.end}"


def fill_practice(store: Store, clock: Clock, names: PracticeNames) -> None:
    """Two farms, nine crates, a relay point and a bank of lockers: today's round of whoever tries it.

    The credential is none: no server has this address, and no token is kept.
    """
    store.save_enrolment(Enrolment("", "d_practice", HELPER, ""))
    day = local_date(clock.wall_ms()).isoformat()
    lots = (
        _Lot(FARMER, FARM, RELAY, names.cheese, "frais_4", 4),
        _Lot(OTHER_FARMER, OTHER_FARM, RELAY, names.vegetables, "ambiant", 3),
        _Lot(OTHER_FARMER, OTHER_FARM, LOCKERS, names.vegetables, "ambiant", 2),
    )
    rows = [*_people_and_places(names), _round(names, day), *_goods(lots, day)]
    with store.writing() as connection:
        keep_page(connection, PulledPage(tuple(rows), "practice", has_more=False, is_reset=True), None)


def _people_and_places(names: PracticeNames) -> list[RowChange]:
    lockers = [{"id": f"{row}{n}", "size": "M", "cold": row == "A"} for row in "AB" for n in (1, 2, 3)]
    return [
        RowChange("me", HELPER, {"name": names.helper, "roles": "helper", "helper": True}),
        RowChange("person", HELPER, {"name": names.helper, "farm": None}),
        RowChange("person", FARMER, {"name": names.farm, "farm": FARM}),
        RowChange("person", OTHER_FARMER, {"name": names.other_farm, "farm": OTHER_FARM}),
        _place(FARM, names.farm, "farm", note=names.note),
        _place(OTHER_FARM, names.other_farm, "farm"),
        _place(RELAY, names.relay, "relay"),
        _place(LOCKERS, names.lockers, "locker", lockers),
    ]


def _place(
    place_id: str, name: str, role: str, compartments: Sequence[dict[str, Any]] = (), note: str = ""
) -> RowChange:
    content = {"name": name, "role": role, "lat": LAT, "lon": LON, "area": "", "note": note}
    return RowChange("place", place_id, {**content, "keeper": None, "compartments": list(compartments)})


def _round(names: PracticeNames, day: str) -> RowChange:
    stops = ((FARM, "08:00"), (OTHER_FARM, "08:30"), (RELAY, "09:10"), (LOCKERS, "09:40"))
    listed = [
        {"n": n, "place": place_id, "planned_at": hour, "pickups": 0, "drops": 0}
        for n, (place_id, hour) in enumerate(stops, start=1)
    ]
    content = {"date": day, "title": names.round, "helper": HELPER, "status": "planned", "stops": listed}
    return RowChange("round", ROUND, content)


def _goods(lots: Sequence[_Lot], day: str) -> list[RowChange]:
    rows: list[RowChange] = []
    codes = iter(_codes(sum(lot.crates for lot in lots)))
    for lot in lots:
        goods = {"producer": lot.producer, "place": lot.end, "date": day, "crates": lot.crates}
        rows.append(RowChange("cons", lot.id, {**goods, "cls": lot.cls, "label": lot.label}))
        for rank in range(1, lot.crates + 1):
            crate = {
                "cons": lot.id,
                "rank": rank,
                "of": lot.crates,
                "moves": [{"round": ROUND, "from": lot.start, "to": lot.end}],
                "state": None,
                "since_ms": None,
                "event": None,
            }
            rows.append(RowChange("crate", next(codes), crate))
    return rows


def _codes(count: int) -> list[str]:
    """The first codes there are, which no label bears: labels are drawn by chance among 34 billion."""
    found: list[str] = []
    number = 0
    while len(found) < count:
        code = new_code(number)
        number += 1
        if code is not None:
            found.append(code)
    return found
