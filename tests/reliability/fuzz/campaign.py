"""Spoilt input by the million: `python -m tests.reliability.fuzz.campaign --cases N --seed S`, one JSON line.

Every case has its own chance, made of the seed, what is attacked and the case's number.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.builders import ServerInProcess, a_server
from tests.reliability.fuzz.parsers import a_body, a_cursor, a_scan
from tests.reliability.fuzz.phone import PhoneUnderFire
from tests.reliability.fuzz.requests import Door

# Out of a thousand cases: what is cheap is asked most.
SHARES = {"scan": 600, "body": 250, "cursor": 90, "request": 30, "pull": 20, "reply": 10}
SHOWN_MAX = 20
Attack = Callable[[Random], None]


@dataclass(slots=True)
class Found:
    """How many cases there were, and those that broke something."""

    cases: Counter[str] = field(default_factory=Counter[str])
    broken: int = 0
    shown: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    statuses: dict[int, int] = field(default_factory=dict[int, int])
    statements_max: int = 0


def attack(name: str, target: Attack, cases: int, seed: str, found: Found) -> None:
    """Run the cases of one target."""
    for number in range(cases):
        try:
            target(Random(f"{seed}/{name}/{number}"))
        # Whatever comes out is a finding: what was asked for is that nothing does.
        except Exception as error:  # noqa: BLE001
            found.broken += 1
            if len(found.shown) < SHOWN_MAX:
                found.shown.append(
                    {"target": name, "case": number, "error": f"{type(error).__name__}: {error}"[:500]}
                )
    found.cases[name] += cases


def run_campaign(folder: Path, cases: int, seed: str, database_url: str = "") -> Found:
    """Every target by its share."""
    found = Found()
    with a_server(folder / "server", database_url=database_url, syncs_a_minute=10**9) as server:
        door, phone = Door(server), PhoneUnderFire(folder / "phone")
        targets: dict[str, Attack] = {
            "scan": a_scan,
            "body": a_body,
            "cursor": a_cursor,
            "request": door.a_request,
            "pull": door.a_pull,
            "reply": phone.a_reply,
        }
        for name, target in targets.items():
            attack(name, target, cases * SHARES[name] // 1000, seed, found)
        found.statuses, found.statements_max = dict(door.statuses), door.statements_max
        _check_afterwards(server, door, found)
    return found


def _check_afterwards(server: ServerInProcess, door: Door, found: Found) -> None:
    """The history is whole, no projection failed on what was stored, and each may take it all away."""
    seqs = [seq for (seq,) in server.rows_of("SELECT seq FROM feed_entry ORDER BY seq")]
    dirty = server.rows_of("SELECT crate_code FROM crate_state WHERE dirty = 1")
    exported = [
        server.client.post("/v1/me/export", headers={"Authorization": f"Bearer {phone.token}"}).status_code
        for phone in door.phones
    ]
    if seqs != list(range(1, len(seqs) + 1)) or dirty or set(exported) != {200}:
        found.broken += 1
        found.shown.append({"target": "afterwards", "dirty": len(dirty), "exported": exported})


def main() -> int:
    """One JSON line; 1 where something broke."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=1_000_000)
    asked.add_argument("--seed", default="1")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run_campaign(Path(folder), options.cases, options.seed)
    answer = {
        "seed": options.seed,
        "cases": dict(found.cases),
        "statuses": found.statuses,
        "statements_max": found.statements_max,
        "broken": found.broken,
        "shown": found.shown,
    }
    sys.stdout.write(json.dumps(answer) + "\n")
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
