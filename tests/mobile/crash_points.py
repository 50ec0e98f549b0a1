"""A program that dies: one scenario run again and again, killed with SIGKILL some statements later each time.

Run as `python -m tests.mobile.crash_points SCENARIO FOLDER STRIDE [SERVER]`. Each death happens in a process
of its own, in a folder of its own; what the scenario was told is recorded goes to `told.txt` there before
the next act. Prints how many deaths it took until the scenario came to its end.
"""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from mobile.actions.attaching import Attached
from mobile.actions.crate_acts import CrateException
from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.record_temperature import RecordTemperature, record_temperature
from mobile.actions.rescue_take import TakenIn, TakePacksIn, take_packs_in
from mobile.device.clock import SeededRandomness
from mobile.store.database import open_store
from mobile.store.outbox import start_new_log
from mobile.sync.engine import sync_once
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from shared.custody.events import IncidentReason
from tests.builders_evidence import HERE, a_photo
from tests.builders_phone import FARM, HUB, ROUND, Hands, a_small_round, an_enrolled_phone, crate_codes

CODES = crate_codes(8)
TOLD = "told.txt"
LOST = "lost.relais"
DEATHS_MAX = 400


def record_a_round(folder: Path, _server: str) -> None:
    """From no file at all to a round on the disk, a new name for the log on the way."""
    bruno = an_enrolled_phone(folder, a_small_round(CODES))
    _tell(folder, bruno.arrive(FARM))
    missing = CrateException(CODES[7], IncidentReason.MISSING)
    _tell(folder, bruno.pick_up(*CODES, exceptions=(missing,)))
    start_new_log(bruno.store, bruno.randomness.random_bytes)
    _tell(folder, bruno.undo(bruno.arrive(HUB)))
    _tell(folder, bruno.drop(*CODES[:7]))
    shown = Attached(position=HERE, photos=(a_photo(),))
    reading = RecordTemperature(bruno.intent(), ROUND, HUB, 41, attached=shown)
    _tell(folder, record_temperature(reading, bruno.store, bruno.clock, bruno.randomness))


def record_and_sync(folder: Path, server: str) -> None:
    """On a phone that is enrolled already: record, sync, record, sync; what others did does not stop it."""
    store = open_store(folder)
    bruno = Hands(store, randomness=SeededRandomness(f"{folder}"))
    with open_http_client() as client:
        peer = HttpPeer(client, server)
        acts = (
            lambda: bruno.pick_up(*CODES, even_if_odd=True),
            lambda: bruno.drop(*CODES[:4], even_if_odd=True),
        )
        for act in acts:
            _sync(bruno, peer)
            _tell(folder, act())
        _sync(bruno, peer)


def carry(folder: Path, server: str) -> None:
    """Take a colleague's facts in, then hand them over."""
    store = open_store(folder)
    chloe = Hands(store, randomness=SeededRandomness(f"{folder}"))
    intent = TakePacksIn((folder / LOST).read_bytes())
    assert isinstance(take_packs_in(intent, store, chloe.clock, chloe.randomness), TakenIn)
    (folder / TOLD).write_text("taken in")
    with open_http_client() as client:
        _sync(chloe, HttpPeer(client, server))


SCENARIOS: dict[str, Callable[[Path, str], None]] = {
    "record_a_round": record_a_round,
    "record_and_sync": record_and_sync,
    "carry": carry,
}


def main() -> int:
    """Die at the first statement, a stride later, and so on, until the scenario comes to its end."""
    scenario, folder = SCENARIOS[sys.argv[1]], Path(sys.argv[2])
    stride, server = int(sys.argv[3]), "".join(sys.argv[4:])
    for deaths in range(DEATHS_MAX):
        ended = _live(scenario, folder / f"{deaths:03d}", server, deaths * stride)
        if not os.WIFSIGNALED(ended):
            sys.stdout.write(f"{deaths}\n")
            return os.waitstatus_to_exitcode(ended)
    return 1


def _live(scenario: Callable[[Path, str], None], folder: Path, server: str, die_before: int) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    event.listen(Engine, "connect", _watch(die_before))
    scenario(folder, server)
    os._exit(0)


_statements = 0


def _watch(die_before: int) -> Callable[[sqlite3.Connection, object], None]:
    """Every statement SQLite is about to run counts, BEGIN and COMMIT too."""

    def count(_statement: str) -> None:
        global _statements  # noqa: PLW0603 - one process, one life
        if _statements == die_before:
            os.kill(os.getpid(), signal.SIGKILL)
        _statements += 1

    return lambda connection, _record: connection.set_trace_callback(count)


def _sync(bruno: Hands, peer: HttpPeer) -> None:
    outcome = sync_once(bruno.store, peer, bruno.clock, bruno.randomness)
    assert isinstance(outcome, Synced), outcome


def _tell(folder: Path, outcome: RecordOutcome) -> None:
    """What reaches this file was answered « Enregistré »."""
    assert isinstance(outcome, Recorded), outcome
    with (folder / TOLD).open("a") as told:
        told.write("".join(f"{fact_id}\n" for fact_id in outcome.ids))


if __name__ == "__main__":
    sys.exit(main())
