"""A server with one long round on it, and a phone's log of pickups and drops ready to be pushed."""

import gzip
import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection

from shared.custody.bodies import write_body
from shared.custody.codes import new_code
from shared.custody.events import ClockMark, Fact, Kind
from shared.ids import uuid4, uuid7
from shared.network import PlaceRole
from shared.sync.hashchain import chain_hashes, log_start
from shared.sync.protocol import PUSH_MAX_EVENTS
from sync_server.accounts.devices import add_device
from sync_server.accounts.people import PersonFields, Role, put_people
from sync_server.commission.tariffs import add_tariff
from sync_server.db.bulk import Rows, insert_many
from sync_server.db.feed import lock_feed
from sync_server.db.migrate import migrate
from sync_server.db.session import begin, open_database
from sync_server.network.rows import NOT_SEEN, publish_crates
from sync_server.network.status import ConsignmentStatus, CrateStatus, RoundKind, RoundStatus
from sync_server.network.tables import Consignment, Crate, CrateMove, Place, Round, RoundStop

# Friday 6 November 2026, 08:00 in France.
START_MS = 1_793_948_400_000
CRATES_A_CONSIGNMENT = 4
TARIFF = {
    "version": "2026-1",
    "valid_from": "2026-01-01",
    "base": "ttc",
    "percent": {"collection": 200, "transfer": 100, "delivery": 300, "direct": 500},
    "approved_by": "Assemblée générale",
    "minutes_ref": "PV 4",
}
DAY = "2026-11-06"
FARM, RELAY, ROUND, HELPER = "F001", "R001", f"r_{DAY}_01", "P002"


@dataclass(frozen=True, slots=True)
class World:
    """A server's folder, and the phone that is to push: its token, log and bodies."""

    folder: Path
    device_id: str
    token: str
    log_id: str
    bodies: tuple[str, ...]

    @property
    def database_url(self) -> str:
        """Where the server keeps this world."""
        return f"sqlite:///{self.folder / 'relais.db'}"


