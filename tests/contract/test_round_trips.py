"""Positions, refusals, limits and cursors as the contract names them, asked by a client that is not ours."""

import gzip
import json
from collections.abc import Callable

import pytest

from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, drop_rows
from sync_server.db.session import begin
from tests.builders import ServerInProcess
from tests.contract.foreign_client import ForeignLog, ForeignPhone, closed, opened, slug

KIB = 1024


def test_positions_gap_overlap_and_again(phone: ForeignPhone) -> None:
    assert phone.push() == {"status": "ok", "next": 1, "safe": 0, "quarantined": []}
    phone.records(*(phone.body() for _ in range(9)))
    assert phone.push(last=4)["next"] == 5
    assert (phone.push(first=6)["status"], phone.push(first=6)["next"]) == ("gap", 5)
    assert phone.push(first=3, last=7)["next"] == 8
    assert [phone.push()["next"] for _ in range(2)] == [10, 10]
    assert phone.push(first=10)["next"] == 10


def test_another_history_is_a_fork_and_stores_nothing(phone: ForeignPhone) -> None:
    phone.records(*(phone.body() for _ in range(6)))
    phone.push()
    other = ForeignLog(0)
    other.id, other.hashes = phone.log.id, phone.log.hashes[:1]
    for body in (*phone.log.bodies[:5], phone.body(), phone.body()):
        other.add(body)
    for first in (1, 6, 7):
        assert phone.sync(other.stretch(first))["log"]["status"] == "fork"
    wrong = phone.log.stretch(3) | {"prev": "0" * 64}
    assert phone.sync(wrong)["log"]["status"] == "fork"
    assert phone.push(first=7) == {"status": "ok", "next": 7, "safe": 0, "quarantined": []}


def test_a_chain_that_does_not_end_where_it_says_is_cut(phone: ForeignPhone) -> None:
    phone.records(*(phone.body() for _ in range(3)))
    cut = phone.log.stretch() | {"events": phone.log.bodies[:2]}
    answer = phone.post(json.dumps(phone.request(cut)).encode())
    assert slug(answer) == (400, "truncated")
    assert phone.push(last=0)["next"] == 1


def test_refusals_by_name(phone: ForeignPhone) -> None:
    good = json.dumps(phone.request()).encode()
    zipped = {"Content-Encoding": "gzip"}
    small = gzip.compress(good)
    for content in (b"", b"{", b'{"nonce": "\xff"}', good[:-1] + b', "proto": 1}'):
        assert slug(phone.post(content)) == (400, "bad-json")
    for content in (b"hello", small[:-9], small + b"x"):
        assert slug(phone.post(content, **zipped)) == (400, "bad-gzip")
    for header in (None, "", "Bearer", "Bearer x", f"Basic {phone.token}", f"Bearer {phone.token}x"):
        assert slug(phone.post(good, Authorization=header)) == (401, "unknown-device")
    assert slug(phone.post(good, **{"Content-Type": "text/plain"})) == (415, "envelope")
    assert slug(phone.post(good, **{"Content-Encoding": "br"})) == (415, "envelope")
    for changes in ({"nonce": None}, {"cursor": 5}, {"log": {"id": "x"}}, {"max_rows": -1}):
        assert slug(phone.post(json.dumps(phone.request() | changes).encode())) == (422, "envelope")


def test_limits_to_the_byte_and_the_event(phone: ForeignPhone) -> None:
    phone.records(*(phone.body() for _ in range(201)))
    over = phone.request(phone.log.stretch())
    assert slug(phone.post(json.dumps(over).encode())) == (413, "too-large")
    assert phone.push(last=200)["next"] == 201
    padded = json.dumps(phone.request()).encode()
    padded += b" " * (2 * KIB * KIB - len(padded))
    assert phone.post(padded).status_code == 200
    assert phone.post(gzip.compress(padded), **{"Content-Encoding": "gzip"}).status_code == 200
    assert slug(phone.post(padded + b" ")) == (413, "too-large")
    assert slug(phone.post(gzip.compress(padded + b" "), **{"Content-Encoding": "gzip"})) == (
        413,
        "too-large",
    )
    stored = gzip.compress(padded[: 300 * KIB], 0)
    assert slug(phone.post(stored, **{"Content-Encoding": "gzip"})) == (413, "too-large")


@pytest.fixture
def publishes(server: ServerInProcess) -> Callable[[int], None]:
    """Rows for everybody."""
    return lambda count: server.put_rows(
        *(RowPut("place", f"Q{n}", {"name": f"Lieu {n}"}, ("all",)) for n in range(count))
    )


def test_pages_of_any_size_hold_the_same_rows_and_end_at_the_head(
    phone: ForeignPhone, publishes: Callable[[int], None]
) -> None:
    publishes(7)
    rows, cursor, _ = phone.rows()
    assert len([name for name in rows if name.startswith("place/")]) == 7
    assert phone.rows(max_rows=3)[0] == rows
    version, pos, seen, witness, _ = opened(cursor)[:5]
    assert (version, pos, len(witness)) == ("1", seen, 16)
    idle = phone.sync(cursor=cursor)["pull"]
    assert (idle["status"], idle["rows"], idle["more"]) == ("ok", [], False)


def test_a_cursor_that_proves_nothing_begins_anew(
    phone: ForeignPhone, publishes: Callable[[int], None]
) -> None:
    publishes(2)
    rows, cursor, _ = phone.rows()
    parts = opened(cursor)
    forged = {
        "ahead of the head": [*parts[:2], str(int(parts[2]) + 1000), *parts[3:]],
        "another history": [*parts[:3], "0" * 16, *parts[4:]],
        "another scope": [*parts[:4], "999999", *parts[5:]],
        "beyond what it saw": [parts[0], str(int(parts[2]) + 5), *parts[2:]],
        "of tomorrow": ["2", *parts[1:]],
    }
    for name, text in {key: closed(each) for key, each in forged.items()}.items() | {("text", "hello")}:
        page = phone.sync(cursor=text)["pull"]
        assert page["status"] == "reset", name
        assert {f"{row['t']}/{row['k']}": row["d"] for row in page["rows"]} == rows, name


def test_what_goes_away_is_told_as_gone(
    server: ServerInProcess, phone: ForeignPhone, publishes: Callable[[int], None]
) -> None:
    publishes(2)
    _, cursor, _ = phone.rows()
    with begin(server.runtime.database) as session:
        drop_rows(session, lock_feed(session), [("place", "Q1")])
    assert phone.sync(cursor=cursor)["pull"]["rows"] == [{"t": "place", "k": "Q1", "x": 1}]
