"""Rows that come down: all of the scope, only what changed since, never a hole after any history."""

import shutil
from pathlib import Path

import pytest
from sqlmodel import Session

from shared.custody.events import Kind
from sync_server.custody.cursor import read_cursor
from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, drop_rows
from sync_server.network.tables import Round
from tests.builders import PhoneByHand, ServerInProcess, a_server


def note(key: str, text: str = "", *audiences: str) -> RowPut:
    return RowPut("notice", key, {"text": text}, audiences or ("all",))


def notices(rows: dict[tuple[str, str], object]) -> set[str]:
    return {key for table, key in rows if table == "notice"}


def test_a_new_phone_gets_its_scope_and_nothing_else(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    server.put_rows(
        note("everyone"), note("for-alice", "", "person:P001"), note("elsewhere", "", "round:r_1")
    )

    assert notices(alice.pull_all()) == {"everyone", "for-alice"}
    assert notices(bruno.pull_all()) == {"everyone"}


def test_the_second_pull_brings_only_what_changed(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(note("a"), note("b"))
    alice.pull()
    server.put_rows(note("a"), note("b", "new"))

    pulled = alice.pull()
    assert (pulled["status"], pulled["more"]) == ("ok", False)
    assert [(row["k"], row["d"]) for row in pulled["rows"]] == [("b", {"text": "new"})]
    assert alice.pull()["rows"] == []


def test_pages_are_bounded_and_lead_to_the_end(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(*(note(f"n{number:04d}") for number in range(1203)))

    sizes: list[int] = []
    while not sizes or alice.cursor:
        page = alice.pull(max_rows=2**31)
        sizes.append(len(page["rows"]))
        if not page["more"]:
            break
    # 1,203 notices, and Alice's own two rows.
    assert sizes == [500, 500, 205]


def test_a_page_is_cut_at_a_mebibyte(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(*(note(f"n{number}", "x" * 300_000) for number in range(5)))

    page = alice.pull()
    assert page["more"]
    assert notices(alice.pull_all()) == {f"n{number}" for number in range(5)}


def test_a_row_in_two_audiences_of_one_phone_comes_once(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(note("a", "", "all", "person:P001"))
    assert [row["k"] for row in alice.pull()["rows"] if row["t"] == "notice"] == ["a"]


def test_a_dropped_row_comes_as_a_tombstone(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(note("a"))
    alice.pull()

    def drop(session: Session) -> None:
        drop_rows(session, lock_feed(session), [("notice", "a")])

    server.change(drop)
    assert alice.pull()["rows"] == [{"t": "notice", "k": "a", "x": 1}]


def test_rows_that_change_between_two_pages_still_arrive(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(*(note(f"n{number}") for number in range(10)))
    alice.pull(max_rows=4)
    server.put_rows(note("n0", "later"), note("n9", "later"))

    rest = {row["k"]: row["d"] for _ in range(4) for row in alice.pull(max_rows=4)["rows"]}
    assert rest["n0"] == rest["n9"] == {"text": "later"}


def test_a_server_restored_from_an_old_backup_is_noticed(tmp_path: Path) -> None:
    with a_server(tmp_path / "now") as server:
        alice = server.add_phone(server.add_person("P001"))
        server.put_rows(note("a"), note("b"))
    shutil.copytree(tmp_path / "now", tmp_path / "backup")
    with a_server(tmp_path / "now") as server:
        server.put_rows(note("b", "after the backup"))
        alice.server = server
        alice.pull()
    with a_server(tmp_path / "backup") as restored:
        alice.server = restored
        assert alice.pull()["status"] == "reset"
        assert notices(alice.pull_all()) == {"a", "b"}


@pytest.mark.parametrize("instead", [("instead",), ("instead", "and more")])
def test_a_restored_server_that_wrote_as_much_again_or_more_is_noticed_by_the_witness(
    tmp_path: Path, instead: tuple[str, ...]
) -> None:
    with a_server(tmp_path / "now") as server:
        alice = server.add_phone(server.add_person("P001"))
    shutil.copytree(tmp_path / "now", tmp_path / "backup")
    with a_server(tmp_path / "now") as server:
        alice.server = server
        server.put_rows(note("lost"))
        alice.pull()
    with a_server(tmp_path / "backup") as restored:
        alice.server = restored
        restored.put_rows(*(note(key) for key in instead))
        pulled = alice.pull()
        assert pulled["status"] == "reset"
        assert {*instead} <= {row["k"] for row in pulled["rows"]}
        assert ("notice", "lost") not in alice.pull_all()


def test_an_unreadable_cursor_is_a_reset(alice: PhoneByHand) -> None:
    for cursor in ("", "????", "MS4x", "x" * 512):
        alice.cursor = cursor
        assert alice.pull()["status"] == "reset"


def test_a_new_round_changes_the_scope_and_resets(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(note("a", "", "round:r_2026-11-06_01"))
    alice.pull()
    planned = Round(
        id="r_2026-11-06_01", date="2026-11-06", title="", kind="", helper_person_id="P001", status="planned"
    )
    server.change(lambda session: session.add(planned))

    pulled = alice.pull()
    assert pulled["status"] == "reset"
    assert "a" in {row["k"] for row in pulled["rows"]}


def test_a_round_of_long_ago_is_out_of_sight(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(note("a", "", "round:r_2026-09-01_01"))
    old = Round(
        id="r_2026-09-01_01", date="2026-09-01", title="", kind="", helper_person_id="P001", status="closed"
    )
    server.change(lambda session: session.add(old))

    assert notices(alice.pull_all()) == set()


def test_a_row_that_leaves_an_audience_resets_the_phones_that_held_it(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    server.put_rows(note("a", "", "person:P001", "person:P002"))
    alice.pull()
    bruno.pull()
    server.put_rows(note("a", "", "person:P001"))

    assert bruno.pull()["status"] == "reset"
    assert notices(bruno.pull_all()) == set()
    assert notices(alice.pull_all()) == {"a"}


def test_a_row_that_gains_an_audience_arrives_there_without_a_reset(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    server.put_rows(note("a", "", "person:P001"), note("b", "", "person:P002"))
    bruno.pull()
    server.put_rows(note("a", "", "person:P001", "person:P002"))

    pulled = bruno.pull()
    assert (pulled["status"], [row["k"] for row in pulled["rows"]]) == ("ok", ["a"])


def test_a_cursor_behind_forgotten_tombstones_is_a_reset(server: ServerInProcess, alice: PhoneByHand) -> None:
    server.put_rows(note("a"))
    alice.pull()
    held = read_cursor(alice.cursor or "")
    assert held is not None
    server.change(
        lambda session: session.connection().exec_driver_sql("UPDATE feed_head SET purged_stamp = 9999")
    )

    assert alice.pull()["status"] == "reset"


def test_a_push_and_the_row_it_changes_come_in_one_round_trip(
    server: ServerInProcess, alice: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001")
    answer = alice.post(alice.request(alice.stretch()))

    assert answer.json()["log"]["next"] == 2
    assert answer.json()["pull"]["status"] == "ok"
