"""People added by hand and a network imported afterwards never become one person."""

from pathlib import Path

import pytest

from tests.sync_server.backup.conftest import Operator


def test_a_person_added_before_a_network_is_not_taken_for_a_farm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    command = Operator(tmp_path, monkeypatch).answer_of
    alice = command("person", "add", "Alice")["person_id"]
    bruno = command("person", "add", "Bruno")["person_id"]
    assert alice != bruno
    command("import-network")
    phone = command("device", "add", "--person", str(alice))
    assert {"device_id", "token"} <= phone.keys()
    statement = command("statement", str(alice), "2026-11")
    assert statement["name"] == "Alice"
