"""The benchmarks' worlds stand on the tables as they are today, small; each page has its address."""

from pathlib import Path

from benchmarks.commissions import measure_commissions
from benchmarks.console import PLACEHOLDER, addresses, paths_asked
from benchmarks.sync_world import build_world, pushes_of
from benchmarks.year import last_day, runtime_on
from benchmarks.year_plan import FARMS, POINTS, found, plan_week
from sync_server.db.migrate import migrate
from sync_server.db.session import begin
from sync_server.network.queries import places_by_id


def test_the_commissions_world_gives_the_lines_of_the_pure_function():
    measured = measure_commissions(legs=200, runs=1)
    assert measured["legs"] == 200
    assert measured["ratio"] > 0


def test_the_phone_that_pushes_has_a_round_and_its_facts(tmp_path: Path) -> None:
    world = build_world(tmp_path, 40)
    assert len(world.bodies) == 40
    assert sum(map(len, pushes_of(world))) > 40


def test_a_week_of_the_year_is_planned_and_every_page_has_its_address(tmp_path: Path) -> None:
    runtime = runtime_on(tmp_path, 1)
    migrate(runtime.database)
    with begin(runtime.database) as session:
        found(session, 0)
        crates = plan_week(session, last_day(1), 0)
        assert len(places_by_id(session)) == FARMS + POINTS + 1
        assert len({code for _, _, code in crates}) == len(crates) > FARMS
    asked = addresses(runtime, 1)
    assert len(asked) > len(set(paths_asked()))
    assert [path for path in asked if PLACEHOLDER.search(path)] == []
    runtime.database.close()
