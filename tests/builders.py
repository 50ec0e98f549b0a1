"""Builders of the server's tests: a real server in process, people, and phones driven by hand."""

import asyncio
import gzip
import json
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import FastAPI

from shared.custody.bodies import write_body
from shared.custody.events import ClockMark, Fact, Kind
from shared.ids import uuid4, uuid7
from shared.sync.hashchain import chain_hashes, log_start
from sync_server.accounts.devices import DeviceStatus, add_device, revoke_device
from sync_server.accounts.people import PersonFields, Role, put_people
from sync_server.app import app_on
from sync_server.config import Settings
from sync_server.db.feed import lock_feed
from sync_server.db.migrate import migrate
from sync_server.db.rows import RowPut, put_rows
from sync_server.db.runtime import Runtime
from sync_server.db.session import Database, begin, open_database, read

# Friday 6 November 2026, 07:00 in France.
FRIDAY_MORNING_MS = 1_793_944_800_000
ZERO_HASH = "0" * 64


@dataclass(slots=True)
class HandClock:
    """A clock that moves only when told."""

    at_ms: int = FRIDAY_MORNING_MS

    def __call__(self) -> int:
        return self.at_ms

    def forward(self, *, s: int = 0, days: int = 0) -> None:
        """Lets time pass."""
        self.at_ms += (s + days * 86_400) * 1000


@dataclass(slots=True)
class CountedBytes:
    """Random bytes that are the same in every run and never repeat."""

    turns: int = 0

    def __call__(self, size: int) -> bytes:
        self.turns += 1
        return sha256(str(self.turns).encode()).digest()[:size].ljust(size, b"\x01")


