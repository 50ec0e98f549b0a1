"""Trying one mutant: its tests first, then simulated worlds, each in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.mutants.mutant import WORLDS, Mutant, TextMoved
from tests.mutants.tree import broken
from tests.mutants.worlds import VIOLATION_EXIT
from tests.sync_server.postgres import postgres_programs

# Far beyond what any killer takes on a slow machine: only what hangs comes here.
TESTS_LIMIT_S = 120
WORLDS_LIMIT_S = 300
TESTS_FAILED_EXIT = 1
_PYTEST = ("-m", "pytest", "-q", "-rfE", "--tb=no", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist")


class End(StrEnum):
    """What became of a mutant. Only the first two are deaths."""

    KILLED = "killed"
    HUNG = "hung"
    SURVIVED = "survived"
    # Neither dead nor alive: it did not even start, so nothing was shown.
    BROKEN = "broken"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Trial:
    """How a mutant ended, by whom, and what that one said."""

    mutant: Mutant
    end: End
    killer: str
    said: str
    took_s: float

    @property
    def is_dead(self) -> bool:
        """Whether somebody noticed the broken rule."""
        return self.end in (End.KILLED, End.HUNG)


@dataclass(frozen=True, slots=True)
class Run:
    """A process that came to its end, or None where it was stopped at the time limit."""

    code: int | None
    output: str


def try_mutant(tree: Path, mutant: Mutant, *, only_worlds: bool = False) -> Trial:
    """Breaks the rule in this tree, looks who notices, and puts it back."""
    began_s = time.monotonic()
    if mutant.needs_postgresql and (only_worlds or postgres_programs() is None):
        return Trial(mutant, End.NOT_TRIED, "", "no PostgreSQL on this machine", 0.0)
    nodes = [] if only_worlds else [each for each in mutant.killers if each != WORLDS]
    try:
        with broken(tree, mutant):
            end, killer, said = _by_tests(tree, nodes) if nodes else (End.SURVIVED, "", "")
            if end is End.SURVIVED and not mutant.needs_postgresql:
                end, killer, said = _by_worlds(tree)
    except TextMoved as moved:
        end, killer, said = End.BROKEN, "", str(moved)
    return Trial(mutant, end, killer, said, time.monotonic() - began_s)


def run_tests(tree: Path, nodes: Sequence[str], *options: str) -> Run:
    """These tests in this tree."""
    scratch = tree.parent / f"{tree.name}-scratch"
    return _run(tree, [*_PYTEST, f"--basetemp={scratch}", *options, *nodes], TESTS_LIMIT_S)


def run_worlds(tree: Path) -> Run:
    """The mutants' worlds in this tree."""
    return _run(tree, ["-m", "tests.mutants.worlds"], WORLDS_LIMIT_S)


def failures_in(output: str) -> list[tuple[str, str]]:
    """Each failed test of pytest's own summary and the first words of what it said."""
    lines = [line for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    parted = (line.partition(" ")[2].partition(" - ") for line in lines)
    return [(node, said) for node, _, said in parted]


def _by_tests(tree: Path, nodes: Sequence[str]) -> tuple[End, str, str]:
    run = run_tests(tree, nodes, "-x")
    if run.code is None:
        return End.HUNG, nodes[0], f"did not end within {TESTS_LIMIT_S} s"
    if run.code == 0:
        return End.SURVIVED, "", ""
    failures = failures_in(run.output)
    if run.code != TESTS_FAILED_EXIT or not failures:
        return End.BROKEN, "", run.output[-500:]
    return End.KILLED, *failures[0]


def _by_worlds(tree: Path) -> tuple[End, str, str]:
    run = run_worlds(tree)
    if run.code is None:
        return End.HUNG, WORLDS, f"did not end within {WORLDS_LIMIT_S} s"
    if run.code == 0:
        return End.SURVIVED, "", ""
    said = run.output.strip().splitlines()[-1] if run.output.strip() else ""
    return (End.KILLED, WORLDS, said) if run.code == VIOLATION_EXIT else (End.BROKEN, "", run.output[-500:])


def _run(tree: Path, arguments: Sequence[str], limit_s: int) -> Run:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=tree,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        # With all it started: a database it left behind would hold the next one up.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Run(None, "")
    return Run(process.returncode, output)


def _environment() -> dict[str, str]:
    """The same wherever this runs: Hypothesis draws as in CI, and an outer pytest's variables stay out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    return kept | {"CI": "true", "PYTHONHASHSEED": "0", "COLUMNS": "400", "LC_ALL": "C.UTF-8"}
