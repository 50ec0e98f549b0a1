"""Rows that come down: written when they change and only then, each change under one number of the feed."""

import pytest
from sqlmodel import Session

from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, drop_rows, put_rows
from tests.builders import ServerInProcess

AUDIENCES = ("all", "person:P001", "person:P002", "round:r_1")


def put(server: ServerInProcess, *rows: RowPut) -> int:
    changed: list[int] = []
    server.change(lambda session: changed.append(put_rows(session, lock_feed(session), rows)))
    return changed[0]


def test_a_row_that_did_not_change_takes_no_number(server: ServerInProcess) -> None:
    row = RowPut("place", "R001", {"name": "Épicerie", "role": "relay"}, ("all",))
    assert put(server, row) == 1
    assert put(server, row) == 0
    assert put(server, RowPut("place", "R001", {"role": "relay", "name": "Épicerie"}, ("all",))) == 0
    assert [(each.seq, each.ref) for each in server.rows_of("SELECT seq, ref FROM feed_entry")] == [
        (1, "place/R001")
    ]


def test_of_two_versions_in_one_call_the_last_one_counts(server: ServerInProcess) -> None:
    assert (
        put(server, RowPut("notice", "a", {"n": 1}, ("all",)), RowPut("notice", "a", {"n": 2}, ("all",))) == 1
    )
    assert [row.d for row in server.rows_of("SELECT d FROM pull_row")] == ['{"n":2}']


def test_a_dropped_row_can_come_back(server: ServerInProcess) -> None:
    row = RowPut("notice", "a", {"n": 1}, ("all",))
    put(server, row)

    def drop(session: Session) -> None:
        assert drop_rows(session, lock_feed(session), [("notice", "a"), ("notice", "never")]) == 1
        assert drop_rows(session, lock_feed(session), [("notice", "a")]) == 0

    server.change(drop)
    assert put(server, row) == 1
    assert [(each.deleted, each.stamp) for each in server.rows_of("SELECT deleted, stamp FROM pull_row")] == [
        (0, 3)
    ]


def test_nothing_is_written_when_the_transaction_fails(server: ServerInProcess) -> None:
    class Broken(Exception):
        pass

    def write(session: Session) -> None:
        put_rows(session, lock_feed(session), [RowPut("notice", "a", {}, ("all",))])
        raise Broken

    with pytest.raises(Broken):
        server.change(write)
    assert server.rows_of("SELECT seq FROM feed_head")[0].seq == 0
    assert server.rows_of("SELECT * FROM feed_entry") == []