class InProcess(httpx.BaseTransport):
    """Carries the requests of an ordinary client to an application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answers once the application has."""
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result()

    def close(self) -> None:
        """Stops the loop the application ran on."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        request.stream = httpx.ByteStream(request.read())
        answer = await self._transport.handle_async_request(request)
        raw = b"".join([chunk async for chunk in answer.stream])  # type: ignore[union-attr]
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(raw))


@dataclass(slots=True)
class PhoneByHand:
    """A phone's log and token without the phone: what goes over the wire is chosen by the test."""

    server: "ServerInProcess"
    person_id: str
    device_id: str
    token: str
    log_id: str = ""
    bodies: list[str] = field(default_factory=list[str])
    cursor: str | None = None
    boot_key: str = "bk1"
    recorded: int = 0

    def __post_init__(self) -> None:
        self.log_id = uuid4(self.server.runtime.random_bytes(16))

    def body(self, kind: Kind, **fields: Any) -> str:
        """A well-formed body of this phone, not recorded in its log."""
        self.recorded += 1
        now_ms = self.server.clock.at_ms
        at_ms = fields.pop("wall_ms", now_ms + self.recorded)
        boot_ms = fields.pop("boot_ms", 1_000_000 + self.recorded)
        fact = Fact(
            id=fields.pop("id", uuid7(now_ms, self.server.runtime.random_bytes(10))),
            kind=kind,
            actor=fields.pop("actor", self.person_id),
            device=fields.pop("device", self.device_id),
            app="1.0.0",
            clock=ClockMark(at_ms, boot_ms, fields.pop("boot_key", self.boot_key)),
            n=fields.pop("n", self.recorded),
            crates=tuple(fields.pop("crates", ())),
            **fields,
        )
        return write_body(fact)

    def record(self, kind: Kind, **fields: Any) -> str:
        """Appends a fact to the log; its id."""
        text = self.body(kind, **fields)
        self.bodies.append(text)
        return json.loads(text)["id"]

    def record_text(self, text: str) -> None:
        """Appends any text to the log, readable or not."""
        self.bodies.append(text)

    def hashes(self) -> list[str]:
        """h_0 and the hash after each body."""
        start = log_start(self.log_id)
        return [start.hex()] + [
            each.hex() for each in chain_hashes(start, [text.encode() for text in self.bodies])
        ]

    def stretch(self, first: int = 1, last: int | None = None) -> dict[str, Any]:
        """The `log` member that pushes positions `first` to `last`."""
        last = len(self.bodies) if last is None else last
        hashes = self.hashes()
        return {
            "id": self.log_id,
            "first": first,
            "prev": hashes[first - 1] if first <= len(self.bodies) + 1 else ZERO_HASH,
            "head": hashes[last],
            "events": self.bodies[first - 1 : last],
        }

    def request(self, log: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """A whole request."""
        asked: dict[str, Any] = {
            "proto": 1,
            "nonce": "bm9uY2U=",
            "app": "1.0.0",
            "clk": {"wall": self.server.clock.at_ms, "boot": 1, "bk": self.boot_key},
            "cursor": self.cursor,
            "max_rows": 500,
        }
        return asked | ({} if log is None else {"log": log}) | more

    def post(self, request: dict[str, Any], *, compressed: bool = False) -> Any:
        """Sends a request; the HTTP answer."""
        raw = json.dumps(request).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if compressed:
            raw, headers["Content-Encoding"] = gzip.compress(raw), "gzip"
        return self.server.client.post("/v1/sync", content=raw, headers=headers)

    def push(self, first: int = 1, last: int | None = None) -> dict[str, Any]:
        """Pushes a stretch; the `log` member of the reply."""
        answer = self.post(self.request(self.stretch(first, last), max_rows=0))
        assert answer.status_code == 200, answer.text
        return answer.json()["log"]

    def pull(self, **more: Any) -> dict[str, Any]:
        """Pulls one page and keeps its cursor; the `pull` member of the reply."""
        answer = self.post(self.request(**more))
        assert answer.status_code == 200, answer.text
        pulled = answer.json()["pull"]
        self.cursor = pulled["cursor"]
        return pulled

    def pull_all(self, **more: Any) -> dict[tuple[str, str], Any]:
        """All rows of the scope as a phone that starts anew would hold them."""
        self.cursor = None
        held: dict[tuple[str, str], Any] = {}
        for _ in range(1000):
            page = self.pull(**more)
            for row in page["rows"]:
                if row.get("x"):
                    held.pop((row["t"], row["k"]), None)
                else:
                    held[row["t"], row["k"]] = row["d"]
            if not page["more"]:
                return held
        raise AssertionError("the pages never end")


@dataclass(slots=True)
class ServerInProcess:
    """The real application on a real database, asked without a socket."""

    runtime: Runtime
    client: httpx.Client
    clock: HandClock

    def add_person(self, person_id: str, *roles: Role, name: str = "") -> str:
        """A person of the network."""
        with begin(self.runtime.database) as session:
            fields = PersonFields(person_id, name or f"Personne {person_id}", frozenset(roles))
            put_people(session, lock_feed(session), [fields])
        return person_id

    def add_phone(self, person_id: str) -> PhoneByHand:
        """A phone of a person, with a token."""
        with begin(self.runtime.database) as session:
            device = add_device(session, person_id, self.clock.at_ms, self.runtime.random_bytes)
        return PhoneByHand(self, person_id, device.id, device.token)

    def revoke(self, device_id: str, status: DeviceStatus = DeviceStatus.RETIRED) -> None:
        """Takes a phone's rights away."""
        with begin(self.runtime.database) as session:
            assert revoke_device(session, device_id, status, self.clock.at_ms)

    def put_rows(self, *rows: RowPut) -> None:
        """Publishes rows to phones."""
        with begin(self.runtime.database) as session:
            put_rows(session, lock_feed(session), rows)

    def rows_of(self, statement: str) -> Sequence[Any]:
        """What a plain SQL question answers."""
        with read(self.runtime.database) as session:
            return session.connection().exec_driver_sql(statement).all()

    def change(self, write: Callable[[Any], None]) -> None:
        """Writes directly, in a transaction."""
        with begin(self.runtime.database) as session:
            write(session)


@contextmanager
def restarted(server: ServerInProcess) -> Generator[ServerInProcess]:
    """The same server after its process ended and began again: its database, and nothing of its memory."""
    app = app_on(server.runtime)
    with httpx.Client(transport=InProcess(app), base_url="http://127.0.0.1", follow_redirects=True) as client:
        client.cookies.update(server.client.cookies)
        yield ServerInProcess(server.runtime, client, server.clock)


@cache
def _migrated_file() -> bytes:
    """An empty database of today's schema, made once: the revisions take a moment."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        database = open_database(f"sqlite:///{file}")
        migrate(database)
        database.close()
        return file.read_bytes()


@contextmanager
def a_migrated_database(folder: Path, url: str = "") -> Generator[Database]:
    """An empty database of today's schema: a SQLite file in `folder`, else the one at `url`."""
    file = folder / "relais.db"
    if not url:
        file.write_bytes(_migrated_file())
    opened = open_database(url or f"sqlite:///{file}")
    migrate(opened)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def a_server(folder: Path, **settings: Any) -> Generator[ServerInProcess]:
    """A server on a fresh SQLite file, or on `database_url`."""
    chosen = Settings(data_dir=folder, **settings)
    clock = HandClock()
    file = folder / "relais.db"
    if not chosen.database_url and not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_migrated_file())
    runtime = Runtime(chosen, open_database(chosen.effective_database_url), clock, CountedBytes())
    migrate(runtime.database)
    try:
        with httpx.Client(transport=InProcess(app_on(runtime)), base_url="http://127.0.0.1") as client:
            yield ServerInProcess(runtime, client, clock)
    finally:
        runtime.database.close()
