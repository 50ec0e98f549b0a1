"""A real phone in this process, on its folder: it records, syncs, dies, is copied and restored."""

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.recording import new_intent_id
from mobile.device.clock import SeededRandomness
from mobile.store.database import Store, StoreFailedError, open_store
from mobile.sync.engine import sync_once
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import SyncOutcome
from shared.ids import uuid7
from shared.sync.hashchain import log_start, next_hash
from tests.simulation.breaking import Breaker, Crash
from tests.simulation.evidence import small_chunks
from tests.simulation.faults import Fault, Tally
from tests.simulation.line import FaultyLine
from tests.simulation.owed import Owed
from tests.simulation.server import NO_PAGE_LIMIT, SERVER_URL
from tests.simulation.times import PhoneClock

T = TypeVar("T")


class CountedTwice(AssertionError):
    """The same tap was recorded as two acts."""


@dataclass(frozen=True, slots=True)
class PhoneCopy:
    """A phone's folder at one instant, and the facts its log held then."""

    folder: Path
    fact_ids: frozenset[str]


class SimPhone:
    """One person's phone; `is_gone` once it is lost for good."""

    def __init__(
        self,
        name: str,
        folder: Path,
        person_id: str,
        clock: PhoneClock,
        line: FaultyLine,
        owed: Owed,
        tally: Tally,
    ) -> None:
        self.name = name
        self.folder = folder
        self.person_id = person_id
        self.clock = clock
        self.owed = owed
        self.tally = tally
        self.breaker = Breaker()
        self.chance = random.Random(f"hands of {name}")
        self.camera = random.Random(f"camera of {name}")
        self.randomness = SeededRandomness(f"phone {name}")
        self.is_gone = False
        self.last_outcome: SyncOutcome | None = None
        self.peer = HttpPeer(open_http_client(line), SERVER_URL)
        self.store: Store = self._open()

    def intent(self) -> str:
        """A screen is shown: a new intent."""
        return new_intent_id(self.clock, self.randomness)

    def record(self, intent_id: str, act: Callable[[Store], RecordOutcome]) -> RecordOutcome | None:
        """A person acts; after a crash they open the app again and tap again. None: it did not work."""
        outcome = self.run(lambda: act(self.store))
        if outcome is None and self.chance.random() < 0.8:
            outcome = self.run(lambda: act(self.store))
        if isinstance(outcome, Recorded):
            self._note(intent_id, outcome)
            if self.chance.random() < 0.05:
                self._tap_again(outcome, act)
        return outcome

    def sync(self) -> SyncOutcome | None:
        """One pass; None where the app died over it."""
        self.tally.syncs += 1
        with small_chunks():
            self.last_outcome = self.run(
                lambda: sync_once(self.store, self.peer, self.clock, self.randomness)
            )
        self.tally.ended(self.last_outcome)
        return self.last_outcome

    def run(self, act: Callable[[], T]) -> T | None:
        """What the app does; None where it died or its disk was full."""
        try:
            return act()
        except Crash:
            self.tally.happened(Fault.PHONE_CRASH)
            self.restart()
        except StoreFailedError:
            self.tally.happened(Fault.PHONE_FULL)
        return None

    def restart(self) -> None:
        """The app ends and is opened again."""
        self.close()
        self.store = self._open()

    def close(self) -> None:
        """The app ends."""
        self.breaker.disarm()
        self.store.close()

    def copy_folder(self, target: Path) -> PhoneCopy:
        """What a backup of the phone holds."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder, target)
        return PhoneCopy(target, self.fact_ids())

    def restore(self, copy: PhoneCopy) -> None:
        """The phone is set back to an older copy of itself, and goes on from there."""
        self.close()
        shutil.rmtree(self.folder)
        shutil.copytree(copy.folder, self.folder)
        self.store = self._open()

    def limit_disk(self, spare_pages: int | None) -> None:
        """Leaves the file so many pages to grow by; None: as many as it likes."""
        driver = self._driver()
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        limit = NO_PAGE_LIMIT if spare_pages is None else pages + spare_pages
        driver.execute(f"PRAGMA max_page_count = {limit}")

    def rows(self, statement: str, *parameters: object) -> list[Any]:
        """What a plain SQL question answers."""
        return self._driver().execute(statement, parameters).fetchall()

    def fact_ids(self) -> frozenset[str]:
        """The ids of all facts on this phone: its own, and those it carries for others."""
        carried = self.rows("SELECT digest FROM carried_pack WHERE pack IS NOT NULL")
        return self.own_fact_ids().union(*(self.owed.sealed[digest] for (digest,) in carried))

    def own_fact_ids(self) -> frozenset[str]:
        """The ids of all facts in the log."""
        return frozenset(row[0] for row in self.rows("SELECT id FROM logged_fact"))

    def record_as_a_newer_app(self) -> None:
        """An app this server does not know yet leaves a fact of a new kind, as its own journal would."""
        enrolment = self.store.enrolment
        if enrolment is None:
            return
        log_id = self.rows("SELECT log_id FROM sync_state")[0][0]
        end = self.rows("SELECT seq, hash, n FROM logged_fact ORDER BY seq DESC LIMIT 1")
        seq, end_hash, n = end[0] if end else (0, log_start(log_id), 0)
        fact_id = uuid7(self.clock.wall_ms(), self.randomness.random_bytes(10))
        clock = {"wall": self.clock.wall_ms(), "boot": self.clock.boot_ms(), "bk": self.clock.boot_key()}
        content: dict[str, Any] = {"v": 1, "id": fact_id, "kind": "weighing", "actor": enrolment.person_id}
        content |= {
            "device": enrolment.device_id,
            "app": "9.0.0",
            "clk": clock,
            "n": n + 1,
            "data": {"g": 12},
        }
        body = json.dumps(content, separators=(",", ":"))
        with self.store.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO logged_fact (seq, id, kind, n, wall_ms, hash, body)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    seq + 1,
                    fact_id,
                    "weighing",
                    n + 1,
                    clock["wall"],
                    next_hash(end_hash, body.encode()),
                    body,
                ),
            )
        self.owed.of_tomorrow.add(fact_id)
        self.owed.recorded(None, [(fact_id, body)])
        self.tally.happened(Fault.NEWER_CLIENT)

    def _open(self) -> Store:
        store = open_store(self.folder, self.randomness.random_bytes)
        self.breaker.watch(store._connection.engine)
        # A process that dies needs no flush to the disk; power cuts are explored elsewhere.
        store._connection.connection.driver_connection.execute("PRAGMA synchronous = OFF")  # type: ignore[union-attr]
        return store

    def _driver(self) -> Any:
        return self.store._connection.connection.driver_connection

    def _note(self, intent_id: str, outcome: Recorded) -> None:
        marks = ",".join("?" * len(outcome.ids))
        facts = self.rows(
            f"SELECT id, body FROM logged_fact WHERE id IN ({marks}) ORDER BY seq", *outcome.ids
        )
        if len(facts) != len(outcome.ids):
            raise AssertionError(
                f"I1: {self.name} was told {outcome.ids} but its log holds {len(facts)} of them"
            )
        self.owed.recorded(intent_id, facts)

    def _tap_again(self, first: Recorded, act: Callable[[Store], RecordOutcome]) -> None:
        second = self.run(lambda: act(self.store))
        self.tally.happened(Fault.DOUBLE_TAP)
        if second is not None and not (isinstance(second, Recorded) and second.ids == first.ids):
            raise CountedTwice(f"{self.name}: {first} then {second}")
