"""Packs on PostgreSQL: two carriers at once and the phone itself, each fact once."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.custody.events import Kind
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.sync_server.postgres import a_database
from tests.sync_server.rescue.carrying import hand_over, sealed

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(tmp_path: Path) -> Generator[ServerInProcess]:
    with (
        a_database("postgresql") as url,
        a_server(tmp_path, database_url=url, syncs_a_minute=10_000) as running,
    ):
        yield running


def test_carriers_and_the_phone_at_once_bring_each_fact_once(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    chloe = server.add_phone(server.add_person("P003"))
    for stop in range(60):
        alice.record(Kind.DROP, place_id=f"R{stop:03d}", crates=["7K2M9QXC"])
    packs = [sealed(alice, last=last) for last in (20, 40, 60)]
    acts = [lambda pack=pack, who=who: hand_over(who, pack) for pack in packs for who in (bruno, chloe)]
    with ThreadPoolExecutor(7) as pool:
        pushed = pool.submit(alice.push)
        statuses = {each.result()["status"] for each in [pool.submit(act) for act in acts]}
    assert pushed.result()["next"] == 61
    assert statuses <= {"received", "known"}
    assert [row.body for row in server.rows_of("SELECT body FROM event ORDER BY pk")] == alice.bodies
    [(offers,)] = server.rows_of("SELECT count(*) FROM rescue")
    assert offers == 6
