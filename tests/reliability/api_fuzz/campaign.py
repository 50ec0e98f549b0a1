"""The schema's requests by the thousand: `python -m tests.reliability.api_fuzz.campaign --cases N --seed S`.

Each case has its own chance, made of the seed and its number; one JSON line, 1 where something broke.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.builders import ServerInProcess, a_server
from tests.reliability.api_fuzz.composing import compose
from tests.reliability.api_fuzz.judging import judge
from tests.reliability.api_fuzz.routes import Route, every_route
from tests.reliability.api_fuzz.stage import Role, Stage
from tests.sync_server.postgres import a_database

ODDNESS = (0.1, 0.35, 0.35, 0.8)
SHOWN_MAX = 20


@dataclass(slots=True)
class Found:
    """What was asked, how it was answered, and what broke something."""

    cases: Counter[str] = field(default_factory=Counter[str])
    statuses: Counter[int] = field(default_factory=Counter[int])
    routes: Counter[str] = field(default_factory=Counter[str])
    answered_well: Counter[str] = field(default_factory=Counter[str])
    statements_max: int = 0
    bytes_max: int = 0
    broken: int = 0
    shown: list[str] = field(default_factory=list[str])


def run_cases(server: ServerInProcess, cases: range, seed: str) -> Found:
    """The cases of these numbers, each route and each role in turn."""
    found = Found()
    # Who may do most is asked for most.
    routes, roles = every_route(), [*Role, Role.COORDINATOR, Role.COORDINATOR]
    with closing(Stage(server)) as stage:
        for number in cases:
            route, role = routes[number % len(routes)], roles[number // len(routes) % len(roles)]
            try:
                _one(stage, route, role, Random(f"{seed}/{number}"), found)
            except AssertionError as error:
                found.broken += 1
                if len(found.shown) < SHOWN_MAX:
                    found.shown.append(f"case {number}: {error}"[:1_500])
        _check_afterwards(server, found)
    return found


def _one(stage: Stage, route: Route, role: Role, chance: Random, found: Found) -> None:
    asked = compose(stage, route, role, chance, chance.choice(ODDNESS))
    before = stage.fingerprint() if asked.method in ("GET", "HEAD", "OPTIONS") else None
    stage.forget_work()
    answered = stage.door.ask(asked)
    found.cases[role] += 1
    found.statuses[answered.status] += 1
    found.routes[f"{route.method} {route.path}"] += 1
    if answered.status < 400:
        found.answered_well[f"{role} {route.method} {route.path}"] += 1
    found.statements_max = max(found.statements_max, stage.statements)
    found.bytes_max = max(found.bytes_max, len(answered.content))
    judge(stage, route, role, asked, answered)
    assert before is None or stage.fingerprint() == before, f"looking changed something: {asked}"
    stage.note_answer(route, answered)


def _check_afterwards(server: ServerInProcess, found: Found) -> None:
    """The history is whole and no projection failed on what was stored."""
    seqs = [row.seq for row in server.rows_of("SELECT seq FROM feed_entry ORDER BY seq")]
    dirty = server.rows_of("SELECT crate_code FROM crate_state WHERE dirty = 1")
    if seqs != list(range(1, len(seqs) + 1)) or dirty:
        found.broken += 1
        found.shown.append(f"afterwards: {len(seqs)} numbers, {len(dirty)} crates not projected")


def main() -> int:
    """One JSON line; 1 where something broke."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--first", type=int, default=0, help="the number of the first case")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = asked.parse_args()
    cases = range(options.first, options.first + options.cases)
    with tempfile.TemporaryDirectory() as folder, a_database(options.database) as url:
        limits = {"syncs_a_minute": 10**9, "enrolment_tries": 10**9}
        with a_server(Path(folder), database_url=url, **limits) as server:
            found = run_cases(server, cases, options.seed)
    answer = {
        "seed": options.seed,
        "database": options.database,
        "cases": dict(found.cases),
        "routes": len(found.routes),
        "statuses": {str(status): count for status, count in sorted(found.statuses.items())},
        "statements_max": found.statements_max,
        "answer_bytes_max": found.bytes_max,
        "broken": found.broken,
        "shown": found.shown,
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
