"""The model of the disk: what is flushed stays, what is not may go, whole or in part."""

from random import Random

import pytest

from tests.reliability.power_loss.disk import FOLDER, Disk, Fate
from tests.reliability.power_loss.steps import (
    Cut,
    Flushed,
    FlushedFolder,
    Made,
    MadeFolder,
    Renamed,
    Step,
    Unlinked,
    Wrote,
)


def a_disk(*steps: Step) -> Disk:
    disk = Disk()
    for step in steps:
        disk.take(step)
    return disk


def images(disk: Disk, fate: Fate, count: int = 60) -> set[tuple[tuple[str, bytes | None], ...]]:
    chance = Random(1)
    return {tuple(sorted(disk.image(fate, chance).items())) for _ in range(count)}


MADE = (Made("a", 1), FlushedFolder(""))


def test_flushed_bytes_stay_whatever_happens_to_the_rest():
    disk = a_disk(*MADE, Wrote(1, 0, b"kept"), Flushed(1), Wrote(1, 4, b"lost"))
    assert disk.image(Fate.ALL_LOST, Random(1)) == {"a": b"kept"}
    assert disk.image(Fate.ALL_KEPT, Random(1)) == {"a": b"keptlost"}
    assert all(image[0][1] and image[0][1].startswith(b"kept") for image in images(disk, Fate.SUBSET))


def test_a_file_whose_folder_was_not_flushed_may_be_gone_although_it_was_flushed_itself():
    disk = a_disk(Made("a", 1), Wrote(1, 0, b"x"), Flushed(1))
    assert disk.image(Fate.ALL_LOST, Random(1)) == {}
    assert a_disk(*MADE, Wrote(1, 0, b"x"), Flushed(1)).is_settled


def test_a_folder_that_is_gone_takes_with_it_what_was_flushed_inside():
    inside = (Made("f/a", 1), FlushedFolder("f"))
    assert a_disk(MadeFolder("f"), *inside).image(Fate.ALL_LOST, Random(1)) == {}
    kept = a_disk(MadeFolder("f"), FlushedFolder(""), *inside)
    assert kept.image(Fate.ALL_LOST, Random(1)) == {"f": None, "f/a": b""}
    assert kept.names["f"] == FOLDER


def test_an_unlink_or_a_rename_may_be_lost_but_never_done_by_half():
    files = (Made("a", 1), Made("b", 2), FlushedFolder(""), Wrote(1, 0, b"1"), Flushed(1))
    renamed = a_disk(*files, Renamed("a", "b"))
    assert images(renamed, Fate.SUBSET) == {(("a", b"1"), ("b", b"")), (("b", b"1"),)}
    gone = a_disk(*files, Unlinked("b"))
    assert images(gone, Fate.SUBSET) == {(("a", b"1"), ("b", b"")), (("a", b"1"),)}


@pytest.mark.parametrize("fate", [Fate.TORN, Fate.TORN_OVER_RUBBISH])
def test_a_torn_write_keeps_any_of_its_sectors(fate: Fate):
    disk = a_disk(*MADE, Wrote(1, 0, b"o" * 1024), Flushed(1), Wrote(1, 0, b"n" * 1024))
    halves = {(image[0][1] or b"")[::512] for image in images(disk, fate)}
    assert halves == {b"oo", b"on", b"no", b"nn"}


def test_rubbish_may_stand_where_a_file_grew():
    disk = a_disk(*MADE, Wrote(1, 0, b"n" * 600))
    assert len(images(disk, Fate.TORN_OVER_RUBBISH)) > len(images(disk, Fate.TORN))


def test_a_lost_cut_leaves_the_old_end():
    disk = a_disk(*MADE, Wrote(1, 0, b"long"), Flushed(1), Cut(1, 1))
    assert images(disk, Fate.SUBSET) == {(("a", b"long"),), (("a", b"l"),)}
