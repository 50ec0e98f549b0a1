"""Push and pull of a long log through the real server over HTTP, against raw SQLite on the same rows."""

import json
import sqlite3
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Timing, ratio, timed
from benchmarks.sync_world import Phone, World, build_world, packed_request, pushes_of, serving
from shared.custody.bodies import read_body
from shared.custody.events import EnvelopeFault

IDLE_POLLS = 200


def measure_sync(events: int, runs: int) -> dict[str, Any]:
    """Seconds, ratios, bytes and memory for a log of `events` facts; each run has a fresh server."""
    pushes: list[float] = []
    pulls: list[float] = []
    inserts: list[float] = []
    reads: list[float] = []
    figures: dict[str, Any] = {}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            world = build_world(folder, events)
            requests = pushes_of(world)
            inserts += timed(partial(_raw_insert, folder / "raw.db", world), 1).runs_s
            with serving(world) as phone:
                pushes += timed(partial(_push, phone, requests, events), 1).runs_s
                pulls += timed(partial(_pull, phone, events // 2), 1).runs_s
                figures = _at_rest(phone, requests, events)
            reads += timed(partial(_raw_read, world), 1).runs_s
    push, pull = Timing(tuple(pushes)), Timing(tuple(pulls))
    insert, read = Timing(tuple(inserts)), Timing(tuple(reads))
    return figures | {
        "events": events,
        "push": push.as_json(),
        "pull": pull.as_json(),
        "raw_insert": insert.as_json(),
        "raw_read": read.as_json(),
        "push_ratio": ratio(push, insert),
        "pull_ratio": ratio(pull, read),
    }


def _push(phone: Phone, requests: list[bytes], events: int) -> None:
    log: dict[str, Any] = {}
    for packed in requests:
        log = json.loads(phone.send(packed))["log"]
        if log["status"] != "ok" or log["quarantined"]:
            raise AssertionError(log)
    if log["next"] != events + 1:
        raise AssertionError(log)


def _pull(phone: Phone, expected: int) -> None:
    cursor, more, crates = None, True, 0
    while more:
        pull = json.loads(phone.send(packed_request(cursor=cursor, max_rows=500)))["pull"]
        crates += sum(row["t"] == "crate" and "x" not in row for row in pull["rows"])
        cursor, more = pull["cursor"], pull["more"]
    if crates != expected:
        raise AssertionError(f"{crates} crates of {expected} came down")


def _at_rest(phone: Phone, requests: list[bytes], events: int) -> dict[str, Any]:
    cursor: str | None = None
    more, rows = True, 0
    while more:
        pull = json.loads(phone.send(packed_request(cursor=cursor, max_rows=500)))["pull"]
        cursor, more = pull["cursor"], pull["more"]
        rows += len(pull["rows"])
    idle = packed_request(cursor=cursor, max_rows=500)
    polls = timed(lambda: phone.send(idle), IDLE_POLLS)
    return {
        "rows": rows,
        "wire_bytes_an_event": round(sum(map(len, requests)) / events, 1),
        "idle_poll": polls.as_json(),
        "idle_poll_bytes": len(phone.send(idle)),
        "server_rss_mb": round(phone.server_rss_bytes() / 1e6, 1),
    }


def _raw_insert(path: Path, world: World) -> None:
    """The same events as rows of one plain table, durable: the limit of this machine."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE event (pk INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, actor TEXT, device TEXT,"
        " place TEXT, round TEXT, n INTEGER, wall_ms INTEGER, body TEXT)"
    )
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)",
        [
            (n, str(n) * 6, "drop", "P002", world.device_id, "R001", "r", n, n, body)
            for n, body in enumerate(world.bodies, start=1)
        ],
    )
    connection.execute("COMMIT")
    connection.close()


def _raw_read(world: World) -> None:
    connection = sqlite3.connect(world.folder / "relais.db")
    connection.execute("SELECT t, k, d, stamp FROM pull_row ORDER BY stamp").fetchall()
    connection.close()


def measure_reader(world_events: int = 2_000) -> dict[str, Any]:
    """What the one strict reader of bodies costs, in microseconds an event."""
    with tempfile.TemporaryDirectory() as name:
        bodies = build_world(Path(name), world_events).bodies

    def read_all() -> None:
        if any(isinstance(read_body(body), EnvelopeFault) for body in bodies):
            raise AssertionError("a body of the benchmark is not readable")

    timing = timed(read_all)
    size = sum(len(body.encode()) for body in bodies) / len(bodies)
    return {"us_an_event": round(timing.median_s / len(bodies) * 1e6, 2), "body_bytes": round(size, 1)}
