"""After the storm: each fact told is on the server once, chains verify, nothing is left behind anywhere."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from mobile.device.clock import SeededRandomness
from mobile.store.database import FILE_NAME
from mobile.store.enrolment import read_enrolment_file
from mobile.sync.http_peer import HttpPeer
from shared.sync.hashchain import chain_hashes, log_start
from shared.sync.protocol import PROTO, ClockReading, SyncReply, SyncRequest
from tests.reliability.processes.phone_lives import TOLD
from tests.reliability.processes.server_process import ServerProcess

PAGES_MAX = 1_000


@dataclass(slots=True)
class Aftermath:
    """How much there was, and everything that is not as it must be."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    wrong: list[str] = field(default_factory=list[str])

    def check(self, what: str, *, holds: bool) -> None:
        """Note what does not hold."""
        if not holds:
            self.wrong.append(what)


def count_everything(server: ServerProcess, folders: Sequence[Path]) -> Aftermath:
    """Reads the files of all, and asks the server once more as each phone."""
    found = Aftermath()
    with closing(sqlite3.connect(server.data_dir / "relais.db")) as held:
        _check_server(held, found)
        for folder in folders:
            with closing(sqlite3.connect(folder / FILE_NAME)) as phone:
                _check_phone(folder, phone, held, found)
                _check_rows(server, folder, phone, found)
    alarms = [line for line in server.log.read_text().splitlines() if "alarm" in line or "unexpected" in line]
    found.counts["server_alarms"] = len(alarms)
    found.check(f"alarms of the server: {alarms[:5]}", holds=not alarms)
    return found


def _check_server(held: sqlite3.Connection, found: Aftermath) -> None:
    found.check("server file", holds=held.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    ids = [event_id for (event_id,) in held.execute("SELECT id FROM event")]
    found.counts["facts_on_server"] = len(ids)
    found.check("an id twice", holds=len(ids) == len(set(ids)))
    feed = held.execute("SELECT seq, kind, ref, fh FROM feed_entry ORDER BY seq").fetchall()
    head = held.execute("SELECT seq, fh FROM feed_head").fetchone()
    found.counts["feed"] = len(feed)
    found.check("feed with a gap", holds=[entry[0] for entry in feed] == list(range(1, len(feed) + 1)))
    found.check("feed head", holds=head == (feed[-1][0], feed[-1][3]))
    numbered = {(seq, ref) for seq, kind, ref, _ in feed if kind == "event"}
    found.check("events and feed", holds=numbered == set(held.execute("SELECT pk, id FROM event")))
    for table, column in (("crate_state", "dirty = 1"), ("log_entry", "quarantine_reason IS NOT NULL")):
        left = held.execute(f"SELECT count(*) FROM {table} WHERE {column}").fetchone()[0]
        found.check(f"{table}: {left} with {column}", holds=left == 0)
    for log_pk, log_id, seq, last in held.execute("SELECT pk, log_id, seq, hash FROM log_head").fetchall():
        _check_log(held, log_pk, log_id, (seq, last), found)


def _check_log(
    held: sqlite3.Connection, log_pk: int, log_id: str, head: tuple[int, bytes], found: Aftermath
) -> None:
    entries = held.execute(
        "SELECT l.seq, l.hash, e.body FROM log_entry l JOIN event e ON e.pk = l.event_pk"
        " WHERE l.log_pk = ? ORDER BY l.seq",
        (log_pk,),
    ).fetchall()
    hashes = chain_hashes(log_start(log_id), [body.encode() for _, _, body in entries])
    found.counts["logs"] = found.counts.get("logs", 0) + 1
    found.check(
        f"log {log_id}: positions", holds=[each[0] for each in entries] == list(range(1, head[0] + 1))
    )
    found.check(f"log {log_id}: chain", holds=[*hashes] == [each[1] for each in entries])
    found.check(f"log {log_id}: head", holds=not entries or entries[-1][1] == head[1])


def _check_phone(folder: Path, phone: sqlite3.Connection, held: sqlite3.Connection, found: Aftermath) -> None:
    name = folder.name
    found.check(f"{name}: file", holds=phone.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    log = phone.execute("SELECT id, body FROM logged_fact ORDER BY seq").fetchall()
    told = (folder / TOLD).read_text().split() if (folder / TOLD).exists() else []
    found.counts["facts_told"] = found.counts.get("facts_told", 0) + len(told)
    found.check(f"{name}: a fact told is gone", holds=set(told) <= {fact_id for fact_id, _ in log})
    log_id, next_seq = phone.execute("SELECT log_id, next FROM sync_state").fetchone()
    found.check(f"{name}: outbox", holds=next_seq == len(log) + 1)
    on_server = held.execute(
        "SELECT e.id, e.body FROM log_head h JOIN log_entry l ON l.log_pk = h.pk"
        " JOIN event e ON e.pk = l.event_pk WHERE h.log_id = ? ORDER BY l.seq",
        (log_id,),
    ).fetchall()
    found.check(f"{name}: the server's log is not the phone's", holds=on_server == log)


def _check_rows(server: ServerProcess, folder: Path, phone: sqlite3.Connection, found: Aftermath) -> None:
    rows = Counter(phone.execute("SELECT t, k, d FROM pulled_row"))
    found.counts["rows"] = found.counts.get("rows", 0) + rows.total()
    texts = {(t, k): d for t, k, d in rows}
    expected = _all_rows(server, folder)
    found.check(f"{folder.name}: rows differ from the server's", holds=texts == expected)


def _all_rows(server: ServerProcess, folder: Path) -> dict[tuple[str, str], str]:
    """The scope of a phone as one that starts anew would be given it, spelled as the phone keeps it."""
    enrolment = read_enrolment_file(folder)
    assert enrolment is not None
    held: dict[tuple[str, str], str] = {}
    cursor: str | None = None
    nonces = SeededRandomness(folder.name)
    with httpx.Client() as client:
        peer = HttpPeer(client, server.address)
        for _ in range(PAGES_MAX):
            clock = ClockReading(wall=0, boot=0, bk="after")
            nonce = nonces.random_bytes(12).hex()
            reply = peer.exchange(
                enrolment.token,
                SyncRequest(proto=PROTO, nonce=nonce, app="1.0.0", clk=clock, cursor=cursor, max_rows=500),
            )
            assert isinstance(reply, SyncReply), reply
            for row in reply.pull.rows:
                held.pop((row.t, row.k), None)
                if row.d is not None:
                    held[row.t, row.k] = json.dumps(row.d, ensure_ascii=False, separators=(",", ":"))
            cursor = reply.pull.cursor
            if not reply.pull.more:
                return held
    raise AssertionError("the pages never end")
