"""Trying one mutant: the tests expected to notice it first, then simulated worlds."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.mutants.mutant import WORLDS, Mutant, TextMoved
from tests.mutants.tree import broken
from tests.mutants.workshop import TESTS_LIMIT_S, WORLDS_LIMIT_S, Workshop
from tests.mutants.worlds import VIOLATION_EXIT
from tests.sync_server.postgres import postgres_programs

TESTS_FAILED_EXIT = 1


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


def try_mutant(workshop: Workshop, mutant: Mutant, *, only_worlds: bool = False) -> Trial:
    """Breaks the rule in this workshop's tree, looks who notices, and puts it back."""
    began_s = time.monotonic()
    if mutant.needs_postgresql and (only_worlds or postgres_programs() is None):
        return Trial(mutant, End.NOT_TRIED, "", "not without PostgreSQL", 0.0)
    nodes = [] if only_worlds else [each for each in mutant.killers if each != WORLDS]
    try:
        with broken(workshop.tree, mutant):
            end, killer, said = _by_tests(workshop, nodes) if nodes else (End.SURVIVED, "", "")
            if end is End.SURVIVED and not mutant.needs_postgresql:
                end, killer, said = _by_worlds(workshop)
    except TextMoved as moved:
        end, killer, said = End.BROKEN, "", str(moved)
    return Trial(mutant, end, killer, said, time.monotonic() - began_s)


def failures_in(output: str) -> list[tuple[str, str]]:
    """Each failed test of pytest's own summary and the first words of what it said."""
    lines = [line for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    parted = (line.partition(" ")[2].partition(" - ") for line in lines)
    return [(node, said) for node, _, said in parted]


def _by_tests(workshop: Workshop, nodes: Sequence[str]) -> tuple[End, str, str]:
    run = workshop.run_tests(nodes, "-x")
    if run.code is None:
        return End.HUNG, nodes[0], f"did not end within {TESTS_LIMIT_S} s"
    if run.code == 0:
        return End.SURVIVED, "", ""
    failures = failures_in(run.output)
    if run.code != TESTS_FAILED_EXIT or not failures:
        return End.BROKEN, "", run.output[-500:]
    return End.KILLED, *failures[0]


def _by_worlds(workshop: Workshop) -> tuple[End, str, str]:
    run = workshop.run_worlds()
    if run.code is None:
        return End.HUNG, WORLDS, f"did not end within {WORLDS_LIMIT_S} s"
    if run.code == 0:
        return End.SURVIVED, "", ""
    said = run.output.strip().splitlines()[-1] if run.output.strip() else ""
    return (End.KILLED, WORLDS, said) if run.code == VIOLATION_EXIT else (End.BROKEN, "", run.output[-500:])
