"""Power cuts by the thousand: lives are traced, cut at every step, and what they leave is opened.

`python -m tests.reliability.power_loss.campaign --images N --seed S` prints one JSON line; a broken promise
comes with the seed, the life, the step and the fate that show it again.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.reliability.power_loss.disk import Disk, Fate, Image
from tests.reliability.power_loss.promises import Logged, Promises, judge, whole_log
from tests.reliability.power_loss.steps import Step, trace

# Memory instead of a disk where there is one: images are flushed for nothing.
SHARED_MEMORY = Path("/dev/shm")
BROKEN_SHOWN_MAX = 20
STORE = "store"
GOES_ON_EVERY = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """How far to look: lives follow each other on what a power cut left, until there are enough images."""

    seed: str
    images: int
    acts: int = 60
    images_a_life: int = 2_000
    habit: str = "often"


@dataclass(slots=True)
class Found:
    """What a campaign saw."""

    images: int = 0
    lives: int = 0
    steps: int = 0
    steps_cut: int = 0
    facts: int = 0
    fates: Counter[str] = field(default_factory=Counter[str])
    breaches: Counter[str] = field(default_factory=Counter[str])
    shown: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


@dataclass(frozen=True, slots=True)
class Cut:
    """A power cut: after so many steps of a life, with a fate for what was pending."""

    step: int
    fate: Fate
    image: Image
    promises: Promises


@contextmanager
def in_memory() -> Generator[Path]:
    """A folder for as long as the block runs, in memory where there is such a place."""
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        yield Path(folder).resolve()


def explore(plan: Plan) -> Found:
    """Runs lives and opens images until the plan is fulfilled."""
    found, chance = Found(), Random(plan.seed)
    with in_memory() as work:
        start: Image = {}
        while found.images < plan.images:
            steps = _live(work, start, plan, found.lives)
            log = whole_log(steps)
            found.lives, found.steps, found.facts = (
                found.lives + 1,
                found.steps + len(steps),
                found.facts + len(log),
            )
            wanted = min(plan.images_a_life, plan.images - found.images)
            cuts = _cuts(start, steps, wanted, chance)
            next_start = _judge_all(work, cuts, log, plan, found, chance)
            # A phone's life goes on from a cut; now and then a new phone is bought.
            start = next_start if found.lives % 4 else {}
    return found


def _live(work: Path, start: Image, plan: Plan, number: int) -> list[Step]:
    root, told = work / "lived", work / "told.txt"
    write_image(root, start)
    told.unlink(missing_ok=True)
    numbers = Disk.holding(start)[1]
    life = ["tests.reliability.power_loss.life", str(root / STORE), str(told)]
    return trace([*life, f"{plan.seed}/{number}", str(plan.acts), plan.habit], root, told, numbers)


def _cuts(start: Image, steps: Sequence[Step], wanted: int, chance: Random) -> Iterator[Cut]:
    """The power goes most often where anything is pending, at each such step as often as at the others."""
    disk, promises = Disk.holding(start)[0], Promises()
    pending = [False]
    for step in steps:
        disk.take(step)
        pending.append(not disk.is_settled)
    unsettled = [index for index, is_pending in enumerate(pending) if is_pending]
    settled = [index for index, is_pending in enumerate(pending) if not is_pending]
    chance.shuffle(settled)
    share = max(1, wanted // 20)
    often = Counter(_spread(unsettled, wanted - share, chance) + settled[:share])
    disk = Disk.holding(start)[0]
    for index in range(len(steps) + 1):
        if index:
            disk.take(steps[index - 1])
            promises.hear(steps[index - 1])
        for turn in range(often[index]):
            fate = list(Fate)[(index + turn) % len(Fate)] if not disk.is_settled else Fate.ALL_KEPT
            yield Cut(index, fate, disk.image(fate, chance), promises)


def _spread(steps: list[int], wanted: int, chance: Random) -> list[int]:
    """Each step as often as the others, and the rest by chance."""
    rounds, rest = divmod(wanted, len(steps))
    return steps * rounds + chance.sample(steps, rest)


def _judge_all(
    work: Path, cuts: Iterator[Cut], log: Sequence[Logged], plan: Plan, found: Found, chance: Random
) -> Image:
    """Opens every image; the one that the next life starts from."""
    root, chosen, steps = work / "found", dict[str, bytes | None](), set[int]()
    for cut in cuts:
        write_image(root, cut.image)
        broken = judge(root / STORE, cut.promises, log, goes_on=found.images % GOES_ON_EVERY == 0)
        found.images += 1
        found.fates[cut.fate.value] += 1
        steps.add(cut.step)
        for each in broken:
            found.breaches[each.breach.value] += 1
            where = {"life": found.lives - 1, "step": cut.step, "fate": cut.fate.value}
            found.shown.append({**where, "breach": each.breach.value, "detail": each.detail})
        if not broken and chance.random() < 10 / plan.images_a_life:
            chosen = cut.image
    found.steps_cut += len(steps)
    return chosen


def write_image(root: Path, image: Image) -> None:
    """Makes a folder hold exactly this image."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for path, content in sorted(image.items()):
        if content is None:
            (root / path).mkdir(parents=True, exist_ok=True)
        else:
            (root / path).write_bytes(content)


def main() -> int:
    """One JSON line; 1 where a promise was broken."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--images", type=int, default=2_000)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--acts", type=int, default=150)
    asked.add_argument("--habit", default="often")
    options = asked.parse_args()
    found = explore(Plan(options.seed, options.images, options.acts, habit=options.habit))
    answer = {
        "seed": options.seed,
        "habit": options.habit,
        "images": found.images,
        "lives": found.lives,
        "steps": found.steps,
        "steps_cut": found.steps_cut,
        "facts_recorded": found.facts,
        "fates": dict(found.fates),
        "broken": dict(found.breaches),
        "shown": found.shown[:BROKEN_SHOWN_MAX],
    }
    sys.stdout.write(json.dumps(answer) + "\n")
    return 1 if found.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
