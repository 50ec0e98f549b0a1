"""Spoilt scans, facts, cursors, requests and replies: nothing breaks, nothing leaks, work stays bounded."""

import gzip
import json
from pathlib import Path

import pytest

from shared.custody import bodies
from tests.builders import a_server
from tests.reliability.fuzz.campaign import Found, attack, run_campaign
from tests.reliability.fuzz.requests import Door
from tests.sync_server.postgres import a_database

CASES = 20_000


def test_twenty_thousand_spoilt_inputs_break_nothing(tmp_path: Path) -> None:
    found = run_campaign(tmp_path, CASES, "ci")
    assert found.shown == []
    assert found.cases.total() == CASES
    assert {200, 400, 422} <= set(found.statuses)


@pytest.mark.postgres
def test_both_databases_give_the_same_answers_to_spoilt_requests(tmp_path: Path) -> None:
    answers: list[list[tuple[int, str]]] = []
    for kind in ("sqlite", "postgresql"):
        with (
            a_database(kind) as url,
            a_server(tmp_path / kind, database_url=url, syncs_a_minute=10**9) as server,
        ):
            door, found = Door(server), Found()
            attack("request", door.a_request, 300, "both", found)
            assert found.shown == []
            answers.append(door.history)
    assert answers[0] == answers[1]


def test_a_string_without_an_end_is_read_once_and_not_from_each_quote_again() -> None:
    """Sixteen kilobytes of quotes cost a second each time they were looked for anew."""
    text = "{" * 33 + '"' + '\\"' * 8_000
    marks = bodies._NESTING_MARKS.findall(text)
    assert [len(mark) for mark in marks] == [1] * 33 + [16_001]


def test_a_small_package_may_not_unpack_to_much(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        door = Door(server)
        phone = door.phones[0]
        bomb = gzip.compress(b'{"proto":' + b" " * 50_000_000 + json.dumps(phone.request()).encode())
        headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"}
        answer = server.client.post("/v1/sync", content=bomb, headers=headers | {"Content-Encoding": "gzip"})
        assert (answer.status_code, answer.json()["title"]) == (413, "too-large")
