"""What a seed stands for: how many phones, which faults and how often. Each world has its own weather."""

import random
from dataclasses import dataclass

from tests.simulation.faults import ON_THE_LINE, Fault

DAYS = 14


@dataclass(frozen=True, slots=True)
class WorldPlan:
    """Chances are per exchange (`on_the_line`) or per session (`…_dies`, `disk_full`); the rest are counts.

    `page_rows`: how many rows these phones take at once, so that a pull has many pages.
    `begins_old`: the server does not know some kinds until it is upgraded.
    """

    seed: int
    variant: int
    phones: int
    acts_a_day: float
    line_chance: float
    on_the_line: tuple[Fault, ...]
    page_rows: int | None
    phone_dies: float
    server_dies: float
    disk_full: float
    backups_a_day: float
    server_restores: int
    phone_copies_a_day: float
    phone_restores: int
    clones: int
    losses: int
    clock_jumps: int
    reboots: int
    scope_changes: int
    replans: int
    revocations: int
    new_kinds: int
    closings: int
    begins_old: bool
    storms: int
    carries: int
    purges: int


def plan_of(seed: int) -> WorldPlan:
    """Swarm testing: a world in which some faults never happen reaches states that all at once do not."""
    chance = random.Random(f"plan {seed}")

    def some(most: int) -> int:
        return chance.randint(1, most) if chance.random() < 0.6 else 0

    kinds = tuple(fault for fault in ON_THE_LINE if chance.random() < 0.7) or ON_THE_LINE
    return WorldPlan(
        seed=seed,
        variant=chance.randrange(8),
        phones=chance.choice((4, 4, 4, 4, 4, 4, 5, 5, 6, 7, 8, 12)),
        acts_a_day=chance.choice((0.15, 0.3, 0.6)),
        line_chance=chance.choice((0.0, 0.2, 0.4, 0.6, 0.7)),
        on_the_line=kinds,
        page_rows=chance.choice((None, None, None, 60, 25)),
        phone_dies=chance.choice((0.0, 0.1, 0.3)),
        server_dies=chance.choice((0.0, 0.1, 0.3)),
        disk_full=chance.choice((0.0, 0.0, 0.1, 0.2)),
        backups_a_day=chance.choice((0.3, 1.0, 2.0)),
        server_restores=some(4),
        phone_copies_a_day=chance.choice((0.5, 2.0)),
        phone_restores=some(4),
        clones=some(2),
        losses=some(1),
        clock_jumps=some(8),
        reboots=some(6),
        scope_changes=some(5),
        replans=some(3),
        revocations=some(2),
        new_kinds=some(3),
        closings=some(2),
        begins_old=chance.random() < 0.3,
        storms=some(3),
        carries=some(6),
        purges=some(12),
    )
