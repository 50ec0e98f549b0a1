"""The ledger is written once: the database refuses every other way of changing it, and it sums to zero."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from sync_server.db.migrate import migrate
from sync_server.db.session import Database, begin, open_database
from sync_server.ledger.queries import balances, postings_of, sum_of_postings
from sync_server.ledger.service import Entry, account_of, post_entries

PAID = Entry(account_of("P1"), account_of("H"), 2_885, "k1")
TAKEN_BACK = Entry(account_of("P1"), account_of("H"), -100, "k1")
POOLED = Entry(account_of("P1"), account_of("pool"), 300, "k2")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with begin(database) as opened:
        yield opened


def test_what_one_pays_another_receives(session: Session) -> None:
    post_entries(session, 1, [PAID, POOLED])
    post_entries(session, 2, [TAKEN_BACK])
    assert balances(session) == {"pool": 300, "producer:H": 2_785, "producer:P1": -3_085}
    assert sum_of_postings(session) == 0
    assert [(each.account, each.amount_cents) for each in postings_of(session, 2)] == [
        ("producer:P1", 100),
        ("producer:H", -100),
    ]


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE posting SET amount_cents = 0",
        "DELETE FROM posting",
        "INSERT OR REPLACE INTO posting (id, settlement_id, account, amount_cents, line_key)"
        " VALUES (1, 1, 'producer:H', 1, 'k1')",
        "UPDATE OR REPLACE posting SET id = 2 WHERE id = 1",
    ],
)
def test_a_posting_is_never_changed(database: Database, attempt: str) -> None:
    with begin(database) as session:
        post_entries(session, 1, [PAID])
    with pytest.raises(IntegrityError, match="append-only: posting"), begin(database) as session:
        session.connection().execute(text(attempt))
    with begin(database) as session:
        assert balances(session) == {"producer:H": 2_885, "producer:P1": -2_885}


@pytest.mark.parametrize("table", ["settlement", "statement", "commission_line", "line_event", "posting"])
def test_everything_published_has_its_triggers(session: Session, table: str) -> None:
    names = session.connection().execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table}
    )
    assert {f"{table}_refuses_{what}" for what in ("update", "delete", "replace")} <= set(names.scalars())
