"""The same server on PostgreSQL: pushes at once, pulls at once, projection, schema."""

import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, repeat
from pathlib import Path

import pytest
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

from shared.custody.events import Kind
from sync_server.db.rows import RowPut
from sync_server.upkeep.after_push import project_again
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.builders_network import CRATES, FARM, HUB, TO_THE_HUB, plan_a_consignment
from tests.sync_server.db.every_table import every_table
from tests.sync_server.postgres import a_database

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(tmp_path: Path) -> Generator[ServerInProcess]:
    with (
        a_database("postgresql") as url,
        a_server(tmp_path, database_url=url, syncs_a_minute=10_000) as running,
    ):
        yield running


def bodies_held(server: ServerInProcess) -> list[str]:
    return [row.body for row in server.rows_of("SELECT body FROM event ORDER BY pk")]


def test_pushes_of_one_log_at_once_store_each_event_exactly_once(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    for stop in range(60):
        alice.record(Kind.DROP, place_id=f"R{stop:03d}", crates=["7K2M9QXC"])
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(alice.push, repeat(1), [10, 60, 20, 60, 30, 60, 50, 60]))

    assert {reply["status"] for reply in replies} == {"ok"}
    assert bodies_held(server) == alice.bodies
    numbers = [row.seq for row in server.rows_of("SELECT seq FROM feed_entry ORDER BY seq")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_is_quarantined_is_kept_byte_for_byte(server: ServerInProcess, alice: PhoneByHand) -> None:
    for text_ in ("{", "\x00", "🐐"):
        alice.record_text(text_)
    assert len(alice.push()["quarantined"]) == 3
    kept = server.rows_of("SELECT body FROM log_entry ORDER BY seq")
    assert [bytes(row.body).decode() for row in kept] == alice.bodies


def test_pulls_while_rows_change_miss_nothing(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(*(RowPut("notice", f"n{number}", {"v": 0}, ("all",)) for number in range(40)))
    stop = threading.Event()

    def keep_changing() -> int:
        for version in count(1):
            rows = (RowPut("notice", f"n{number}", {"v": version}, ("all",)) for number in range(0, 40, 3))
            server.put_rows(*rows)
            if stop.is_set():
                return version
        return 0

    held: dict[str, int] = {}

    def pull_once() -> bool:
        page = alice.pull(max_rows=7)
        held.update({row["k"]: row["d"]["v"] for row in page["rows"] if row["t"] == "notice"})
        return page["more"]

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(keep_changing) for _ in range(2)]
        for _ in range(60):
            pull_once()
        stop.set()
        for writer in writers:
            writer.result()
    while pull_once():
        pass

    told = server.rows_of("SELECT k, d FROM pull_row WHERE t = 'notice'")
    assert {row.k: f'{{"v":{held[row.k]}}}' for row in told} == {row.k: row.d for row in told}


def test_crates_are_projected_and_projecting_again_changes_nothing(server: ServerInProcess) -> None:
    plan_a_consignment(server)
    bruno = server.add_phone("P002")
    bruno.record(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES)
    bruno.record(Kind.DROP, place_id=HUB, round_id=TO_THE_HUB, crates=CRATES)
    bruno.push()
    head = server.rows_of("SELECT seq FROM feed_head")[0].seq

    legs = server.rows_of("SELECT stage, proven FROM leg")
    assert [(leg.stage, leg.proven) for leg in legs] == [("collection", 1)] * len(CRATES)
    assert project_again(server.runtime, everything=True) == len(CRATES)
    assert server.rows_of("SELECT seq FROM feed_head")[0].seq == head


def test_the_revisions_lack_nothing_the_tables_describe(server: ServerInProcess) -> None:
    with server.runtime.database.reader.begin() as connection:
        context = MigrationContext.configure(connection)
        missing = produce_migrations(context, every_table()).upgrade_ops
    assert missing is not None
    assert missing.is_empty(), render_python_code(missing)
