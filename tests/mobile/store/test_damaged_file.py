"""A damaged database is set aside, never deleted; its facts start a new log; a value tells."""

from pathlib import Path

import pytest

from mobile.store.database import FILE_NAME, Store, open_store
from mobile.store.history import newest_facts
from mobile.store.outbox import chain_holds, log_name, outbox_counts
from mobile.store.stops import TaskState, stop_plan
from tests.builders_phone import FARM, ROUND, Hands, a_small_round, an_enrolled_phone, crate_codes, give_rows

CODES = crate_codes(40)
PAGE = 4096


@pytest.fixture
def bruno(tmp_path: Path) -> Hands:
    """Forty pickups, one by one, and the file left closed."""
    hands = an_enrolled_phone(tmp_path, a_small_round(CODES))
    for code in CODES:
        hands.pick_up(code)
    hands.store.close()
    return hands


def recorded(store: Store) -> list[str]:
    return [logged.fact.id for logged in reversed(newest_facts(store, 1000)) if logged.fact]


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def test_a_file_with_a_destroyed_header_gives_back_every_fact(bruno: Hands, tmp_path: Path) -> None:
    before = open_store(tmp_path)
    facts, old_name = recorded(before), log_name(before)
    before.close()
    overwrite(tmp_path / FILE_NAME, 0, b"\0" * 100)
    store = open_store(tmp_path)
    assert store.salvage is not None
    assert store.salvage.facts_saved == 40
    assert store.salvage.set_aside.exists()
    assert recorded(store) == facts
    assert log_name(store) != old_name
    assert chain_holds(store)
    assert outbox_counts(store).pending == 40


@pytest.mark.parametrize("lost_page", range(1, 14))
def test_whatever_page_is_lost_the_facts_of_the_others_are_saved(
    bruno: Hands, tmp_path: Path, lost_page: int
) -> None:
    path = tmp_path / FILE_NAME
    assert path.stat().st_size > 14 * PAGE
    overwrite(path, lost_page * PAGE, bytes(range(256)) * (PAGE // 256))
    store = open_store(tmp_path)
    found = recorded(store)
    # A page holds nine of these facts at most.
    assert len(found) >= 31
    assert chain_holds(store)
    assert len(set(found)) == len(found)


def test_the_credential_and_the_counter_survive_the_damage(bruno: Hands, tmp_path: Path) -> None:
    overwrite(tmp_path / FILE_NAME, 0, b"\xff" * PAGE)
    again = an_enrolled_phone(tmp_path)
    assert again.store.enrolment is not None
    give_rows(again.store, a_small_round(CODES))
    plan = stop_plan(again.store, ROUND, FARM)
    assert plan is not None
    assert {task.state for task in plan.pickups} == {TaskState.DONE}
    again.clock.advance(10**7)
    again.arrive(FARM)
    newest = newest_facts(again.store, 2)
    counters = [logged.fact.n for logged in newest if logged.fact]
    assert counters[0] > counters[1] + 1000


def test_a_second_damage_is_set_aside_beside_the_first(bruno: Hands, tmp_path: Path) -> None:
    for _ in range(2):
        overwrite(tmp_path / FILE_NAME, 0, b"\0" * 100)
        open_store(tmp_path).close()
    assert sorted(path.name for path in tmp_path.glob("*.damaged-?")) == [
        f"{FILE_NAME}.damaged-1",
        f"{FILE_NAME}.damaged-2",
    ]


def test_an_empty_or_foreign_file_does_not_stop_the_phone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database, " * 400)
    store = open_store(tmp_path)
    assert store.salvage is not None
    assert store.salvage.facts_saved == 0
    assert outbox_counts(store).head == 0
