"""The same pushes on SQLite and on PostgreSQL make the same history, byte for byte."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.builders import ServerInProcess, a_server
from tests.builders_phone import HELPER
from tests.mobile.sync.world import CARRIER
from tests.reliability.postgres.phones_at_work import (
    a_clone,
    an_onlooker,
    phones_that_recorded,
    pull_everything,
    push,
)
from tests.sync_server.postgres import a_database

HISTORY = (
    "SELECT seq, kind, ref, fh FROM feed_entry ORDER BY seq",
    "SELECT seq, fh FROM feed_head",
    "SELECT t, k, d, stamp, deleted FROM pull_row ORDER BY stamp",
    "SELECT pk, id, effective_ms, time_source, received_ms, body FROM event ORDER BY pk",
    "SELECT log_pk, seq, hash, event_pk, quarantine_reason, body FROM log_entry ORDER BY log_pk, seq",
    "SELECT key, kind, blocking, status FROM discrepancy ORDER BY key",
)


@pytest.mark.postgres
def test_the_same_pushes_make_the_same_feed_on_both_databases(tmp_path: Path) -> None:
    with a_server(tmp_path / "sqlite", syncs_a_minute=100_000) as server:
        on_sqlite = after_a_week(server)
    with (
        a_database("postgresql") as url,
        a_server(tmp_path / "postgresql", database_url=url, syncs_a_minute=100_000) as server,
    ):
        on_postgresql = after_a_week(server)
    for statement, one, other in zip((*HISTORY, "rows pulled"), on_sqlite, on_postgresql, strict=True):
        assert one == other, statement
    assert len(on_sqlite[0]) > 400


def after_a_week(server: ServerInProcess) -> list[Sequence[Any]]:
    """Six phones and a clone push in turn, back and forth, as a seed decides; what is held then."""
    phones = phones_that_recorded(server, 60, "week")
    phones.append(a_clone(phones[0], 7))
    chance = Random("week")
    next_seqs = [1] * len(phones)
    while any(seq <= 60 for seq in next_seqs):
        number = chance.randrange(len(phones))
        server.clock.forward(s=chance.randint(1, 600))
        first = max(1, next_seqs[number] + chance.randint(-15, 3))
        reply = push(server.client, phones[number], min(first, 60), min(60, first + chance.randint(0, 20)))
        next_seqs[number] = reply["next"]
    held = [[tuple(row) for row in server.rows_of(statement)] for statement in HISTORY]
    pulled = [
        sorted(pull_everything(server.client, an_onlooker(server, person)).items())
        for person in (HELPER, CARRIER)
    ]
    return [*held, pulled]
