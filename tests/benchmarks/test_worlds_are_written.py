"""The benchmarks' worlds stand on the tables as they are today, small."""

from datetime import date
from pathlib import Path

from benchmarks.commissions import measure_commissions
from benchmarks.year_plan import FARMS, POINTS, found, plan_week
from sync_server.db.migrate import migrate
from sync_server.db.session import begin, open_database
from sync_server.network.queries import places_by_id


def test_the_commissions_world_gives_the_lines_of_the_pure_function():
    measured = measure_commissions(legs=200, runs=1)
    assert measured["legs"] == 200
    assert measured["ratio"] > 0


def test_a_week_of_the_year_is_planned(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(database)
    with begin(database) as session:
        found(session, 0)
        crates = plan_week(session, date(2026, 11, 6), 0)
        assert len(places_by_id(session)) == FARMS + POINTS + 1
        assert len({code for _, _, code in crates}) == len(crates) > FARMS
    database.close()