def build_world(folder: Path, events: int) -> World:
    """One round, published, and a log that picks up and drops its crates one by one: `events` is even."""
    draw = random.Random(f"bench-{events}")
    codes = _codes(draw, events // 2)
    database = open_database(f"sqlite:///{folder / 'relais.db'}")
    migrate(database)
    with begin(database) as session:
        feed = lock_feed(session)
        put_people(session, feed, [PersonFields(HELPER, "Ferme du Bois", frozenset({Role.HELPER}))])
        put_people(session, feed, [PersonFields("P001", "Ferme du Pré", frozenset({Role.PRODUCER}))])
        _insert_plan(session.connection(), codes)
        add_tariff(session, feed, json.dumps(TARIFF).encode(), START_MS)
        publish_crates(session, feed, {code: NOT_SEEN for code in codes})
        device = add_device(session, HELPER, START_MS, draw.randbytes)
    database.close()
    acts = [(Kind.PICKUP, code) for code in codes] + [(Kind.DROP, code) for code in codes]
    bodies = tuple(_body(draw, n, act, device.id) for n, act in enumerate(acts, start=1))
    return World(folder, device.id, device.token, uuid4(draw.randbytes(16)), bodies)


def pushes_of(world: World) -> list[bytes]:
    """The compressed requests that push the whole log, 200 events each."""
    raw = [body.encode() for body in world.bodies]
    hashes = [log_start(world.log_id), *chain_hashes(log_start(world.log_id), raw)]
    requests: list[bytes] = []
    for first in range(0, len(raw), PUSH_MAX_EVENTS):
        last = min(first + PUSH_MAX_EVENTS, len(raw))
        log = {
            "id": world.log_id,
            "first": first + 1,
            "prev": hashes[first].hex(),
            "head": hashes[last].hex(),
            "events": world.bodies[first:last],
        }
        requests.append(packed_request(log=log, max_rows=0))
    return requests


def packed_request(**fields: Any) -> bytes:
    """A sync request as it travels."""
    request = {"proto": 1, "nonce": "bench", "app": "1.0.0", "cursor": None, **fields}
    return gzip.compress(json.dumps(request, ensure_ascii=False).encode(), 6)


@contextmanager
def serving(world: World) -> Generator["Phone"]:
    """The real server in a process of its own on this world, and a phone connected to it."""
    port = _free_port()
    environment = os.environ | {
        "RELAIS_DATABASE_URL": world.database_url,
        "RELAIS_DATA_DIR": str(world.folder),
        "RELAIS_PORT": str(port),
        "RELAIS_SYNCS_A_MINUTE": "1000000",
    }
    command = [sys.executable, "-m", "sync_server", "serve"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=60, transport=httpx.HTTPTransport(retries=20)
        ) as client:
            _wait_until_healthy(client, server)
            yield Phone(client, world.token, server.pid)
    finally:
        server.terminate()
        server.wait(20)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone's side of the wire, with one connection kept open."""

    client: httpx.Client
    token: str
    server_pid: int

    def send(self, packed: bytes) -> bytes:
        """One sync; the reply's bytes as they were meant. Raises: httpx.HTTPStatusError."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
        }
        return self.client.post("/v1/sync", content=packed, headers=headers).raise_for_status().content

    def server_rss_bytes(self) -> int:
        """The resident memory of the server now, 0 where the system does not tell."""
        status = Path(f"/proc/{self.server_pid}/status")
        if not status.exists():
            return 0
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024


def _wait_until_healthy(client: httpx.Client, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            if client.get("/healthz").is_success:
                return
        except httpx.TransportError:
            continue
    raise RuntimeError(f"the server ended with {server.returncode}")


def _insert_plan(connection: Connection, codes: list[str]) -> None:
    place = ("id", "name", "role", "lat", "lon", "area", "note", "phone")
    farm = (FARM, "Ferme du Pré", PlaceRole.FARM.value, 47.2, -1.5, "", "", "")
    relay = (RELAY, "Épicerie du bourg", PlaceRole.RELAY.value, 47.3, -1.6, "", "", "")
    insert_many(connection, Place, place, [farm, relay])
    columns = ("id", "date", "title", "kind", "helper_person_id", "status")
    kind, status = RoundKind.OWN_DELIVERY.value, RoundStatus.PLANNED.value
    insert_many(connection, Round, columns, [(ROUND, DAY, "Tournée", kind, HELPER, status)])
    insert_many(connection, RoundStop, ("round_id", "n", "place_id"), [(ROUND, 1, FARM), (ROUND, 2, RELAY)])
    _insert_consignments(connection, -(-len(codes) // CRATES_A_CONSIGNMENT))
    crates: Rows = [
        (code, n // CRATES_A_CONSIGNMENT + 1, n % CRATES_A_CONSIGNMENT + 1, CrateStatus.ACTIVE.value)
        for n, code in enumerate(codes)
    ]
    insert_many(connection, Crate, ("code", "consignment_pk", "rank", "status"), crates)
    moves: Rows = [(ROUND, code, 1, FARM, RELAY) for code in codes]
    columns = ("round_id", "crate_code", "step", "from_place_id", "to_place_id")
    insert_many(connection, CrateMove, columns, moves)


def _insert_consignments(connection: Connection, count: int) -> None:
    names = ("pk", "id", "producer_id", "place_id", "date", "turnover_ttc_cents", "volume_ml", "cls", "label")
    total, status = CRATES_A_CONSIGNMENT, ConsignmentStatus.ACTIVE.value
    rows: Rows = [
        (pk, f"c_{DAY}_P001_{pk}", "P001", RELAY, DAY, 20_000, 1, "ambiant", "légumes", total, status)
        for pk in range(1, count + 1)
    ]
    insert_many(connection, Consignment, (*names, "crate_total", "status"), rows)


def _codes(draw: random.Random, count: int) -> list[str]:
    codes: dict[str, None] = {}
    while len(codes) < count:
        code = new_code(draw.getrandbits(35))
        if code is not None:
            codes[code] = None
    return list(codes)


def _body(draw: random.Random, n: int, act: tuple[Kind, str], device_id: str) -> str:
    """A body of the size met in the field: about 460 bytes with its evidence."""
    at_ms = START_MS + n * 1000
    fact = Fact(
        id=uuid7(at_ms, draw.randbytes(10)),
        kind=act[0],
        actor=HELPER,
        device=device_id,
        app="1.0.0",
        clock=ClockMark(at_ms, 88_000_000 + n * 1000, "9f3c5a7bd1e2f304"),
        n=n,
        round_id=ROUND,
        place_id=FARM if act[0] is Kind.PICKUP else RELAY,
        crates=(act[1],),
        how="qr",
        data={"temp_dc": 35, "photo": f"sha256:{draw.randbytes(32).hex()}"},
    )
    return write_body(fact)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
