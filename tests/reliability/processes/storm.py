"""Phones and the server killed with SIGKILL at random while they record and sync; then everything is counted.

`python -m tests.reliability.processes.storm --minutes M --seed S` prints one JSON line.
"""

import argparse
import json
import os
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from tests.builders import FRIDAY_MORNING_MS, a_server
from tests.builders_phone import HELPER, ROUND
from tests.mobile.sync.world import CARRIER, DELIVERY, a_co_op, a_phone
from tests.reliability.processes.aftermath import Aftermath, count_everything
from tests.reliability.processes.phone_lives import CODES, SYNCED, Start, heal, in_a_child, live
from tests.reliability.processes.server_process import ServerProcess

ROUND_OF = {HELPER: ROUND, CARRIER: DELIVERY}
PERSONS = (HELPER, CARRIER) * 3
SILENCE_MAX_S = 120
# A phone dies every few acts of all phones together; the server after so many syncs.
ACTS_BETWEEN_DEATHS_MAX = 6
SYNCS_BETWEEN_SERVER_DEATHS = (20, 60)


@dataclass(slots=True)
class Storm:
    """The processes that live now, and how many died."""

    server: ServerProcess
    folders: list[Path]
    seed: str
    chance: Random
    progress: tuple[int, int] = field(default_factory=os.pipe)
    living: dict[int, int] = field(default_factory=dict[int, int])
    lives: int = 0
    seen: Counter[str] = field(default_factory=Counter[str])
    phone_deaths: int = 0
    server_deaths: int = 0

    def begin_life(self, number: int) -> None:
        """A phone starts, for the first time or again."""
        self.lives += 1
        pid = in_a_child(partial(live, self._start(number), self.progress[1]))
        self.living[pid] = number

    def end_life(self) -> None:
        """One of the phones is killed, whatever it is doing, and started again."""
        pid = self.chance.choice(sorted(self.living))
        number = self.living.pop(pid)
        os.kill(pid, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL, "a phone ended by itself"
        self.phone_deaths += 1
        self.begin_life(number)

    def hear(self) -> bytes:
        """What phones did since the last time; waits until one did something."""
        for _ in range(SILENCE_MAX_S):
            if select.select([self.progress[0]], [], [], 1)[0]:
                break
            ended = [pid for pid in self.living if os.waitpid(pid, os.WNOHANG)[0]]
            assert not ended, "a phone ended by itself"
        else:
            raise AssertionError("no phone does anything")
        heard = os.read(self.progress[0], 4096)
        self.seen.update(heard.decode())
        return heard

    def kill_server(self) -> None:
        """The server dies and is started again; phones meanwhile find nobody."""
        self.server.kill()
        self.server_deaths += 1
        self.server.start()
        # Mostly the phones then record without it and find it again; now and then they die meanwhile.
        if self.chance.random() < 0.8:
            self.server.wait_until_it_answers()

    def calm(self) -> None:
        """The last deaths; then every phone syncs, twice, so that each has the others' rows too."""
        for pid in self.living:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.living.clear()
        self.server.wait_until_it_answers()
        for _ in range(2):
            pids = [in_a_child(partial(heal, self._start(number))) for number in range(len(self.folders))]
            ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
            assert ends == [0] * len(pids), "a phone does not heal"
            self.lives += 1

    def _start(self, number: int) -> Start:
        seed = f"{self.seed}/{number}/{self.lives}"
        at_ms = FRIDAY_MORNING_MS + self.lives * 600_000
        return Start(self.folders[number], self.server.address, ROUND_OF[PERSONS[number]], seed, at_ms)


def run_storm(work: Path, seed: str, phone_deaths: int, minutes: float = 0) -> tuple[Storm, Aftermath]:
    """Kill until so many phones died and so many minutes have passed, calm down, and count."""
    data_dir, chance = work / "server", Random(seed)
    with a_server(data_dir) as server:
        assert set(a_co_op(server, len(CODES))) == set(CODES)
        folders = [work / f"phone-{number}" for number in range(len(PERSONS))]
        for number, (folder, person_id) in enumerate(zip(folders, PERSONS, strict=True)):
            a_phone(server, folder, person_id, number).store.close()
    storm = Storm(ServerProcess(data_dir), folders, seed, chance)
    storm.server.start()
    try:
        storm.server.wait_until_it_answers()
        for number in range(len(folders)):
            storm.begin_life(number)
        _kill_at_random(storm, phone_deaths, time.monotonic() + minutes * 60)
        storm.calm()
        return storm, count_everything(storm.server, folders)
    finally:
        for pid in storm.living:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        storm.server.kill()


def _kill_at_random(storm: Storm, phone_deaths: int, until_s: float) -> None:
    acts_left, syncs_left = 1, 10
    while storm.phone_deaths < phone_deaths or time.monotonic() < until_s:
        heard = storm.hear()
        acts_left -= len(heard)
        syncs_left -= heard.count(SYNCED)
        if syncs_left <= 0:
            storm.kill_server()
            syncs_left = storm.chance.randint(*SYNCS_BETWEEN_SERVER_DEATHS)
        if acts_left <= 0:
            storm.end_life()
            acts_left = storm.chance.randint(0, ACTS_BETWEEN_DEATHS_MAX)


def main() -> int:
    """One JSON line; an assertion where something was lost, doubled or left behind."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--phone-deaths", type=int, default=0)
    asked.add_argument("--seed", default="1")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        storm, aftermath = run_storm(Path(folder), options.seed, options.phone_deaths, options.minutes)
    counted = {"phones": len(storm.folders), "phones_killed": storm.phone_deaths}
    counted |= {"server_killed": storm.server_deaths, "recorded": storm.seen["r"], "synced": storm.seen["s"]}
    answer = {
        "seed": options.seed,
        "minutes": options.minutes,
        **counted,
        **aftermath.counts,
        "wrong": aftermath.wrong,
    }
    sys.stdout.write(json.dumps(answer) + "\n")
    return 1 if aftermath.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
