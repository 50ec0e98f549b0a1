"""The cursor proves which history a phone has seen, to its newest number and not to its last row only."""

import shutil
from pathlib import Path
from typing import Any

from sync_server.db.rows import RowPut
from sync_server.network.tables import Round
from tests.builders import PhoneByHand, ServerInProcess, a_server

ROUND = "r_2026-09-01_01"


def note(key: str, text: str = "", *audiences: str) -> RowPut:
    return RowPut("notice", key, {"text": text}, audiences or ("all",))


def keys_of(page: dict[str, Any]) -> set[tuple[str, str]]:
    return {(row["t"], row["k"]) for row in page["rows"]}


def test_a_row_moved_beyond_the_page_is_not_lost_when_the_server_goes_back(tmp_path: Path) -> None:
    """The page omits a row that moved on; the server restored has it where the phone has already been."""
    with a_server(tmp_path / "now") as server:
        alice = server.add_phone(server.add_person("P001"))
        server.put_rows(*(note(f"n{number}") for number in range(8)))
    shutil.copytree(tmp_path / "now", tmp_path / "backup")
    with a_server(tmp_path / "now") as server:
        alice.server = server
        server.put_rows(note("n0", "moved on after the backup"))
        page = alice.pull(max_rows=5)
        assert page["more"]
        held = keys_of(page)
        assert ("notice", "n0") not in held
    with a_server(tmp_path / "backup") as restored:
        alice.server = restored
        page = alice.pull()
        kept = held if page["status"] == "ok" else set[tuple[str, str]]()
        assert keys_of(page) | kept == set(alice.pull_all())


def test_a_round_never_closed_stays_in_sight(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(note("a", "", f"round:{ROUND}"))
    planned = Round(id=ROUND, date="2026-09-01", title="", kind="", helper_person_id="P001", status="planned")
    server.change(lambda session: session.add(planned))
    server.clock.forward(days=90)

    assert ("notice", "a") in alice.pull_all()


def test_rows_that_moved_on_come_in_their_new_turn(server: ServerInProcess, alice: PhoneByHand) -> None:
    """Were pages cut in the order in which rows first came, those between the two turns would be lost."""
    server.put_rows(*(note(f"n{number}") for number in range(8)))
    server.put_rows(note("n0", "changed"), note("n1", "changed"))

    pages = alice.pull_all(max_rows=3)
    assert {key for table, key in pages if table == "notice"} == {f"n{number}" for number in range(8)}
