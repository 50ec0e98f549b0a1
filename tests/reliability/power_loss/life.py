"""A phone's life, to be traced: the real store, the real actions, and a word after each act that returned.

Run as `python -m tests.reliability.power_loss.life FOLDER TOLD SEED ACTS HABIT`. `told` gets one JSON line
after each act: what from then on must survive. The last line is the whole log, position by position.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mobile.actions.crate_acts import CrateException
from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.record_temperature import RecordTemperature, record_temperature
from mobile.device.clock import SeededRandomness
from mobile.store.database import Store, open_store
from mobile.store.enrolment import Enrolment
from mobile.store.outbox import log_name, note_quarantined, outbox_counts, start_new_log, take_next
from mobile.store.pulled import PulledPage, RowChange, keep_page
from shared.custody.events import IncidentReason
from tests.builders_phone import FARM, HELPER, HUB, ROUND, Hands, a_small_round, crate_codes

CODES = crate_codes(60)
# Page sizes that make the write-ahead log be copied back every few acts rather than every hundred.
CHECKPOINT_OFTEN_PAGES = 40
HABITS = {
    "as_shipped": (),
    "often": (f"wal_autocheckpoint = {CHECKPOINT_OFTEN_PAGES}",),
    # What must be caught: a store that answers before the disk has it.
    "careless": ("synchronous = OFF", f"wal_autocheckpoint = {CHECKPOINT_OFTEN_PAGES}"),
    "hurried": ("synchronous = NORMAL", f"wal_autocheckpoint = {CHECKPOINT_OFTEN_PAGES}"),
}


@dataclass
class Life:
    """One start of the app until it is left, or until the power goes."""

    folder: Path
    told: int
    chance: Random
    pragmas: tuple[str, ...]
    hands: Hands = field(init=False)
    last: RecordOutcome | None = None

    def __post_init__(self) -> None:
        self.hands = Hands(self._open(), randomness=SeededRandomness(self.chance.getrandbits(64)))
        self.hands.clock.advance(outbox_counts(self.store).head * 60_000)

    @property
    def store(self) -> Store:
        """The store that is open now."""
        return self.hands.store

    def tell(self, **what: object) -> None:
        """From here on this must survive."""
        os.write(self.told, (json.dumps(what) + "\n").encode())

    def start(self) -> None:
        """Enrolled with a round on the phone, unless it is already."""
        self.tell(head=outbox_counts(self.store).head)
        if self.store.enrolment is None:
            self.enrol()
        with self.store.reading() as connection:
            has_rows = connection.exec_driver_sql("SELECT 1 FROM pulled_row").first() is not None
        if not has_rows:
            self.pull()

    def run(self, acts: int) -> None:
        """Live: mostly record, now and then sync, close, or be given a new name."""
        choices: list[tuple[Callable[[], None], int]] = [
            (self.pick_up, 30),
            (self.drop, 20),
            (self.measure, 20),
            (self.undo, 8),
            (self.acknowledge, 8),
            (self.pull, 6),
            (self.reset, 2),
            (self.fork, 2),
            (self.enrol, 2),
            (self.reopen, 2),
        ]
        for act in self.chance.choices([act for act, _ in choices], [often for _, often in choices], k=acts):
            act()
        with self.store.reading() as connection:
            log = connection.exec_driver_sql("SELECT seq, id, body, intent_id FROM logged_fact ORDER BY seq")
            self.tell(log=[list(row) for row in log])

    def pick_up(self) -> None:
        """Take some crates, one of them missing now and then."""
        codes = self.chance.sample(CODES, self.chance.randint(2, 30))
        missing = (CrateException(codes[0], IncidentReason.MISSING),) if self.chance.random() < 0.4 else ()
        self._recorded(self.hands.pick_up(*codes, at=FARM, exceptions=missing, even_if_odd=True))

    def drop(self) -> None:
        """Leave some crates."""
        codes = self.chance.sample(CODES, self.chance.randint(1, 30))
        self._recorded(self.hands.drop(*codes, at=HUB, even_if_odd=True))

    def measure(self) -> None:
        """A small fact: one page or two."""
        act = RecordTemperature(self.hands.intent(), ROUND, HUB, self.chance.randint(-200, 90), (CODES[0],))
        self._recorded(record_temperature(act, self.store, self.hands.clock, self.hands.randomness))

    def undo(self) -> None:
        """Withdraw what was recorded last."""
        if isinstance(self.last, Recorded):
            self._recorded(self.hands.undo(self.last))
            self.last = None

    def acknowledge(self) -> None:
        """The server says what it holds, and that it could not read one."""
        head = outbox_counts(self.store).head
        if head:
            with self.store.writing() as connection:
                assert take_next(connection, self.chance.randint(1, head + 1), self.chance.randint(0, head))
                seq = self.chance.randint(1, head)
                note_quarantined(connection, seq, [(seq, "unknown-kind")], 1)

    def pull(self) -> None:
        """Rows of one generation, with the cursor that says which."""
        generation = self._generation() + 1
        self._keep(generation, has_more=False, is_reset=False)
        self.tell(rows=generation)

    def reset(self) -> None:
        """Two pages that replace all rows once both are there."""
        generation = self._generation() + 1
        self._keep(generation, has_more=True, is_reset=True)
        self._keep(generation, has_more=False, is_reset=False)
        self.tell(rows=generation)

    def fork(self) -> None:
        """The log under a new name."""
        start_new_log(self.store, self.hands.randomness.random_bytes)
        self.tell(log_id=log_name(self.store))

    def enrol(self) -> None:
        """A new credential."""
        token = self.chance.randbytes(16).hex()
        self.store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000001", HELPER, token))
        self.tell(token=token)

    def reopen(self) -> None:
        """The app is left and started again."""
        self.store.close()
        self.hands.store = self._open()

    def _open(self) -> Store:
        store = open_store(self.folder, SeededRandomness(self.chance.getrandbits(64)).random_bytes)
        with store.reading() as connection:
            driver = connection.connection.driver_connection
        for pragma in self.pragmas:
            assert driver is not None
            driver.execute(f"PRAGMA {pragma}")
        return store

    def _recorded(self, outcome: RecordOutcome) -> None:
        assert isinstance(outcome, Recorded), outcome
        self.last = outcome
        self.tell(head=outbox_counts(self.store).head)

    def _generation(self) -> int:
        with self.store.reading() as connection:
            cursor = connection.exec_driver_sql("SELECT cursor FROM sync_state").scalar_one()
        return int(cursor or "0")

    def _keep(self, generation: int, *, has_more: bool, is_reset: bool) -> None:
        rows = [
            RowChange(row.table, row.key, {**(row.content or {}), "generation": generation})
            for row in a_small_round(CODES)
        ]
        half = len(rows) // 2
        page = rows[:half] if has_more else rows
        with self.store.writing() as connection:
            keep_page(connection, PulledPage(tuple(page), f"{generation}", has_more, is_reset), None)


def main(folder: str, told: str, seed: str, acts: str, habit: str) -> None:
    """Live until the end."""
    descriptor = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    life = Life(Path(folder), descriptor, Random(seed), HABITS[habit])
    life.start()
    life.run(int(acts))


if __name__ == "__main__":
    main(*sys.argv[1:6])
