"""Tombstones go after 400 days, a few at a time; who did not hear of them in time is given all rows anew."""

from collections.abc import Generator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlmodel import Session

from sync_server.accounts.people import Role
from sync_server.backup.chains import ProvenContent, prove
from sync_server.cli.maintenance import do_daily_duties, purge_old_tombstones
from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, drop_rows
from sync_server.db.session import begin, read
from sync_server.db.tombstones import oldest_kept_after, purge_tombstones
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.sync_server.postgres import DATABASES, a_database

_numbers = count(1)


@pytest.fixture(scope="module", params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> Generator[str]:
    with a_database(request.param) as url:
        yield url


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Generator[ServerInProcess]:
    with a_server(tmp_path, database_url=_empty_one(database_url)) as running:
        yield running


def _empty_one(url: str) -> str:
    if not url:
        return ""
    name = f"tombstones_{next(_numbers)}"
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return parsed.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def alice(server: ServerInProcess) -> PhoneByHand:
    return server.add_phone(server.add_person("P001", Role.PRODUCER, name="Alice"))


def notes(*keys: str) -> list[RowPut]:
    return [RowPut("notice", key, {"text": ""}, ("all", "person:P001")) for key in keys]


def take_away(server: ServerInProcess, *keys: str) -> None:
    def drop(session: Session) -> None:
        drop_rows(session, lock_feed(session), [("notice", key) for key in keys])

    server.change(drop)


def days_pass(server: ServerInProcess, days: int) -> None:
    """What is to be done each day is done on the first and on the last."""
    do_daily_duties(server.runtime)
    server.clock.forward(days=days)
    do_daily_duties(server.runtime)


def tombstones(server: ServerInProcess) -> int:
    return len(server.rows_of("SELECT id FROM pull_row WHERE deleted = 1"))


def floor(server: ServerInProcess) -> int:
    return server.rows_of("SELECT purged_stamp FROM feed_head")[0].purged_stamp


def test_a_tombstone_is_kept_four_hundred_days_and_no_longer(server: ServerInProcess) -> None:
    server.put_rows(*notes("a", "b"))
    take_away(server, "a")
    days_pass(server, 399)
    assert (tombstones(server), floor(server)) == (1, 0)

    days_pass(server, 1)
    assert (tombstones(server), floor(server)) == (0, 3)
    # Neither the row nor anything of its delivery is left, and the others are as they were.
    assert [row.k for row in server.rows_of("SELECT k FROM pull_row")] == ["b"]
    assert [row.stamp for row in server.rows_of("SELECT DISTINCT stamp FROM row_audience")] == [2]
    # The feed keeps the number of the row that is gone: a backup is proven as before.
    with read(server.runtime.database) as session:
        assert isinstance(prove(session.connection()), ProvenContent)


def test_a_phone_that_heard_of_it_in_time_goes_on(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(*notes("a", "b"))
    take_away(server, "a")
    alice.pull_all()
    days_pass(server, 402)
    assert floor(server) > 0

    server.put_rows(*notes("c"))
    pulled = alice.pull()
    assert (pulled["status"], [row["k"] for row in pulled["rows"]]) == ("ok", ["c"])


def test_a_phone_behind_the_floor_is_given_everything_anew(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    server.put_rows(*notes("a", "b"))
    alice.pull_all()
    take_away(server, "a")
    days_pass(server, 500)

    pulled = alice.pull()
    assert pulled["status"] == "reset"
    assert {row["k"] for row in pulled["rows"] if row["t"] == "notice"} == {"b"}
    assert alice.pull()["status"] == "ok"


def test_a_walk_from_the_beginning_passes_below_the_floor(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    server.put_rows(*notes(*(f"n{number:02d}" for number in range(20))), *notes("gone"))
    take_away(server, "gone")
    days_pass(server, 402)
    assert floor(server) > 20

    # Page after page of rows older than the floor: none of them is a reason to begin again.
    statuses = [alice.pull(max_rows=4)["status"] for _ in range(6)]
    assert statuses == ["ok"] * 6
    assert alice.pull(max_rows=4)["rows"] == []


def test_a_walk_that_a_later_floor_overtook_begins_again(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(*notes(*(f"n{number:02d}" for number in range(8))))
    alice.pull(max_rows=4)
    take_away(server, "n00")
    days_pass(server, 402)

    # It holds n00 from the first page, and nobody can tell it any more that n00 is gone.
    assert alice.pull(max_rows=4)["status"] == "reset"


def test_a_row_that_comes_back_after_its_tombstone_went_arrives(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    server.put_rows(*notes("a"))
    take_away(server, "a")
    alice.pull_all()
    days_pass(server, 402)
    server.put_rows(*notes("a"))

    assert [row["k"] for row in alice.pull()["rows"]] == ["a"]


def test_many_go_a_few_at_a_time_and_the_floor_is_never_behind(server: ServerInProcess) -> None:
    keys = [f"n{number:02d}" for number in range(12)]
    server.put_rows(*notes(*keys))
    take_away(server, *keys)
    gone: list[int] = []
    for _ in range(4):
        with begin(server.runtime.database) as session:
            gone.append(purge_tombstones(session, lock_feed(session), 20, at_most=5))
        oldest_left = [row.stamp for row in server.rows_of("SELECT stamp FROM pull_row ORDER BY stamp")][:1]
        assert oldest_left == [] or oldest_left[0] > floor(server)
    # Numbers 13 to 24 are the tombstones; those after 20 were not to go.
    assert (gone, tombstones(server), floor(server)) == ([5, 3, 0, 0], 4, 20)


def test_marks_made_under_a_clock_of_the_future_do_not_count(server: ServerInProcess) -> None:
    server.put_rows(*notes("a"))
    take_away(server, "a")
    server.clock.forward(days=3_650)
    do_daily_duties(server.runtime)
    server.clock.forward(days=-3_650)
    days_pass(server, 399)
    assert tombstones(server) == 1
    days_pass(server, 2)
    assert tombstones(server) == 0


def test_marks_are_made_while_anything_happens_and_old_ones_go(server: ServerInProcess) -> None:
    for number in range(50):
        server.put_rows(*notes(f"n{number}"))
        do_daily_duties(server.runtime)
        # A second server, or the same one started again, marks nothing twice.
        do_daily_duties(server.runtime)
        server.clock.forward(days=10)
    days_pass(server, 30)
    marks = server.rows_of("SELECT seq, at_ms FROM feed_mark ORDER BY seq")
    # Nothing happened in the last month, so that its days tell nothing new.
    assert [mark.seq for mark in marks] == list(range(14, 51))
    assert marks[-1].at_ms == server.clock.at_ms - 40 * 86_400_000


def test_a_young_database_knows_nothing_old(server: ServerInProcess) -> None:
    with begin(server.runtime.database) as session:
        assert oldest_kept_after(session, server.clock.at_ms) == 0
    assert purge_old_tombstones(server.runtime) == 0


def test_a_duty_that_fails_raises_an_alarm_and_no_exception(
    server: ServerInProcess, caplog: pytest.LogCaptureFixture
) -> None:
    server.change(lambda session: session.connection().exec_driver_sql("DROP TABLE feed_mark"))
    with caplog.at_level("ERROR", logger="relais"):
        do_daily_duties(server.runtime)
    assert "daily_duty_failed duty=purge_old_tombstones" in caplog.text
