"""People added by hand and a network imported afterwards never become one person."""

import json
import os
import subprocess
import sys
from pathlib import Path


def command(folder: Path, *arguments: str) -> dict[str, object]:
    ended = subprocess.run(
        [sys.executable, "-m", "sync_server", *arguments, "--json"],
        env=os.environ | {"RELAIS_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout)


def test_a_person_added_before_a_network_is_not_taken_for_a_farm(tmp_path: Path):
    alice = command(tmp_path, "person", "add", "Alice")["person_id"]
    bruno = command(tmp_path, "person", "add", "Bruno")["person_id"]
    assert alice != bruno
    command(tmp_path, "import-network")
    phone = command(tmp_path, "device", "add", "--person", str(alice))
    assert {"device_id", "token"} <= phone.keys()
    statement = command(tmp_path, "statement", str(alice), "2026-11")
    assert statement["name"] == "Alice"
