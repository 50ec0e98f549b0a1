"""The commands operators and scripts use, and the server in a process of its own."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from sync_server.cli import command_line
from sync_server.cli.command import settings_into_environment

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Operator:
    """Somebody at a terminal, with a data folder."""

    folder: Path
    patch: pytest.MonkeyPatch

    def run(self, *arguments: str) -> Result:
        """Runs a command as `python -m sync_server` does."""
        self.patch.setenv("RELAIS_DATA_DIR", str(self.folder))
        rest = settings_into_environment(arguments, os.environ)
        return CliRunner().invoke(command_line(), rest)

    def answer_of(self, *arguments: str) -> dict[str, Any]:
        """What a command that must succeed says to a program."""
        done = self.run(*arguments, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return Operator(tmp_path, monkeypatch)


def a_free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def serving(folder: Path) -> Generator[httpx.Client]:
    """A server in its own process, once it has said that it is ready."""
    port = a_free_port()
    command = [sys.executable, "-m", "sync_server", "serve", "--port", str(port), "--data-dir", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert f"http://127.0.0.1:{port}" in said
            transport = httpx.HTTPTransport(retries=20)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport) as client:
                yield client
        finally:
            process.terminate()
            process.wait(20)


def test_a_person_and_a_phone_added_by_hand_sync_over_loopback(operator: Operator) -> None:
    person = operator.answer_of("person", "add", "Zoé", "--helper")
    assert person == {"person_id": "p_1"}
    device = operator.answer_of("device", "add", "--person", "p_1")

    with serving(operator.folder) as client:
        assert client.get("/healthz").status_code == 200
        asked = {"proto": 1, "nonce": "n", "cursor": None, "max_rows": 500}
        headers = {"Authorization": f"Bearer {device['token']}"}
        reply = client.post("/v1/sync", json=asked, headers=headers)
        assert reply.json()["nonce"] == "n"
        assert {row["t"] for row in reply.json()["pull"]["rows"]} == {"person", "me"}

        revoked = operator.answer_of("device", "revoke", device["device_id"])
        assert revoked == {"device_id": device["device_id"], "status": "retired"}
        refused = client.post("/v1/sync", json=asked, headers=headers)
        assert refused.json()["pull"]["status"] == "refused"


def test_settings_may_be_written_as_options_anywhere(operator: Operator) -> None:
    elsewhere = operator.folder / "elsewhere"
    added = operator.answer_of("--data-dir", str(elsewhere), "person", "add", "Zoé")
    again = operator.answer_of("person", "add", "Yann", f"--data-dir={elsewhere}")

    assert (added, again) == ({"person_id": "p_1"}, {"person_id": "p_2"})
    assert (elsewhere / "relais.db").exists()
    assert not (operator.folder / "relais.db").exists()


def test_what_cannot_be_done_says_why_and_changes_nothing(operator: Operator) -> None:
    refused = operator.run("device", "add", "--person", "P404", "--json")
    assert (refused.exit_code, json.loads(refused.stdout)) == (1, {"error": "person-unknown"})

    said = operator.run("device", "revoke", "d_0000000000")
    assert (said.exit_code, said.stderr.strip()) == (1, "Téléphone inconnu : d_0000000000.")
    assert operator.run("person", "add", "  ").exit_code == 1


def test_projecting_again_counts_the_crates(operator: Operator) -> None:
    assert operator.answer_of("reproject", "--all") == {"crates": 0}
