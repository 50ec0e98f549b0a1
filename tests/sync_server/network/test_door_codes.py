"""Door codes: who is told them and for how long, and that nothing but a reply to such a phone holds one."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync_server.cli import command_line
from sync_server.network.doors import KEY_FILE, THE_PLACE
from sync_server.network.folder import read_folder
from sync_server.upkeep.after_push import project_again
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_locker import A1_CODE, PLACE_CODE, plan_with_a_bank, set_code
from tests.builders_network import RELAY
from tests.sync_server.network.test_network_folder import POINTS, a_folder

DOOR = ("door", RELAY)
TOLD = {"code": PLACE_CODE, "doors": {"A1": A1_CODE}}


@pytest.fixture
def chloe(server: ServerInProcess) -> PhoneByHand:
    """Chloé drives the round that leaves crates at the locker bank, on Friday 6 November."""
    plan_with_a_bank(server)
    return server.add_phone("P003")


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every log line of every library."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert "CANARI" not in caplog.text


def test_who_drives_by_within_two_days_is_told_the_codes(chloe: PhoneByHand):
    assert chloe.pull_all()[DOOR] == TOLD


@pytest.mark.parametrize("person_id", ["P001", "P002"])
def test_nobody_else_is_told_them(server: ServerInProcess, chloe: PhoneByHand, person_id: str):
    rows = server.add_phone(person_id).pull_all()
    assert ("place", RELAY) in rows
    assert DOOR not in rows
    assert "CANARI" not in json.dumps([*rows.values()])


@pytest.mark.parametrize(("days", "is_told"), [(-3, False), (-2, True), (0, True), (2, True), (3, False)])
def test_codes_come_two_days_before_the_round_and_go_two_days_after(
    server: ServerInProcess,
    chloe: PhoneByHand,
    days: int,
    is_told: bool,  # noqa: FBT001
):
    server.clock.forward(days=days)
    assert (DOOR in chloe.pull_all()) is is_told


def test_when_the_window_ends_the_phone_is_told_to_hold_other_rows(
    server: ServerInProcess, chloe: PhoneByHand
):
    assert DOOR in chloe.pull_all()
    server.clock.forward(days=3)
    page = chloe.pull()
    assert page["status"] == "reset"
    assert "CANARI" not in json.dumps(page)


def test_a_changed_code_replaces_the_old_one_and_a_forgotten_one_goes(
    server: ServerInProcess, chloe: PhoneByHand
):
    chloe.pull_all()
    set_code(server, "A1", "NEUF")
    assert [row["d"]["doors"] for row in chloe.pull()["rows"] if row["t"] == "door"] == [{"A1": "NEUF"}]
    set_code(server, "A1", None)
    set_code(server, THE_PLACE, None)
    rows = chloe.pull()["rows"]
    assert [row.get("x") for row in rows if row["t"] == "door"] == [1]


def test_setting_the_same_code_again_changes_no_row(server: ServerInProcess, chloe: PhoneByHand):
    before = server.rows_of("SELECT seq FROM feed_head")
    set_code(server, "A1", A1_CODE)
    assert server.rows_of("SELECT seq FROM feed_head") == before


def test_no_copy_of_the_database_holds_a_code(server: ServerInProcess, chloe: PhoneByHand):
    chloe.pull_all()
    project_again(server.runtime, everything=True)
    for file in server.runtime.settings.data_dir.glob("relais.db*"):
        assert b"CANARI" not in file.read_bytes()
    key = server.runtime.settings.data_dir / KEY_FILE
    assert key.stat().st_mode & 0o077 == 0


def test_without_its_key_the_server_answers_and_tells_no_code(server: ServerInProcess, chloe: PhoneByHand):
    key = server.runtime.settings.data_dir / KEY_FILE
    key.unlink()
    assert chloe.pull_all()[DOOR] == {"code": None, "doors": {}}
    key.write_bytes(bytes(64))
    assert chloe.pull_all()[DOOR] == {"code": None, "doors": {}}


def test_no_log_line_holds_a_code(
    server: ServerInProcess, everything_logged: pytest.LogCaptureFixture, chloe: PhoneByHand
):
    chloe.pull_all()
    set_code(server, "B1", "CANARI-55Q2")
    chloe.pull_all()


def test_an_own_record_holds_no_code(chloe: PhoneByHand):
    chloe.pull_all()
    answer = chloe.server.client.post("/v1/me/export", headers={"Authorization": f"Bearer {chloe.token}"})
    assert answer.status_code == 200
    assert "CANARI" not in answer.text


def test_a_code_is_set_by_a_command_that_never_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path))
    run = CliRunner()
    assert run.invoke(command_line(), ["import-network"]).exit_code == 0
    said = run.invoke(command_line(), ["door", "code", "R016", "b2"], input="CANARI-1\n")
    assert (said.exit_code, "enregistré" in said.output) == (0, True)
    assert "CANARI" not in said.output
    unknown = run.invoke(command_line(), ["door", "code", "R016", "Z9"], input="CANARI-2\n")
    assert (unknown.exit_code, "CANARI" in unknown.output) == (1, False)
    empty = run.invoke(command_line(), ["door", "code", "R016"], input="\n")
    assert empty.exit_code == 1
    forgotten = run.invoke(command_line(), ["door", "code", "R016", "B2", "--forget"])
    assert "oublié" in forgotten.output


def test_a_fault_in_a_file_with_codes_says_none_of_them(tmp_path: Path):
    roles = "place_id,role,keeper_id,note,door_code\nR001,locker,,,\n"
    long_code = "CANARI" * 8
    for line in (f"R001,A1,M,1,{long_code}", "R001,A1,M,1,12,CANARI"):
        folder = tmp_path / str(len(line))
        folder.mkdir()
        compartments = f"place_id,compartment,size,cold,door_code\n{line}\n"
        read = read_folder(a_folder(folder, relay_points=POINTS, roles=roles, compartments=compartments))
        assert isinstance(read, tuple)
        assert all("CANARI" not in fault.found for fault in read)
