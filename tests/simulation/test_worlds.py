"""Worlds with everything going wrong: nothing is lost, nothing counts twice, and all heals by itself."""

from collections.abc import Generator
from itertools import count, islice
from pathlib import Path

import pytest

from tests.simulation.campaign import run_seeds, worlds_folder
from tests.simulation.world import WorldReport, run_world

WORLDS = 200
FIRST_SEED = 1_000
# A handful runs with the ordinary tests.
FEW = [range(FIRST_SEED + 4 * n, FIRST_SEED + 4 * n + 4) for n in range(5)]
# Worlds that once showed a violation, kept for ever.
ONCE_FAILED = (
    0,
    2,
    11,
    19,
    104,
    117,
    301,
    304,
    347,
    1005,
    1013,
    1152,
    2045,
    2047,
    20289,
    40112,
    50333,
    70014,
    70016,
    200624,
    300000,
    300003,
    300007,
    201896,
    310072,
    311112,
    311173,
    320276,
)
ALONE = [seed for seed in ONCE_FAILED if not any(seed in seeds for seeds in FEW)]
# The rest makes two hundred, those that once failed among them.
_OTHERS = (seed for seed in count(FEW[-1].stop) if seed not in ALONE)
_REST = tuple(islice(_OTHERS, WORLDS - sum(map(len, FEW)) - len(ALONE)))
MANY = [_REST[start : start + 6] for start in range(0, len(_REST), 6)]


@pytest.fixture(scope="session")
def templates() -> Generator[Path]:
    """The networks worlds start from, each made once in this process."""
    with worlds_folder() as folder:
        yield folder


def check(seeds: range | tuple[int, ...], templates: Path) -> None:
    outcomes = run_seeds(seeds, templates)
    assert [outcome for outcome in outcomes if not isinstance(outcome, WorldReport)] == []
    assert len(outcomes) == len(seeds)


@pytest.mark.parametrize("seeds", FEW, ids=lambda seeds: f"seeds {seeds.start} to {seeds.stop - 1}")
def test_a_few_worlds_heal_without_loss(seeds: range, templates: Path) -> None:
    check(seeds, templates)


@pytest.mark.simulation
@pytest.mark.parametrize("seeds", MANY, ids=lambda seeds: f"seeds {seeds[0]} to {seeds[-1]}")
def test_two_hundred_worlds_heal_without_loss(seeds: tuple[int, ...], templates: Path) -> None:
    check(seeds, templates)


@pytest.mark.simulation
@pytest.mark.parametrize("seed", ALONE)
def test_a_world_that_once_failed_heals(seed: int, templates: Path) -> None:
    check((seed,), templates)


def test_there_are_two_hundred_worlds():
    seeds = {seed for seeds in (*FEW, *MANY) for seed in seeds} | set(ALONE)
    assert len(seeds) == WORLDS
    assert set(ONCE_FAILED) <= seeds


def test_the_same_seed_gives_the_same_feed_byte_for_byte(tmp_path: Path) -> None:
    first, second = (run_world(7, tmp_path / name, tmp_path / "templates") for name in ("a", "b"))
    assert first.feed_hash == second.feed_hash
    assert first.tally.faults == second.tally.faults
    # A world in which nobody earns anything says nothing of cents.
    assert first.tally.outcomes["line_settled"] > 10
