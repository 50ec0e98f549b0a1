"""A phone in a drawer for five hundred days: what it recorded arrives, and it ends with the server's rows."""

from pathlib import Path

import pytest
from sqlmodel import Session

from mobile.sync.outcome import Synced
from sync_server.cli.maintenance import do_daily_duties
from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, drop_rows
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import FARM, HUB
from tests.mobile.sync.world import Phone, a_co_op, a_phone
from tests.sync_server.postgres import DATABASES, a_database


def rows_held(phone: Phone) -> set[tuple[str, str, str]]:
    with phone.store.reading() as connection:
        return {tuple(row) for row in connection.exec_driver_sql("SELECT t, k, d FROM pulled_row").all()}


def drop(server: ServerInProcess, *keys: tuple[str, str]) -> None:
    def act(session: Session) -> None:
        drop_rows(session, lock_feed(session), keys)

    server.change(act)


@pytest.mark.parametrize("database", DATABASES)
def test_a_phone_away_for_five_hundred_days_ends_with_exactly_the_servers_rows(
    tmp_path: Path, database: str
) -> None:
    with a_database(database) as url, a_server(tmp_path / "server", database_url=url) as server:
        codes = a_co_op(server)
        server.put_rows(*(RowPut("notice", f"n{n}", {"text": "marché"}, ("all",)) for n in range(40)))
        bruno = a_phone(server, tmp_path / "bruno")
        faithful = a_phone(server, tmp_path / "faithful")
        assert isinstance(bruno.sync(), Synced)
        bruno.pick_up(*codes[:3], at=FARM)
        bruno.drop(*codes[:3], at=HUB)

        for _ in range(5):
            faithful.sync()
            do_daily_duties(server.runtime)
            server.clock.forward(days=100)
            drop(server, *(("notice", f"n{n}") for n in range(0, 40, 2)))
            server.put_rows(RowPut("place", "R900", {"name": "Mairie", "role": "relay"}, ("all",)))
        do_daily_duties(server.runtime)
        assert server.rows_of("SELECT k FROM pull_row WHERE deleted = 1") == []

        back = bruno.sync()
        assert isinstance(back, Synced)
        assert (back.was_reset, back.pending) == (True, 0)
        held = len(server.rows_of("SELECT id FROM event WHERE kind IN ('pickup', 'drop')"))
        assert held == 2
        newcomer = a_phone(server, tmp_path / "newcomer")
        newcomer.sync()
        faithful.sync()
        assert rows_held(bruno) == rows_held(newcomer) == rows_held(faithful)
        assert {key for table, key, _ in rows_held(bruno) if table == "notice"} == {
            f"n{n}" for n in range(1, 40, 2)
        }
