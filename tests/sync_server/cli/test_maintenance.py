"""`purge-tombstones` at a terminal, and what `serve` does by itself at its start and each day."""

import json
import threading
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from sync_server.cli import command_line
from sync_server.cli.maintenance import start_daily_duties
from sync_server.db.runtime import wall_clock_ms
from sync_server.db.tombstones import DAY_MS
from tests.builders import a_server


def exec_plainly(statement: str, session: Session) -> None:
    session.connection().exec_driver_sql(statement)


def test_old_tombstones_are_purged_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_server(tmp_path) as server:
        for statement in (
            "INSERT INTO pull_row VALUES (1, 'notice', 'a', '', 1, 1, '')",
            "UPDATE feed_head SET seq = 1",
            f"INSERT INTO feed_mark VALUES (1, {wall_clock_ms() - 401 * DAY_MS})",
        ):
            server.change(partial(exec_plainly, statement))
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path))
    said = CliRunner().invoke(command_line(), ["purge-tombstones", "--json"])
    assert (said.exit_code, json.loads(said.stdout)) == (0, {"purged": 1})
    said = CliRunner().invoke(command_line(), ["purge-tombstones"])
    assert said.stdout == "0\N{NO-BREAK SPACE}ligne retirée oubliée.\n"


def test_a_server_that_starts_does_its_duties_first_and_stops_at_once(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        server.add_person("P001")
        stop = threading.Event()
        thread = start_daily_duties(server.runtime, stop)
        assert len(server.rows_of("SELECT seq FROM feed_mark")) == 1
        stop.set()
        thread.join(10)
        assert not thread.is_alive()
