"""Many worlds over several processes, and what they add up to."""

import gc
import json
import logging
import multiprocessing
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from tests.simulation.world import WorldFailed, WorldReport, run_world

MEMORY = Path("/dev/shm")
# All worlds of a process are in the same place: what is compiled for its database serves each.
WORLD = "world"


@dataclass(slots=True)
class Campaign:
    """What worlds added up to; `failed` names each seed that showed a violation."""

    worlds: int = 0
    events: int = 0
    steps: int = 0
    syncs: int = 0
    checks: int = 0
    faults: Counter[str] = field(default_factory=Counter[str])
    outcomes: Counter[str] = field(default_factory=Counter[str])
    failed: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def add(self, outcome: WorldReport | tuple[int, str]) -> None:
        """One more world."""
        self.worlds += 1
        if isinstance(outcome, tuple):
            self.failed.append(outcome)
            return
        self.events += outcome.events
        self.steps += outcome.tally.steps
        self.syncs += outcome.tally.syncs
        self.checks += outcome.tally.checks
        self.outcomes.update(outcome.tally.outcomes)
        self.faults.update({fault.value: count for fault, count in outcome.tally.faults.items()})


@contextmanager
def worlds_folder() -> Generator[Path]:
    """In memory where the machine has such a place."""
    parent = MEMORY if MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="relais-worlds-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def try_world(seed: int, folder: Path, templates: Path) -> WorldReport | tuple[int, str]:
    """One world, or its seed and what went wrong in it."""
    # A world is short: collecting once at its end, and only what it made itself, saves a fifth of its time.
    gc.freeze()
    gc.disable()
    try:
        return run_world(seed, folder / WORLD, templates)
    except WorldFailed as failed:
        return seed, str(failed)
    finally:
        gc.enable()
        gc.collect()
        shutil.rmtree(folder / WORLD, ignore_errors=True)


def run_seeds(seeds: Iterable[int], templates: Path | None = None) -> list[WorldReport | tuple[int, str]]:
    """Worlds one after another, in this process; `templates` keeps the networks they start from."""
    with quiet_alarms(), worlds_folder() if templates is None else nullcontext(templates) as folder:
        return [try_world(seed, folder, folder) for seed in seeds]


@contextmanager
def quiet_alarms() -> Generator[None]:
    """Alarms are what the faults are meant to cause; other tests in this process still hear theirs."""
    logger = logging.getLogger("relais")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def run_campaign(seeds: Sequence[int], processes: int, chunk: int = 8) -> Campaign:
    """Worlds shared out over processes."""
    campaign = Campaign()
    chunks = [seeds[start : start + chunk] for start in range(0, len(seeds), chunk)]
    spawning = multiprocessing.get_context("spawn")
    with worlds_folder() as templates, ProcessPoolExecutor(processes, spawning) as pool:
        for outcomes in pool.map(_run_chunk, chunks, repeat(templates)):
            for outcome in outcomes:
                campaign.add(outcome)
    return campaign


def _run_chunk(seeds: Sequence[int], templates: Path) -> list[WorldReport | tuple[int, str]]:
    # One making of each network a process: two that make the same at once would spoil it.
    return run_seeds(seeds, templates / str(os.getpid()))


def as_json_line(campaign: Campaign, first_seed: int, took_s: float) -> str:
    """The one line `make simulate` prints."""
    return json.dumps(
        {
            "worlds": campaign.worlds,
            "first_seed": first_seed,
            "events": campaign.events,
            "steps": campaign.steps,
            "syncs": campaign.syncs,
            "checks": campaign.checks,
            "faults": dict(sorted(campaign.faults.items())),
            "passes": dict(sorted(campaign.outcomes.items())),
            "faults_in_all": campaign.faults.total(),
            "violations": len(campaign.failed),
            "failed": [{"seed": seed, "what": what} for seed, what in campaign.failed],
            "worlds_per_s": round(campaign.worlds / took_s, 3),
        },
        ensure_ascii=False,
    )


def timed_campaign(first_seed: int, worlds: int, processes: int) -> tuple[Campaign, str]:
    """A campaign and its line."""
    began_s = time.monotonic()
    campaign = run_campaign(range(first_seed, first_seed + worlds), processes)
    return campaign, as_json_line(campaign, first_seed, time.monotonic() - began_s)
