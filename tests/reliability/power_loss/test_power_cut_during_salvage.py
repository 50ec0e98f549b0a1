"""The power goes while a damaged file is set aside and salvaged: the next start still saves every fact."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from mobile.store.database import FILE_NAME, Store, open_store
from mobile.store.history import newest_facts
from mobile.store.outbox import chain_holds
from tests.builders_phone import a_small_round, an_enrolled_phone, crate_codes
from tests.reliability.power_loss.campaign import STORE, in_memory, write_image
from tests.reliability.power_loss.disk import Disk, Fate, Image
from tests.reliability.power_loss.steps import NO_STRACE, find_strace, trace

pytestmark = pytest.mark.skipif(find_strace() is None, reason=NO_STRACE)
CODES = crate_codes(12)
PAGE = 4096


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder that flushes for nothing."""
    with in_memory() as folder:
        yield folder


@pytest.mark.parametrize("was_running", [False, True])
def test_every_fact_is_saved_wherever_the_power_goes(memory: Path, *, was_running: bool) -> None:
    lived, found = memory / "lived", memory / "found"
    damaged = a_damaged_phone(lived, was_running=was_running)
    write_image(found, damaged)
    recorded = facts_saved(found)
    assert len(recorded) == len(CODES)
    write_image(lived, damaged)
    told = memory / "told.txt"
    life = ["tests.reliability.power_loss.life", str(lived / STORE), str(told), "1", "0", "as_shipped"]
    disk, numbers = Disk.holding(damaged)
    chance = Random(1)
    for step in trace(life, lived, told, numbers):
        disk.take(step)
        # Where nothing is pending, the image is that of the step before with all of it kept.
        for fate in () if disk.is_settled else (Fate.ALL_LOST, Fate.ALL_KEPT, Fate.TORN):
            write_image(found, disk.image(fate, chance))
            assert facts_saved(found) == recorded, (step, fate)


def a_damaged_phone(root: Path, *, was_running: bool) -> Image:
    """Without its header; or left with half of its facts in the write-ahead log, and a page zeroed."""
    bruno = an_enrolled_phone(root / STORE, a_small_round(CODES))
    for number, code in enumerate(CODES):
        bruno.pick_up(code)
        if number == len(CODES) // 2:
            copy_back(bruno.store)
    with bruno.store.reading() as connection:
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'staged_row'"
        ).scalar_one()
    if not was_running:
        bruno.store.close()
    image: Image = {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in root.rglob("*")
    }
    bruno.store.close()
    name = f"{STORE}/{FILE_NAME}"
    content = bytearray(image[name] or b"")
    start = (page - 1) * PAGE if was_running else 0
    content[start : start + PAGE] = bytes(PAGE)
    return image | {name: bytes(content)}


def copy_back(store: Store) -> None:
    """What a full write-ahead log brings about: a checkpoint."""
    with store.reading() as connection:
        driver = connection.connection.driver_connection
    assert driver is not None
    assert driver.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0


def facts_saved(root: Path) -> list[str]:
    store = open_store(root / STORE)
    assert chain_holds(store)
    facts = [logged.fact.id for logged in reversed(newest_facts(store, 1000)) if logged.fact]
    store.close()
    return facts
