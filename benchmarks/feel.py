"""How the phone feels: from the start of the process to the round, and from a tap to what Flet sends for it.

Flet's own session, page, difference and codec run; the client that paints is not measured here. Processor
seconds, of every thread: a busy machine stretches them little.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.measure import RUNS, Timing, ratio
from mobile.app.opening import app_on
from mobile.app.phones import Phones, http_peers
from mobile.device.clock import SeededRandomness, SetClock
from mobile.screens.routes import stop_route
from mobile.store.pulled import RowChange
from tests.builders_phone import (
    FARM,
    FRIDAY_MORNING_MS,
    HELPER,
    HUB,
    PRODUCER,
    RELAY,
    ROUND,
    a_consignment,
    a_crate,
    a_person,
    a_place,
    a_round,
    an_enrolled_phone,
    crate_codes,
)
from tests.mobile.headless import HeadlessApp, controls_under, headless

STOPS = (10, 60, 250)
CRATES_OF_A_CONSIGNMENT = 4
# What the server leaves on a phone: 45 days (docs/decisions/0161). Older facts stand in the log alone.
ROUNDS_KEPT, CRATES_OF_A_ROUND = 14, 150
FACTS = 20_000
TAPS = 20
_OPEN = """
import asyncio, sys, time
from pathlib import Path
from mobile.app.opening import app_on
from mobile.app.phones import Phones, http_peers
from mobile.device.clock import SeededRandomness, SetClock
from tests.mobile.headless import headless

async def see() -> None:
    clock = SetClock(int(sys.argv[2]), 10**8)
    phones = Phones(Path(sys.argv[1]), clock, SeededRandomness(3), http_peers(), is_syncing=False)
    async with headless(app_on(phones)) as app:
        assert "next-stop-card" in app.identifiers(), app.identifiers()
        print(time.process_time())

asyncio.run(see())
"""
_LIBRARIES = "import time, flet, sqlmodel, httpx, pydantic; print(time.process_time())"


def measure_feel(facts: int = FACTS, runs: int = RUNS, taps: int = TAPS) -> dict[str, Any]:
    """Opening on the round against importing the libraries alone; taps at 250 crates against taps at 10."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _a_long_life(folder / "phone", facts)
        alone: list[float] = []
        opened: list[float] = []
        for _ in range(runs):
            alone.append(_processor_of(_LIBRARIES))
            opened.append(_processor_of(_OPEN, str(folder), str(FRIDAY_MORNING_MS)))
        stops = asyncio.run(_taps_at_each_stop(folder, taps))
    libraries, opening = Timing(tuple(alone)), Timing(tuple(opened))
    least, most = stops[STOPS[0]], stops[STOPS[-1]]
    return {
        "facts_in_the_log": facts,
        "rows_of_rounds": ROUNDS_KEPT,
        "libraries": libraries.as_json(),
        "open_on_the_round": opening.as_json(),
        "open_to_libraries": ratio(opening, libraries),
        "stops": {
            str(n): {act: timing.as_json() for act, timing in acts.items()} for n, acts in stops.items()
        },
        "growth_10_to_250": {act: ratio(most[act], least[act]) for act in least},
        "tap_to_drawing_anew_at_250": round(most["tap"].median_s / most["open_stop"].median_s, 3),
    }


def _a_long_life(folder: Path, facts: int) -> None:
    """Today's round with a small, a usual and a huge stop; behind it the rows and facts of earlier rounds."""
    rows = [
        a_place(FARM, "Ferme des Ajoncs", "farm"),
        a_place(HUB, "Plateforme de Nozay", "hub"),
        a_place(RELAY, "Épicerie du bourg", "relay"),
        a_person(PRODUCER, "Ferme des Ajoncs", FARM),
        a_person(HELPER, "Bruno"),
        *(a_place(f"G{n}", f"Ferme aux {n} caisses", "farm") for n in STOPS),
        a_round([*(f"G{n}" for n in STOPS), HUB]),
    ]
    for at, n in enumerate(STOPS):
        rows += _crates_at(f"G{n}", crate_codes(n, start=1 + 1_000 * at))
    old = crate_codes(facts // 2, start=10_000)
    for number in range(ROUNDS_KEPT):
        round_id, first = f"{ROUND}_{number}", number * CRATES_OF_A_ROUND
        rows.append(a_round([FARM, HUB], round_id, f"2026-10-{number + 8:02d}"))
        codes = old[first : first + CRATES_OF_A_ROUND]
        rows += [a_crate(code, [(round_id, FARM, HUB)], "c_old") for code in codes]
    rows.append(a_consignment("c_old", len(old)))
    hands = an_enrolled_phone(folder, rows)
    for at, code in enumerate(old):
        round_id = f"{ROUND}_{at // CRATES_OF_A_ROUND}"
        hands.pick_up(code, round_id=round_id, even_if_odd=True)
        hands.drop(code, round_id=round_id, even_if_odd=True)
    hands.store.close()


def _crates_at(place_id: str, codes: tuple[str, ...]) -> list[RowChange]:
    goods = [codes[at : at + CRATES_OF_A_CONSIGNMENT] for at in range(0, len(codes), CRATES_OF_A_CONSIGNMENT)]
    rows = [a_consignment(f"c_{place_id}_{at}", len(some)) for at, some in enumerate(goods)]
    for at, some in enumerate(goods):
        moves = [(ROUND, place_id, HUB)]
        rows += [
            a_crate(code, moves, f"c_{place_id}_{at}", rank=rank, of=len(some))
            for rank, code in enumerate(some, 1)
        ]
    return rows


def _processor_of(code: str, *arguments: str) -> float:
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return float(told.stdout)


async def _taps_at_each_stop(folder: Path, taps: int) -> dict[int, dict[str, Timing]]:
    phones = Phones(
        folder, SetClock(FRIDAY_MORNING_MS, 10**8), SeededRandomness(3), http_peers(), is_syncing=False
    )
    async with headless(app_on(phones)) as app:
        return {n: await _acts_at(app, f"G{n}", taps) for n in STOPS}


async def _acts_at(app: HeadlessApp, place_id: str, taps: int) -> dict[str, Timing]:
    """Opening the stop, setting one crate aside, recording a typed code, recording all others at once."""
    opened: list[float] = []
    for _ in range(RUNS):
        await app.go("/")
        opened.append(await _timed(lambda: app.go(stop_route(ROUND, place_id))))
    codes = [name.removeprefix("crate-") for name in app.identifiers() if name.startswith("crate-")]
    codes = [code for code in codes if code != "code"]
    tapped = [await _tap(app, f"crate-{codes[at // 2 % len(codes)]}") for at in range(2 * (taps // 2))]
    typed = [
        await _timed(lambda code=code: app.type_and_enter("crate-code", code))
        for code in codes[: min(taps, len(codes) // 2)]
    ]
    recorded = [await _tap(app, "record-all")]
    return {
        "open_stop": Timing(tuple(opened)),
        "tap": Timing(tuple(tapped)),
        "type_a_code": Timing(tuple(typed)),
        "record_all": Timing(tuple(recorded)),
    }


async def _tap(app: HeadlessApp, identifier: str) -> float:
    # Finding what to touch is the thumb's work, not the app's.
    target: Any = next(
        control
        for control in controls_under(app.find(identifier))
        if getattr(control, "on_click", None) is not None
    )

    async def touch() -> None:
        await app.page.session.dispatch_event(target._i, "click", None)
        await app.settle()

    return await _timed(touch)


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    start = process_time()
    await work()
    return process_time() - start
