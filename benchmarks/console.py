"""Every page of the console over a year of facts: how long each takes to answer, in process, p50 and p95."""

import asyncio
import gc
import math
import os
import re
import shutil
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import httpx
from fastapi.routing import APIRoute
from sqlalchemy import text

from benchmarks.year import fill, last_day, runtime_on
from benchmarks.year_plan import CODES_BETWEEN, COORDINATOR, HUB, OWNER, codes_from, collection, delivery
from sync_server.accounts.console_sessions import SESSION_MAX_MS, note_factor, open_console_session
from sync_server.app import app_on
from sync_server.cli.maintenance import keep_open_values
from sync_server.console.site import PAGES
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read

GOAL_MS = 150
ASKED = 20
# Kept between runs: a year takes minutes to write and is never changed by looking at it.
KEPT_BELOW = Path(tempfile.gettempdir()) / "relais-bench"
_WHOLE = "whole"
PLACEHOLDER = re.compile(r"{(\w+)}")
# Files somebody waits for with a progress bar or a spreadsheet, not pages.
_FILES = (".pdf", ".csv", ".txt", ".xml", "/pdf", "/csv")
# Whole exports, and pages of what this year has none of.
_NOT_ASKED = {
    "/lien/{token}", "/exports/{key}", "/exports/journal", "/entrer", "/second-facteur",
    "/imports/apercu/{file_id}", "/telephones/inscriptions/{enrolment_id}", "/etiquettes/vierges/{batch_id}",
    "/contestations/{dispute_id}", "/periodes/{period}/releves", "/chez-moi/caisses/{code}",
    "/papiers/{paper_id}", "/papiers/{paper_id}/fichier", "/lieux/{place_id}/photo",
}  # fmt: skip


def measure_console(weeks: int, asked: int = ASKED) -> dict[str, Any]:
    """Milliseconds of each page, the slowest first, over so many weeks of 20,000 facts each.

    `cpu` is what the process itself worked: beside others on the machine it alone can be compared.
    """
    folder = KEPT_BELOW / f"{weeks}-weeks"
    if not (folder / _WHOLE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fill(folder, weeks, lambda step: print(f"  {step}", file=sys.stderr, flush=True))
        (folder / _WHOLE).touch()
    runtime = runtime_on(folder, weeks)
    try:
        # A year kept by an older program is brought to this one's schema.
        migrate(runtime.database)
        keep_open_values(runtime)
        # As `serve` does once the program stands.
        gc.collect()
        gc.freeze()
        return asyncio.run(_ask_all(runtime, weeks, asked))
    finally:
        runtime.database.close()


async def _ask_all(runtime: Runtime, weeks: int, asked: int) -> dict[str, Any]:
    with begin(runtime.database) as session:
        token = open_console_session(session, COORDINATOR, os.urandom, runtime.now_ms(), is_factor_shown=True)
        note_factor(session, token, runtime.now_ms() + SESSION_MAX_MS)
        facts = session.connection().execute(text("SELECT count(*) FROM event")).scalar_one()
    pages: dict[str, dict[str, float]] = {}
    transport = httpx.ASGITransport(app_on(runtime))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://relais", cookies={"sid": token}, timeout=None
    ) as browser:
        for path in addresses(runtime, weeks):
            pages[path] = await _timed(browser, path, asked)
    slow = [path for path, each in pages.items() if each["p95_ms"] > GOAL_MS]
    ordered = dict(sorted(pages.items(), key=lambda each: -each[1]["cpu_p95_ms"]))
    return {"facts": facts, "asked": asked, "goal_ms": GOAL_MS, "over_the_goal": len(slow), "pages": ordered}


async def _timed(browser: httpx.AsyncClient, path: str, asked: int) -> dict[str, float]:
    """The first look, which fills caches and compiles templates, does not count."""
    walls: list[float] = []
    works: list[float] = []
    size = 0
    for _ in range(asked + 1):
        wall, work = perf_counter(), process_time()
        answer = await browser.get(f"/console{path}")
        walls.append((perf_counter() - wall) * 1000)
        works.append((process_time() - work) * 1000)
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError((path, answer.status_code))
        size = len(answer.content)
    return {
        "p50_ms": _part(walls[1:], 0.5),
        "p95_ms": _part(walls[1:], 0.95),
        "cpu_p50_ms": _part(works[1:], 0.5),
        "cpu_p95_ms": _part(works[1:], 0.95),
        "kilobytes": size // 1000,
    }


def _part(runs: list[float], part: float) -> float:
    return round(sorted(runs)[math.ceil(len(runs) * part) - 1], 1)


def paths_asked() -> list[str]:
    """The paths of the console's pages, without files and what this year has none of."""
    return [
        route.path
        for page in PAGES
        for route in page.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and route.path not in _NOT_ASKED
        if not route.path.endswith(_FILES)
    ]


def addresses(runtime: Runtime, weeks: int) -> list[str]:
    """Every page that can be looked at, with ids of the last week in its address, and the longer lists."""
    day = last_day(weeks).isoformat()
    month, before = day[:7], _month_before(day[:7])
    with read(runtime.database) as session:
        connection = session.connection()
        item = connection.execute(text("SELECT max(id) FROM discrepancy")).scalar_one()
        phone = connection.execute(text("SELECT min(id) FROM device")).scalar_one()
    said = {
        "round_id": collection(day, 0), "version": "1", "item_id": str(item), "day": day, "period": month,
        "code": codes_from(1 + (weeks - 1) * CODES_BETWEEN, 1)[0], "person_id": OWNER, "place_id": HUB,
        "device_id": str(phone), "import_id": "1", "user_id": COORDINATOR,
    }  # fmt: skip
    paths = [PLACEHOLDER.sub(lambda name: said[name[1]], path) for path in paths_asked()]
    paths += [
        f"/periodes/{before}", f"/releves/{before}/{OWNER}",
        f"/periodes/{before}/paiement", f"/rapprochement?jour={day}", f"/rapprochement?jour={day}&par=ferme",
        f"/rapprochement/caisses?jour={day}", f"/tournees?jour={day}", f"/tournees/{delivery(day, 2)}",
        f"/flux?mois={month}&mesure=ca", f"/etiquettes?jour={day}", "/ecarts?etat=tous&tri=-lieu",
        f"/baremes/simulation?version=1&mois={month}", "/caisses-vides/R003", "/lieux/R003",
    ]  # fmt: skip
    return list(dict.fromkeys(paths))


def _month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year}-{number - 1:02d}" if number > 1 else f"{year - 1}-12"
