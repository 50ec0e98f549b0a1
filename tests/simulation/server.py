"""The real server in this process, on a file: it answers, dies, is backed up and restored."""

import asyncio
import sqlite3
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from shared.custody.events import Kind
from sync_server.app import app_on
from sync_server.backup.chains import CopyFault
from sync_server.backup.kept_files import FOLDER, KeptFile, keep_file, unfinished_path
from sync_server.backup.queries import mark_rewound, raise_safe
from sync_server.backup.replacing import prepare_copy, put_in_place
from sync_server.backup.taking import (
    SQLITE_ENDING,
    copy_and_prove_file,
    count_backup,
    fault_against_live,
)
from sync_server.config import Settings
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import Database, begin, open_database
from sync_server.upkeep.after_push import project_again, read_quarantine_again
from tests.simulation.breaking import Breaker, Crash
from tests.simulation.faults import Fault, Tally
from tests.simulation.ground import DATABASE
from tests.simulation.seams import SeededBytes, reading_without, without_threads
from tests.simulation.times import TrueTime
from tests.simulation.twin import HISTORY, Twin

SERVER_URL = "http://127.0.0.1"
SERVICE_UNAVAILABLE = 503
NO_PAGE_LIMIT = 1_073_741_823
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the server's database at one instant, and the facts it held then.

    `logs` gives the last position it holds of each log, where it was proven and counted as a backup.
    """

    path: Path
    fact_ids: frozenset[str]
    logs: Mapping[str, int] = field(default_factory=dict[str, int])


@cache
def database_of_this_process(url: str) -> Database:
    """Closed and used again at each start and by each world: connections are new, statements compiled."""
    return open_database(url)


class SimServer:
    """One server process after another on the same file."""

    def __init__(self, folder: Path, time: TrueTime, seed: int, tally: Tally, min_app: str = "0") -> None:
        self.folder = folder
        self.path = folder / DATABASE
        self.time = time
        self.tally = tally
        self.breaker = Breaker()
        # How often this database became another one: what was read of it before says nothing any more.
        self.incarnation = 0
        # The kinds a server of yesterday cannot read.
        self.unknown_kinds: frozenset[Kind] = frozenset()
        self.was_upgraded = False
        self._random_bytes = SeededBytes(f"server {seed}")
        self._twin: Twin | None = None
        self._settings = Settings(
            data_dir=folder,
            database_url=f"sqlite:///{self.path}",
            min_app=min_app,
            syncs_a_minute=100_000,
            enrolment_tries=100_000,
        )
        self._loop = asyncio.new_event_loop()
        self._database = database_of_this_process(self._settings.effective_database_url)
        self.breaker.watch(self._database.writer)
        self.breaker.watch(self._database.reader)
        self._start()

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the server says, unless it dies over it. Raises: httpx.RemoteProtocolError."""
        try:
            with without_threads(), reading_without(self.unknown_kinds):
                self._random_bytes.drawn.clear()
                answer = self._loop.run_until_complete(self._ask(request))
                with self._twin_follows() as twin:
                    if twin is not None:
                        twin.follow(self._loop, request, answer)
            if answer.status_code == SERVICE_UNAVAILABLE:
                self.tally.happened(Fault.SERVER_FULL)
            return answer
        except Crash:
            self.tally.happened(Fault.SERVER_CRASH)
            self.restart()
            raise httpx.RemoteProtocolError("server disconnected without sending a response") from None

    def coordinate(self, act: Callable[[Session, LockedFeed], T]) -> T | None:
        """What a coordinator does in one transaction; None where the server died or its disk is full."""
        try:
            self._random_bytes.drawn.clear()
            with begin(self.runtime.database) as session:
                outcome = act(session, lock_feed(session))
            with self._twin_follows() as twin:
                if twin is not None:
                    twin.coordinate(act)
            return outcome
        except Crash:
            self.tally.happened(Fault.SERVER_CRASH)
            self.restart()
        except OperationalError:
            self.tally.happened(Fault.SERVER_FULL)
        return None

    def begin_twin(self, url: str, variant: int) -> Twin:
        """From now on a second server on this database is asked the same."""
        self._twin = Twin(url, self._settings, self.time, self._random_bytes)
        self._twin.fill(variant)
        return self._twin

    def upkeep(self) -> None:
        """What an operator does after alarms, and the server by itself at each start."""
        for runtime in self._runtimes():
            project_again(runtime, everything=False)
            read_quarantine_again(runtime)

    def history(self) -> list[list[tuple[Any, ...]]]:
        """Everything that was received and what was made of it, as the twin gives it."""
        return [self.rows(each) for each in HISTORY]

    def rows(self, statement: str, *parameters: object) -> list[Any]:
        """What a plain SQL question answers, asked beside the program."""
        return self._eyes.execute(statement, parameters).fetchall()

    def held_ids(self) -> frozenset[str]:
        """The ids of all facts held, those in quarantine included."""
        accepted = {row[0] for row in self.rows("SELECT id FROM event")}
        kept = self.rows("SELECT json_extract(body, '$.id') FROM log_entry WHERE body IS NOT NULL")
        return frozenset(accepted | {row[0] for row in kept})

    def restart(self) -> None:
        """The process ends and another one begins on the same file."""
        self.stop()
        self._start()

    def back_up(self, number: int) -> Backup:
        """A consistent copy of the file while the server runs."""
        copy = self.folder / f"backup-{number}.db"
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return Backup(copy, self.held_ids())

    def back_up_for_real(self) -> Backup | None:
        """What `backup` does: copied, proven, compared with the live feed, counted. None: cut short."""
        unfinished = unfinished_path(self.folder / FOLDER, self.time.at_ms)
        held = self.held_ids()
        content = copy_and_prove_file(self.path, unfinished)
        if isinstance(content, CopyFault):
            raise AssertionError(f"a copy of a sound database cannot be proven: {content}")

        kept: list[KeptFile] = []

        def count(session: Session, _: LockedFeed) -> Backup:
            fault = fault_against_live(session, content)
            if fault is not None:
                raise AssertionError(f"the copy and the live feed differ: {fault}")
            # A twin counts the same file.
            kept.append(
                keep_file(unfinished, content, self.time.at_ms, SQLITE_ENDING) if not kept else kept[0]
            )
            count_backup(session, content, kept[0], self.time.at_ms)
            return Backup(kept[0].path, held, content.logs)

        return self.coordinate(count)

    def restore(self, backup: Backup) -> None:
        """The file is lost; an older copy takes its place, as `restore` does it or by hand."""
        self.stop()
        if backup.logs:
            prepared = prepare_copy(backup.path, self.path)
            self._mark_restored(prepared, backup)
            put_in_place(prepared, self.path, self.time.at_ms)
        else:
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            self.path.write_bytes(backup.path.read_bytes())
        self.incarnation += 1
        self._start()

    def limit_disk(self, spare_pages: int | None) -> None:
        """Leaves the file so many pages to grow by; None: as many as it likes."""
        connection = self.runtime.database.writer.raw_connection()
        try:
            driver: Any = connection.driver_connection
            pages = driver.execute("PRAGMA page_count").fetchone()[0]
            limit = NO_PAGE_LIMIT if spare_pages is None else pages + spare_pages
            driver.execute(f"PRAGMA max_page_count = {limit}")
        finally:
            connection.close()

    def upgrade(self) -> None:
        """A newer program takes over; as at each of its starts, it reads the quarantine again."""
        self.unknown_kinds = frozenset()
        self.was_upgraded = True
        self.restart()
        self.upkeep()

    def wal_bytes(self) -> int:
        """How big the write-ahead log is."""
        wal = self.path.with_name(self.path.name + "-wal")
        return wal.stat().st_size if wal.exists() else 0

    def stop(self) -> None:
        """The process ends."""
        self.breaker.disarm()
        self._eyes.close()
        self._database.close()

    def close(self) -> None:
        """The world ends."""
        self.stop()
        self.breaker.unwatch(self._database.writer)
        self.breaker.unwatch(self._database.reader)
        self._loop.close()
        if self._twin is not None:
            self._twin.close()

    @contextmanager
    def _twin_follows(self) -> Generator[Twin | None]:
        """The second server, with the chance the first one had."""
        self._random_bytes.again = list(self._random_bytes.drawn)
        try:
            yield self._twin
        finally:
            self._random_bytes.again = None

    def _runtimes(self) -> list[Runtime]:
        return [self.runtime] if self._twin is None else [self.runtime, self._twin.runtime]

    def _mark_restored(self, prepared: Path, backup: Backup) -> None:
        opened = open_database(f"sqlite:///{prepared}")
        try:
            migrate(opened)
            with begin(opened) as session:
                mark_rewound(session, backup.path.name, self.time.at_ms)
                raise_safe(session, backup.logs)
        finally:
            opened.close()

    def _start(self) -> None:
        self.runtime = Runtime(self._settings, self._database, self.time, self._random_bytes)
        self._eyes = sqlite3.connect(self.path, isolation_level=None)
        self._transport = httpx.ASGITransport(app_on(self.runtime), raise_app_exceptions=False)

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        raw = b"".join([chunk async for chunk in answer.stream])  # type: ignore[union-attr]
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(raw))
