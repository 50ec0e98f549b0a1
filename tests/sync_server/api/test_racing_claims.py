"""Fifty phones claim one code at the same instant, on SQLite and on PostgreSQL: one wins, with an alarm."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync_server.accounts.enrolment import confirm_enrolment, open_enrolment
from sync_server.db.session import begin
from tests.builders import ServerInProcess, a_server
from tests.sync_server.postgres import DATABASES, a_database

CLAIMANTS = 50


@pytest.fixture(params=DATABASES)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServerInProcess]:
    """A server that would let one address guess as often as it likes: it is the code that must hold."""
    with (
        a_database(request.param) as url,
        a_server(tmp_path, database_url=url, enrolment_tries=10 * CLAIMANTS) as started,
    ):
        yield started


def test_of_fifty_racing_claims_exactly_one_wins_and_then_nobody_is_let_in(
    server: ServerInProcess, caplog: pytest.LogCaptureFixture
) -> None:
    server.add_person("P001")
    with begin(server.runtime.database) as session:
        opened = open_enrolment(session, "P001", "C01", server.clock(), server.runtime.random_bytes)
    ready = threading.Barrier(CLAIMANTS)

    def claim(number: int) -> tuple[int, dict[str, str]]:
        ready.wait()
        asked = {"code": opened.code, "device": f"Pixel {number}", "nonce": f"n{number}"}
        answer = server.client.post("/v1/enrol", json=asked)
        return answer.status_code, answer.json()

    with caplog.at_level(logging.ERROR), ThreadPoolExecutor(CLAIMANTS) as phones:
        answers = list(phones.map(claim, range(CLAIMANTS)))

    won = [body for status, body in answers if status == 200]
    assert len(won) == 1
    assert [status for status, _ in answers if status != 200] == [409] * (CLAIMANTS - 1)
    assert "enrolment_claimed_twice" in caplog.text
    # Somebody photographed the screen: the one who was first is no more trusted than the others.
    polled = server.client.post("/v1/enrol/poll", json={"claim": won[0]["claim"]}).json()
    assert polled["status"] == "refused"
    with begin(server.runtime.database) as session:
        assert not confirm_enrolment(session, opened.id, won[0]["match"], server.clock())
    assert server.rows_of("SELECT 1 FROM device") == []
