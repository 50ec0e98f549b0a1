"""The phones whose screens are shown: a new one, one at rest, one of the demonstration, a crowded one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mobile.actions.hold_phone import SetPin, set_pin
from mobile.device.clock import SeededRandomness, SetClock
from mobile.store.database import Store, open_store
from mobile.store.lines import lines_of_period, period_totals
from mobile.store.pulled import RowChange
from mobile.store.rounds import round_plan, rounds_known
from mobile.sync.engine import sync_once
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from sync_server.demo.programs import free_port
from sync_server.demo.week import NEXT_DAY, drive_first_week, found_week, prepare_next_week
from tests.builders_phone import (
    HELPER,
    a_consignment,
    a_crate,
    a_person,
    a_place,
    a_round,
    an_enrolled_phone,
    crate_codes,
)
from tests.builders_phone_bank import MORE_DOORS, a_locker_round, bank_row

NEW, AT_REST, HELPING, CROWDED, LOCKED = "nouveau", "repos", "aidant", "chargee", "verrou"
AT_BANK = "consigne"
LOADED = "a-bord"
CROWDED_ROUND, LONG_FARM, LONG_RELAY = "r_crowded", "F900", "R900"
LONG_NAME = "GAEC des Tilleuls de la Vieille Forge du Bois Joli"
CRATES_OF_THE_CROWD = 60
HOUR_MS = 3_600_000
TIME_ZONE = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Cast:
    """What the addresses of the screens need: the helper's round, two of its stops, one commission line."""

    wall_ms: int
    round_id: str
    pickup_place: str
    drop_place: str
    line_key: str


def gather(folder: Path) -> Cast:
    """Every phone in a folder of its own below `folder`; most of the work is the demonstration's."""
    wall_ms = int(datetime.fromisoformat(f"{NEXT_DAY}T08:10").replace(tzinfo=TIME_ZONE).timestamp() * 1000)
    store = _helper_of_the_demonstration(folder, wall_ms)
    try:
        cast = _read_cast(store, wall_ms)
    finally:
        store.close()
    open_store(folder / NEW).close()
    an_enrolled_phone(folder / AT_REST, [a_person(HELPER, "Bruno")]).store.close()
    locked = an_enrolled_phone(folder / LOCKED, [a_person(HELPER, "Bruno")])
    set_pin(SetPin("271828"), locked.store, locked.clock, locked.randomness)
    locked.store.close()
    an_enrolled_phone(folder / CROWDED, [*a_crowd(), *a_season()]).store.close()
    an_enrolled_phone(folder / LOADED, crates_aboard()).store.close()
    _arrive_at_a_bank(folder, wall_ms)
    return cast


def _helper_of_the_demonstration(folder: Path, wall_ms: int) -> Store:
    week = found_week(folder / "demo", lambda _news: None)
    try:
        server, _ = drive_first_week(week, free_port())
        helper = prepare_next_week(week)
        (week.phones_folder / helper).rename(folder / HELPING)
        store = open_store(folder / HELPING)
        outcome = sync_once(
            store,
            HttpPeer(open_http_client(), server.url),
            SetClock(wall_ms, wall_ms - 10**7),
            SeededRandomness(5),
        )
        server.stop()
        assert isinstance(outcome, Synced), outcome
        return store
    finally:
        week.runtime.database.close()


def _read_cast(store: Store, wall_ms: int) -> Cast:
    of_the_day = [one for one in rounds_known(store) if one.date.isoformat() == NEXT_DAY]
    round_id = max(of_the_day, key=lambda one: one.stop_count).round_id
    plan = round_plan(store, round_id)
    assert plan is not None
    pickup = max(plan.stops, key=lambda stop: stop.pickups.total)
    drop = max(plan.stops, key=lambda stop: stop.drops.total)
    period = period_totals(store)[0].period
    line = max(lines_of_period(store, period), key=lambda each: each.amount_cents)
    return Cast(wall_ms, round_id, pickup.place_id, drop.place_id, line.key)


def _arrive_at_a_bank(folder: Path, wall_ms: int) -> None:
    """A helper with crates for a locker bank of which two doors are taken and one does not work."""
    cold, plain, other = crate_codes(4), crate_codes(1, start=50), crate_codes(1, start=90)
    behind = {"crates": [*other], "since_ms": wall_ms - HOUR_MS, "event": "e"}
    doors = bank_row({"A1": behind, "B3": behind}, {"B1": {"since_ms": wall_ms - HOUR_MS, "event": "i"}})
    hands = an_enrolled_phone(folder / AT_BANK, [*a_locker_round(cold, plain, NEXT_DAY, MORE_DOORS), doors])
    hands.pick_up(*cold, *plain)
    hands.store.close()


def a_crowd() -> list[RowChange]:
    """Sixty crates with the longest names a farm has, from one stop to another."""
    codes = crate_codes(CRATES_OF_THE_CROWD)
    return [
        a_place(LONG_FARM, LONG_NAME, "farm"),
        a_place(LONG_RELAY, f"Point relais de {LONG_NAME}", "relay"),
        a_person("P900", LONG_NAME, LONG_FARM),
        a_person(HELPER, "Bruno"),
        a_round([LONG_FARM, LONG_RELAY], CROWDED_ROUND, NEXT_DAY),
        a_consignment("c_900", CRATES_OF_THE_CROWD, "P900", LONG_RELAY),
        *(
            a_crate(code, [(CROWDED_ROUND, LONG_FARM, LONG_RELAY)], "c_900", rank=n, of=CRATES_OF_THE_CROWD)
            for n, code in enumerate(codes, 1)
        ),
    ]


def a_season() -> list[RowChange]:
    """Thirty more rounds, before the day and after it."""
    rows: list[RowChange] = []
    for away in (*range(-15, 0), *range(1, 16)):
        day = (date.fromisoformat(NEXT_DAY) + timedelta(days=away)).isoformat()
        row = a_round([LONG_FARM, LONG_RELAY], f"r_{day}_01", day)
        assert row.content is not None
        row.content["status"] = "closed" if away < 0 else "planned"
        rows.append(row)
    return rows


def crates_aboard() -> list[RowChange]:
    """Eight crates in the helper's hands, and somebody to hand them to."""
    moves = [(CROWDED_ROUND, LONG_FARM, LONG_RELAY)]
    return [
        *(row for row in a_crowd() if row.table != "crate"),
        a_person("P004", "Chloé Marchand"),
        *(
            a_crate(code, moves, "c_900", {"by": HELPER}, rank=n, of=8, event="e_1", since_ms=1)
            for n, code in enumerate(crate_codes(8), 1)
        ),
    ]
