"""The phone: a drop against a raw durable commit, opening a stop, importing the app, eight weeks of file."""

import gc
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from benchmarks.measure import RUNS, Timing, ratio, timed
from mobile.store.database import FILE_NAME
from mobile.store.pulled import RowChange
from mobile.store.rounds import round_plan, rounds_today
from mobile.store.stops import stop_plan
from tests.builders_phone import (
    FARM,
    HELPER,
    HUB,
    OTHER_FARM,
    RELAY,
    ROUND,
    Hands,
    a_consignment,
    a_crate,
    a_person,
    a_place,
    a_round,
    a_small_round,
    an_enrolled_phone,
    crate_codes,
)

DROPS = 400
CRATES_OF_A_STOP = 60
WEEKS = 8
ROUNDS_A_WEEK = 2
STOPS_OF_A_ROUND = 10
CRATES_OF_A_ROUND = 150
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "fullfsync = 1", "checkpoint_fullfsync = 1")
# The high-water mark of this program alone: getrusage also counts the parent's before the exec.
_TELL_COST = (
    "import time; from pathlib import Path\n"
    "peak = Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]\n"
    "print(time.process_time(), peak)"
)
_INSERT_FACT = (
    "INSERT INTO logged_fact (seq, id, kind, n, wall_ms, round_id, place_id, intent_id, hash, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_MOVEMENT = (
    "INSERT INTO own_movement (code, seq, fact_id, kind, actor_id, round_id, place_id, at_ms, reason)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def measure_recording(drops: int = DROPS) -> dict[str, Any]:
    """Seconds to record one drop, and to commit the same rows raw into a copy of the same file, in turns."""
    with tempfile.TemporaryDirectory() as name:
        codes = crate_codes(drops)
        bruno = an_enrolled_phone(Path(name) / "phone", a_small_round(codes))
        for start in range(0, drops, CRATES_OF_A_STOP):
            bruno.pick_up(*codes[start : start + CRATES_OF_A_STOP])
        with closing(_copy_of(bruno, Path(name) / "raw.db")) as raw:
            recorded, committed = _in_turns(bruno, raw, codes)
        bruno.store.close()
    return {
        "record": recorded.as_json() | {"p99_s": _p99(recorded)},
        "raw_commit": committed.as_json() | {"p99_s": _p99(committed)},
        "ratio": ratio(recorded, committed),
    }


def measure_opening_a_stop(runs: int = 50) -> dict[str, Any]:
    """Seconds to read a stop of 60 crates, its round, and today's rounds, on a phone eight weeks old."""
    with tempfile.TemporaryDirectory() as name:
        bruno = an_enrolled_phone(Path(name), eight_weeks())
        for round_id in _round_ids()[1:]:
            codes = [code for code, _ in _crates_of(round_id)]
            bruno.pick_up(*codes, round_id=round_id, even_if_odd=True)
            bruno.drop(*codes, round_id=round_id)
        bruno.pick_up(*[code for code, _ in _crates_of(ROUND)][: CRATES_OF_A_STOP // 2])
        stop = timed(lambda: stop_plan(bruno.store, ROUND, FARM), runs)
        whole = timed(lambda: round_plan(bruno.store, ROUND), runs)
        today = timed(lambda: rounds_today(bruno.store, date(2026, 11, 6)), runs)
        plan = stop_plan(bruno.store, ROUND, FARM)
        assert plan is not None
        assert len(plan.pickups) == CRATES_OF_A_STOP
        bruno.store.close()
    return {
        "crates_of_the_stop": CRATES_OF_A_STOP,
        "crates_of_the_round": CRATES_OF_A_ROUND,
        "stop": stop.as_json(),
        "round": whole.as_json(),
        "today": today.as_json(),
    }


def measure_import(runs: int = RUNS) -> dict[str, Any]:
    """Processor seconds and memory of a new process that imports the app, beside the libraries alone."""
    imports = {
        "app": "import mobile.app.root, mobile.app.phones",
        "store_and_actions": "import mobile.store.rounds, mobile.actions.record_drop, mobile.sync.worker",
        "libraries": "import flet, sqlmodel, httpx, pydantic",
        "nothing": "pass",
    }
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in imports}
    for _ in range(runs):
        for name, what in imports.items():
            told = subprocess.run(
                [sys.executable, "-c", f"{what}\n{_TELL_COST}"], capture_output=True, text=True, check=True
            )
            seconds, kilobytes = told.stdout.split()
            measured[name].append((float(seconds), float(kilobytes) / 1000))
    return {
        name: {
            "median_s": round(median(seconds for seconds, _ in found), 3),
            "rss_mb": round(median(memory for _, memory in found), 1),
        }
        for name, found in measured.items()
    }


def measure_size() -> dict[str, Any]:
    """Bytes of the phone's file after eight weeks: two rounds a week, each with its facts."""
    with tempfile.TemporaryDirectory() as name:
        bruno = an_enrolled_phone(Path(name), eight_weeks())
        for round_id in _round_ids():
            codes = [code for code, _ in _crates_of(round_id)]
            for code in codes:
                bruno.pick_up(code, round_id=round_id, even_if_odd=True)
            for code in codes:
                bruno.drop(code, round_id=round_id)
        bruno.store.close()
        size = os.path.getsize(Path(name) / FILE_NAME)
    facts = 2 * CRATES_OF_A_ROUND * ROUNDS_A_WEEK * WEEKS
    return {"bytes": size, "facts": facts, "crates": facts // 2, "bytes_a_fact": round(size / facts)}


def eight_weeks() -> list[RowChange]:
    """What a helper's phone holds after eight weeks of rounds."""
    rows = [
        a_place(FARM, "Ferme des Ajoncs", "farm"),
        a_place(OTHER_FARM, "Ferme du Pré", "farm"),
        a_place(HUB, "Plateforme de Nozay", "hub"),
        a_place(RELAY, "Épicerie du bourg", "relay"),
        *(a_person(f"P{number:03d}", f"Ferme numéro {number}", f"F{number:03d}") for number in range(1, 122)),
        *(a_place(f"R{number:03d}", f"Point relais {number}", "relay") for number in range(10, 111)),
        a_person(HELPER, "Bruno"),
    ]
    for week, round_id in enumerate(_round_ids()):
        day = date(2026, 11, 6) - timedelta(days=7 * (week // ROUNDS_A_WEEK))
        rows.append(
            a_round([FARM, OTHER_FARM, HUB, *(f"R{n:03d}" for n in range(10, 18))], round_id, day.isoformat())
        )
        goods: dict[str, int] = {}
        for at, (code, cons_id) in enumerate(_crates_of(round_id)):
            goods[cons_id] = goods.get(cons_id, 0) + 1
            start = FARM if at < CRATES_OF_A_STOP else OTHER_FARM
            rows.append(a_crate(code, [(round_id, start, HUB), (f"{round_id}b", HUB, RELAY)], cons_id))
        rows += [a_consignment(cons_id, crates) for cons_id, crates in goods.items()]
    return rows


def _round_ids() -> list[str]:
    return [ROUND, *(f"{ROUND}_{number}" for number in range(1, WEEKS * ROUNDS_A_WEEK))]


def _crates_of(round_id: str) -> list[tuple[str, str]]:
    start = _round_ids().index(round_id) * CRATES_OF_A_ROUND + 1
    codes = crate_codes(CRATES_OF_A_ROUND, start=start)
    return [(code, f"c_{round_id}_{at // 4}") for at, code in enumerate(codes)]


def _copy_of(bruno: Hands, path: Path) -> sqlite3.Connection:
    with (
        closing(sqlite3.connect(bruno.store.folder / FILE_NAME)) as source,
        closing(sqlite3.connect(path)) as target,
    ):
        source.backup(target)
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _in_turns(bruno: Hands, raw: sqlite3.Connection, codes: tuple[str, ...]) -> tuple[Timing, Timing]:
    """One and the other by turns, so that whatever else the machine does weighs on both alike."""
    recorded: list[float] = []
    committed: list[float] = []
    gc.disable()
    for at, code in enumerate(codes):
        start = perf_counter()
        bruno.drop(code)
        recorded.append(perf_counter() - start)
        fact, movement = _rows_of(code, 10_000 + at)
        start = perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(_INSERT_FACT, fact)
        raw.execute(_INSERT_MOVEMENT, movement)
        raw.execute("COMMIT")
        committed.append(perf_counter() - start)
    gc.enable()
    # The first ones fill the caches.
    return Timing(tuple(recorded[20:])), Timing(tuple(committed[20:]))


def _rows_of(code: str, seq: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    fact_id = f"0199c1f2-0000-7000-8000-{seq:012d}"
    body = json.dumps({"v": 1, "id": fact_id, "crates": [code], "filler": "x" * 380})
    fact = (seq, fact_id, "drop", seq, 1_793_944_800_000, ROUND, HUB, fact_id, bytes(32), body)
    return fact, (code, seq, fact_id, "drop", HELPER, ROUND, HUB, 1_793_944_800_000, None)


def _p99(timing: Timing) -> float:
    return round(quantiles(timing.runs_s, n=100)[98], 6)
