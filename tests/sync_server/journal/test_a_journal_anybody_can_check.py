"""The exported journal: whole, checked without the program, and no change of it goes unnoticed."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import shared.verify
from shared.verify import verify
from sync_server.cli import command_line
from sync_server.db.session import read
from sync_server.journal.writing import journal_lines
from tests.builders import ServerInProcess, a_server
from tests.sync_server.console.world import Friday


def a_driven_week(server: ServerInProcess) -> None:
    friday = Friday(server)
    friday.is_driven(left_behind=1)
    alice = friday.server.add_phone("P001")
    alice.record_text("this is no JSON")
    alice.record_text('{"v":1,"v":1}')
    alice.push()


def journal_of(server: ServerInProcess) -> list[str]:
    with read(server.runtime.database) as session:
        return list(journal_lines(session.connection()))


def checked(lines: list[str]) -> str | None:
    return verify(io.BytesIO("".join(lines).encode()))


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The journal of a driven Friday with two unreadable facts."""
    with a_server(tmp_path_factory.mktemp("server")) as server:
        a_driven_week(server)
        return journal_of(server)


def test_the_journal_holds_every_fact_and_every_log_and_stands(lines: list[str]) -> None:
    told = [json.loads(line) for line in lines]
    assert checked(lines) is None
    assert {"raw", "why"} <= set().union(*told)
    assert sum("body" in line for line in told) == 10
    assert told[-1]["end"]["logs"] == 3


def test_a_journal_of_nothing_stands(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        assert checked(journal_of(server)) is None


@given(st.data())
def test_no_line_can_be_taken_out_doubled_moved_or_changed(lines: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(lines) - 1), label="line")
    line = lines[at]
    changes = {
        "taken out": [*lines[:at], *lines[at + 1 :]],
        "doubled": [*lines[: at + 1], *lines[at:]],
        "moved to the front": [line, *lines[:at], *lines[at + 1 :]],
    }
    position = data.draw(st.integers(0, len(line) - 2), label="character")
    other = data.draw(st.sampled_from('0a9"z é'), label="instead")
    if line[position] != other:
        changes["changed"] = [*lines[:at], line[:position] + other + line[position + 1 :], *lines[at + 1 :]]
    how = data.draw(st.sampled_from(sorted(changes)), label="how")
    assert (how == "changed" and only_a_note(line, position)) or checked(changes[how]) is not None


def only_a_note(line: str, position: int) -> bool:
    """Why a body is in quarantine is told beside the chain, not in it; what may stand there is bounded."""
    return position >= line.find('"why"') >= 0


def test_a_body_that_was_tampered_with_is_named_by_its_line(lines: list[str]) -> None:
    at = next(n for n, line in enumerate(lines) if '\\"kind\\":\\"drop\\"' in line)
    planted = [*lines[:at], lines[at].replace("R001", "R003"), *lines[at + 1 :]]
    seq = json.loads(lines[at])["seq"]
    assert checked(planted) == f"line {at + 1}: the history is broken at {seq}"


def test_nothing_may_follow_the_end_and_nothing_be_said_twice(lines: list[str]) -> None:
    assert checked([*lines, lines[-1]]) == f"line {len(lines) + 1}: a journal has one beginning and one end"
    twice = [lines[0], lines[1].replace('{"seq":1', '{"seq":1,"seq":1'), *lines[2:]]
    assert checked(twice) == "line 2: this is not a line of a journal"


def test_the_verifier_runs_alone_far_from_the_program(lines: list[str], tmp_path: Path) -> None:
    script, journal = tmp_path / "verify.py", tmp_path / "journal.jsonl"
    shutil.copy(shared.verify.__file__, script)
    journal.write_text("".join(lines), encoding="utf-8", newline="")

    def run() -> tuple[int, str]:
        ended = subprocess.run(
            [sys.executable, "-I", str(script), str(journal)],
            cwd=tmp_path,
            env={name: os.environ[name] for name in ("PATH",)},
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.returncode, ended.stdout.strip()

    assert run() == (0, "every fact stands as it was written")
    journal.write_text("".join(lines[:-1]), encoding="utf-8", newline="")
    assert run() == (1, f"line {len(lines) - 1}: the journal has no end, or another one")


def test_at_a_terminal_the_journal_is_written_once_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_server(tmp_path / "server") as server:
        a_driven_week(server)
        expected = journal_of(server)
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path / "server"))
    file = tmp_path / "journal.jsonl"
    said = CliRunner().invoke(command_line(), ["export-journal", str(file), "--json"])
    assert json.loads(said.stdout) == {"file": str(file), "lines": len(expected)}
    assert file.read_text(encoding="utf-8").splitlines(keepends=True) == expected
    again = CliRunner().invoke(command_line(), ["export-journal", str(file)])
    assert again.exit_code == 1
    assert "existe déjà" in again.output
    nowhere = CliRunner().invoke(command_line(), ["export-journal", str(tmp_path / "no" / "journal.jsonl")])
    assert "Impossible d'écrire" in nowhere.output
