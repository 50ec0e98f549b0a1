"""What PROTOCOL asks of the store's start and of each record, read in the kernel's own record of a life."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.reliability.power_loss.campaign import STORE
from tests.reliability.power_loss.disk import Disk, Fate
from tests.reliability.power_loss.steps import (
    NO_STRACE,
    Flushed,
    FlushedFolder,
    Made,
    MadeFolder,
    Step,
    Told,
    Unlinked,
    find_strace,
    trace,
)

pytestmark = pytest.mark.skipif(find_strace() is None, reason=NO_STRACE)
# Shared memory of the write-ahead log: whoever opens first makes it anew from the log.
VOLATILE = f"{STORE}/phone.db-shm"


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """A first start and forty acts, with the settings the app ships."""
    work = tmp_path_factory.mktemp("life").resolve()
    root, told = work / "lived", work / "told.txt"
    root.mkdir()
    life = ["tests.reliability.power_loss.life", str(root / STORE), str(told), "order", "40", "as_shipped"]
    return trace(life, root, told, {})


def test_nothing_is_told_before_all_of_it_is_on_the_disk(steps: Sequence[Step]) -> None:
    disk, told = Disk(), 0
    for step in steps:
        disk.take(step)
        if isinstance(step, Told):
            told += 1
            assert disk.pending_paths() <= {VOLATILE}, step
    assert told > 40


def test_the_unlink_of_a_journal_is_flushed_before_anything_else_happens(steps: Sequence[Step]) -> None:
    unlinked = [index for index, step in enumerate(steps) if step == Unlinked(f"{STORE}/phone.db-journal")]
    assert unlinked
    assert {steps[index + 1] for index in unlinked} == {FlushedFolder(STORE)}


def test_the_name_of_the_folder_is_flushed_before_the_file_is_made(steps: Sequence[Step]) -> None:
    assert [steps.index(MadeFolder(STORE)), steps.index(FlushedFolder(""))] == [0, 1]
    assert steps.index(Made(f"{STORE}/phone.db", 1)) > 1


def test_each_record_costs_one_flush(steps: Sequence[Step]) -> None:
    """From the moment the phone is ready: what a person waits for after each gesture."""
    heads = [index for index, step in enumerate(steps) if isinstance(step, Told) and '"head"' in step.text]
    between = [steps[start:end] for start, end in pairwise(heads)]
    alone = [part for part in between[1:] if not any(isinstance(step, Told) for step in part[1:])]
    flushes = [sum(isinstance(step, Flushed | FlushedFolder) for step in part) for part in alone]
    assert len(flushes) > 15
    assert sorted(flushes)[len(flushes) // 2] == 1


def test_the_record_is_of_what_stands_on_this_machine_to_the_byte(tmp_path: Path) -> None:
    root, told = tmp_path.resolve() / "lived", tmp_path.resolve() / "told.txt"
    root.mkdir()
    life = ["tests.reliability.power_loss.life", str(root / STORE), str(told), "bytes", "15", "often"]
    disk = Disk()
    for step in trace(life, root, told, {}):
        disk.take(step)
    image = disk.image(Fate.ALL_KEPT, Random(1))
    here = {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in root.rglob("*")
    }
    image.pop(VOLATILE, None)
    assert image == here
