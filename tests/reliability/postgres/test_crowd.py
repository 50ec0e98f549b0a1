"""Many push the same facts at once: each is taken once, numbered without a gap, and seen by all who pull."""

from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from shared.sync.hashchain import chain_hashes, log_start
from sync_server.db.session import read
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.builders_phone import HELPER
from tests.mobile.sync.world import CARRIER
from tests.reliability.postgres.crowd import Onlooker, push_all_at_once
from tests.reliability.postgres.phones_at_work import (
    a_clone,
    an_onlooker,
    phones_that_recorded,
    pull_everything,
    push,
)
from tests.reliability.processes.server_process import ServerProcess
from tests.sync_server.postgres import DATABASES, a_database

FACTS = 80


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> Generator[str]:
    """One after the other."""
    with a_database(request.param) as url:
        yield url


def test_a_crowd_of_pushers_and_pullers_leaves_one_history(tmp_path: Path, database_url: str) -> None:
    with a_server(tmp_path, database_url=database_url) as server:
        phones = phones_that_recorded(server, FACTS, "crowd")
        # The last phone was restored from a copy: its facts come a second time under another name.
        phones = [*phones[:5], a_clone(phones[4], 1)]
        onlookers = [Onlooker(an_onlooker(server, person)) for person in (HELPER, CARRIER) * 2]
        running = ServerProcess(tmp_path, database_url)
        running.start()
        try:
            running.wait_until_it_answers()
            push_all_at_once(running.address, phones, onlookers, "crowd")
            with httpx.Client(base_url=running.address, timeout=60) as client:
                for onlooker in onlookers:
                    anew = pull_everything(client, an_onlooker(server, onlooker.phone.person_id))
                    assert onlooker.held == anew
        finally:
            running.kill()
        assert "unexpected_error" not in running.log.read_text()
        check_history(server, phones)
        crates = {key: row for key, row in onlookers[0].held.items() if key[0] == "crate"}
    assert len(crates) == 40
    assert crates == crates_of_an_orderly_server(tmp_path / "orderly")


def check_history(server: ServerInProcess, phones: list[PhoneByHand]) -> None:
    facts = {body for phone in phones for body in phone.bodies if body.startswith("{")}
    events = server.rows_of("SELECT pk, id, body FROM event")
    assert sorted(body for _, _, body in events) == sorted(facts)
    feed = server.rows_of("SELECT seq, kind, ref, fh FROM feed_entry ORDER BY seq")
    assert [seq for seq, _, _, _ in feed] == list(range(1, len(feed) + 1))
    assert [(seq, bytes(fh)) for seq, _, _, fh in feed[-1:]] == [
        (seq, bytes(fh)) for seq, fh in server.rows_of("SELECT seq, fh FROM feed_head")
    ]
    assert {(seq, ref) for seq, kind, ref, _ in feed if kind == "event"} == {
        (pk, id_) for pk, id_, _ in events
    }
    for phone in phones:
        entries = server.rows_of(
            "SELECT l.seq, l.hash FROM log_entry l JOIN log_head h ON h.pk = l.log_pk"
            f" WHERE h.log_id = '{phone.log_id}' ORDER BY l.seq"
        )
        hashes = chain_hashes(log_start(phone.log_id), [body.encode() for body in phone.bodies])
        assert [(seq, bytes(each)) for seq, each in entries] == list(enumerate(hashes, start=1))
    assert server.rows_of("SELECT crate_code FROM crate_state WHERE dirty = 1") == []
    with read(server.runtime.database) as session:
        assert (
            session.connection().exec_driver_sql("SELECT count(*) FROM dirty_consignment").scalar_one() == 0
        )


def crates_of_an_orderly_server(folder: Path) -> dict[tuple[str, str], str]:
    """What the same facts say of crates when they come one phone after the other."""
    with a_server(folder, syncs_a_minute=100_000) as server:
        phones = phones_that_recorded(server, FACTS, "crowd")
        for phone in reversed(phones[:5]):
            for first in range(1, len(phone.bodies) + 1, 50):
                push(server.client, phone, first, min(len(phone.bodies), first + 49))
        held = pull_everything(server.client, an_onlooker(server, HELPER))
    return {key: row for key, row in held.items() if key[0] == "crate"}
