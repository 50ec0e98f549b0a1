"""Kill -9 at every statement: what was told recorded is there, nothing is half there, the chain holds."""

import subprocess
import sys
from pathlib import Path

from mobile.store.database import open_store
from mobile.store.history import newest_facts
from mobile.store.outbox import chain_holds
from mobile.store.stops import TaskState, stop_plan
from shared.custody.events import Kind
from shared.custody.evidence import names_in
from tests.builders_phone import FARM, ROUND
from tests.mobile.crash_points import TOLD

REPOSITORY = Path(__file__).parents[3]


def test_nothing_told_recorded_is_lost_wherever_the_process_dies(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.mobile.crash_points", "record_a_round", str(tmp_path), "1"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    deaths = int(run.stdout)
    assert deaths > 60
    told_in_all = 0
    for folder in sorted(tmp_path.iterdir()):
        told = (folder / TOLD).read_text().split() if (folder / TOLD).exists() else []
        told_in_all += len(told)
        assert_nothing_lost(folder, told)
    assert told_in_all > deaths


def assert_nothing_lost(folder: Path, told: list[str]) -> None:
    store = open_store(folder)
    assert store.salvage is None
    facts = [logged.fact for logged in newest_facts(store, 100) if logged.fact]
    assert set(told) <= {fact.id for fact in facts}
    assert chain_holds(store)
    # « Tout sauf… » is one act: its pickup and its exception are both there, or neither is.
    kinds = [fact.kind for fact in facts]
    assert kinds.count(Kind.PICKUP) == kinds.count(Kind.INCIDENT)
    # So are a fact and the evidence it names.
    with store.reading() as connection:
        kept = set(connection.exec_driver_sql("SELECT name FROM evidence").scalars())
    assert kept == {name for fact in facts for name in names_in(fact.evidence)}
    plan = stop_plan(store, ROUND, FARM)
    if plan is not None and Kind.PICKUP in kinds:
        states = [task.state for task in plan.pickups]
        assert (states.count(TaskState.DONE), states.count(TaskState.EXCEPTED)) == (7, 1)
    store.close()
