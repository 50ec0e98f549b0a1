"""Somebody at a terminal beside a server, and the commands that back it up and restore it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sync_server.cli import command_line
from sync_server.cli.command import settings_into_environment
from sync_server.db.runtime import wall_clock_ms
from tests.builders import ServerInProcess, a_server


@dataclass(frozen=True)
class Operator:
    """Runs commands as `python -m sync_server` does, on the database in `folder`."""

    folder: Path
    patch: pytest.MonkeyPatch

    def run(self, *arguments: str) -> Result:
        """Runs a command."""
        self.patch.setenv("RELAIS_DATA_DIR", str(self.folder))
        return CliRunner().invoke(command_line(), settings_into_environment(arguments, os.environ))

    def answer_of(self, *arguments: str) -> dict[str, Any]:
        """What a command that must succeed says to a program."""
        done = self.run(*arguments, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def refusal_of(self, *arguments: str) -> str:
        """The code with which a command must refuse."""
        done = self.run(*arguments, "--json")
        assert done.exit_code == 1, done.output
        return json.loads(done.stdout)["error"]

    def back_up(self) -> Path:
        """The file of a new backup."""
        return Path(self.answer_of("backup")["file"])


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return Operator(tmp_path / "server", monkeypatch)


@pytest.fixture
def server(operator: Operator) -> Iterator[ServerInProcess]:
    """A server whose database the operator's commands work on, by the clock these go by."""
    with a_server(operator.folder) as running:
        running.clock.at_ms = wall_clock_ms()
        yield running
