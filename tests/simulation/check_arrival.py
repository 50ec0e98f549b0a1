"""I6: the same set of events in another order of arrival gives the same crates, discrepancies and cents."""

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from shared.ids import uuid4
from shared.sync.hashchain import chain_hashes, log_start
from shared.sync.protocol import PROTO, LogPush, SyncRequest
from sync_server.accounts.devices import DeviceStatus, KnownDevice
from sync_server.api.sync import Visit, push
from sync_server.commission.disputed_rows import tell_of_disputes
from sync_server.commission.open_rows import refresh_all_lines
from sync_server.config import Settings
from sync_server.custody.dispute_queries import all_disputes
from sync_server.custody.findings import KINDS_OF_FACTS
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin
from sync_server.reconciliation.queries import items_by_key
from sync_server.reconciliation.service import stand_by_decision
from tests.simulation.seams import SeededBytes
from tests.simulation.server import SimServer, database_of_this_process
from tests.simulation.violation import require

# What was received and what is computed from it; the plan, the people and the settlements stay.
RECEIVED = (
    "evidence_reference",
    "evidence",
    "log_entry",
    "log_head",
    "event_crate",
    "event",
    "crate_state",
    "compartment_stay",
    "leg",
    "dirty_consignment",
    "discrepancy_subject",
    "discrepancy",
)
# Crates of blank labels follow from facts too; the printed ones are as the orders left them.
WITHOUT_LABELS = (
    "DELETE FROM crate_move WHERE crate_code IN (SELECT code FROM crate WHERE bound_by IS NOT NULL)",
    "DELETE FROM crate WHERE bound_by IS NOT NULL",
    "UPDATE crate SET status = 'active' WHERE status = 'replaced'",
    "DELETE FROM bound_label",
)
RESULTS = {
    "bound crates": "SELECT c.code, c.consignment_pk, c.rank, c.status, c.bound_by FROM crate c",
    "crate states": "SELECT crate_code, holder_kind, holder_id, since_ms, event_id FROM crate_state",
    "effective times": "SELECT id, effective_ms, time_source FROM event",
    "legs": "SELECT l.crate_code, l.stage, l.stage_index, l.carrier_id, l.carrier_order, l.round_id,"
    " l.from_place_id, l.to_place_id, s.id, e.id, l.started_ms, l.ended_ms, l.proven, l.withheld_reason"
    " FROM leg l JOIN event e ON e.pk = l.end_event_pk LEFT JOIN event s ON s.pk = l.start_event_pk",
    "doors": "SELECT * FROM compartment_stay",
    "discrepancies": "SELECT key, kind, blocking, crates, event_ids, period, round_id, place_id, at_ms"
    " FROM discrepancy WHERE status = 'open'",
    "rows": "SELECT t, k, d FROM pull_row WHERE deleted = 0",
}
# How many facts of one phone come together when all are shuffled; each push costs, so one by one is rare.
AT_ONCE = (1, 5, 9, 9, 20, 20)


def check_arrival_order(server: SimServer, seed: int) -> None:
    """Everything received is sent again to two empty servers with the same plan, in two orders."""
    chance = random.Random(f"arrival {seed}")
    facts = server.rows("SELECT e.device, e.actor, e.body FROM event e ORDER BY e.pk")
    results = [
        _results_of(
            server, f"replay-{n}.db", facts, random.Random(f"replay {seed} {n}"), n * chance.choice(AT_ONCE)
        )
        for n in range(2)
    ]
    for name in RESULTS:
        first, second = ({str(row) for row in each[name]} for each in results)
        differing = sorted(first ^ second)
        require(not differing, "I6", f"{name} depend on the order of arrival: {differing[:2]}")


def _results_of(
    server: SimServer, name: str, facts: Sequence[Any], chance: random.Random, most_at_once: int
) -> dict[str, list[Any]]:
    path = server.folder / name
    _empty_copy(server.path, path)
    settings = Settings(data_dir=server.folder, database_url=f"sqlite:///{path}")
    database = database_of_this_process(settings.effective_database_url)
    runtime = Runtime(settings, database, lambda: server.time.at_ms, SeededBytes(name))
    try:
        for device_id, actor_id, log in _logs(facts, chance, most_at_once):
            device = KnownDevice(device_id, actor_id, DeviceStatus.ACTIVE, None, None)
            asked = SyncRequest(proto=PROTO, nonce="n", log=log)
            push(Visit(runtime, device, asked, server.time.at_ms), log)
        _say_decisions(runtime)
    finally:
        database.close()
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(statement).fetchall() for name, statement in RESULTS.items()}


def _say_decisions(runtime: Runtime) -> None:
    """Decisions never come by a push: what items and rows say of them is written where they are made."""
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        keys = [key for (key,) in session.connection().exec_driver_sql("SELECT key FROM discrepancy")]
        for item in items_by_key(session, keys):
            # What is judged crate by crate follows with its crates, whenever these are folded.
            if not item.crates or item.kind in KINDS_OF_FACTS:
                stand_by_decision(session, item, runtime.now_ms())
        disputes = all_disputes(session.connection())
        tell_of_disputes(session, feed, {each.line_key for each in disputes if each.line_key})
        refresh_all_lines(session, feed)


def _empty_copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        for table in RECEIVED:
            copy.execute(f"DELETE FROM {table}")
        copy.execute("UPDATE round SET status = 'planned'")
        # What phones were told of a round says so too: it is written again only where a fact changes it.
        copy.execute(
            "UPDATE pull_row SET d = json_set(d, '$.status', 'planned') WHERE t = 'round' AND deleted = 0"
        )
        for statement in WITHOUT_LABELS:
            copy.execute(statement)
        copy.commit()


def _logs(facts: Sequence[Any], chance: random.Random, most_at_once: int) -> list[tuple[str, str, LogPush]]:
    """The facts as they came, or (`most_at_once` > 0) shuffled through and through, a few at a time."""
    by_sender: dict[tuple[str, str], list[str]] = {}
    for device_id, actor_id, body in facts:
        by_sender.setdefault((device_id, actor_id), []).append(body)
    pushes: list[tuple[str, str, LogPush]] = []
    for (device_id, actor_id), bodies in by_sender.items():
        size = most_at_once or 200
        if most_at_once:
            chance.shuffle(bodies)
        for start in range(0, len(bodies), size):
            some = bodies[start : start + size]
            # A log of its own for each stretch: whatever order they come in, none waits for another.
            log_id = uuid4(chance.randbytes(16))
            end = chain_hashes(log_start(log_id), [body.encode() for body in some])[-1]
            pushes.append((device_id, actor_id, LogPush(id=log_id, first=1, head=end.hex(), events=some)))
    if most_at_once:
        chance.shuffle(pushes)
    return pushes
