"""A fresh database for each test, and a world to fill it with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_server.db.migrate import migrate
from sync_server.db.session import Database, begin, open_database
from tests.sync_server.money_world import World


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite file."""
    opened = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """A world inside one transaction."""
    with begin(database) as session:
        yield World(session)
