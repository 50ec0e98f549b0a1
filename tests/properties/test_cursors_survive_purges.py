"""Rows come, change, go and are forgotten at any moment: whoever pulls to the end holds the server's rows."""

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import Session

from shared.sync.outcomes import PullStatus
from sync_server.custody.pull import read_page
from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, drop_rows, put_rows
from sync_server.db.tombstones import purge_tombstones
from tests.builders import ServerInProcess, a_server

WORLDS = 60
STEPS = 100
PULLS_MAX = 60
SCOPE = ("all", "person:P001")
KEYS = [f"n{number:02d}" for number in range(14)]


@dataclass
class PhoneOfPages:
    """What a phone does with pages: a reset is staged until complete, all else is kept at once."""

    rows: dict[str, Any] = field(default_factory=dict[str, Any])
    staged: dict[str, Any] | None = None
    cursor: str | None = None

    def pull(self, session: Session, max_rows: int) -> bool:
        """One page; whether there is more."""
        page = read_page(session, self.cursor, SCOPE, max_rows)
        if page.status is PullStatus.RESET:
            self.staged = {}
        held = self.rows if self.staged is None else self.staged
        for text in page.rows:
            key, _, rest = text.partition('"k":"')[2].partition('"')
            if rest == ',"x":1}':
                held.pop(key, None)
            else:
                held[key] = rest
        if not page.more and self.staged is not None:
            self.rows, self.staged = self.staged, None
        self.cursor = page.cursor
        return page.more


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[ServerInProcess]:
    folder: Path = tmp_path_factory.mktemp("purges")
    with a_server(folder) as running:
        yield running


def something_happens(session: Session, chance: Random) -> None:
    """A row is written, goes, or old tombstones are forgotten, up to wherever chance says."""
    feed = lock_feed(session)
    key = chance.choice(KEYS)
    match chance.randrange(5):
        case 0 | 1:
            # A row that leaves an audience resets its phones, which hides what else is wrong: seldom.
            audiences = ("all",) if chance.random() < 0.97 else ("person:P002",)
            put_rows(session, feed, [RowPut("notice", key, {"v": chance.randrange(9)}, audiences)])
        case 2 | 3:
            drop_rows(session, feed, [("notice", one) for one in chance.sample(KEYS, 2)])
        case _:
            up_to = chance.choice((chance.randint(0, feed.seq), feed.seq, feed.seq + 3))
            purge_tombstones(session, feed, up_to, chance.choice((1, 3, 500)))


def held_by(session: Session) -> dict[str, Any]:
    found = session.connection().exec_driver_sql(
        "SELECT DISTINCT r.k, r.d FROM pull_row r JOIN row_audience a ON a.row_id = r.id"
        " JOIN audience n ON n.id = a.audience_id WHERE r.deleted = 0 AND n.name IN (?, ?)",
        SCOPE,
    )
    return {key: f',"d":{content}}}' for key, content in found}


@pytest.mark.parametrize("seed", range(WORLDS))
def test_whoever_pulls_to_the_end_holds_exactly_the_servers_rows(server: ServerInProcess, seed: int) -> None:
    chance = Random(seed)
    phones = [PhoneOfPages() for _ in range(3)]
    # One transaction that is never committed: each world begins with an empty database.
    with Session(server.runtime.database.writer) as session:
        for _ in range(STEPS):
            something_happens(session, chance)
            if chance.random() < 0.4:
                # Now and then a page only: the network goes in the middle of a pull, for however long.
                chance.choice(phones).pull(session, chance.choice((1, 2, 5)))
        for phone in phones:
            pulls = 1
            while phone.pull(session, chance.randint(1, 3)):
                pulls += 1
                assert pulls < PULLS_MAX, "the pages never end"
            assert phone.rows == held_by(session)
            # And nothing more is to be told.
            assert read_page(session, phone.cursor, SCOPE, 3).rows == ()
