"""The server under test: the real application in this process, on a fresh database."""

from collections.abc import Generator
from pathlib import Path

import pytest

from sync_server.accounts.people import Role
from sync_server.db.session import Database
from tests.builders import PhoneByHand, ServerInProcess, a_migrated_database, a_server
from tests.sync_server.coop import CoOp, a_coop
from tests.sync_server.postgres import a_database


@pytest.fixture
def server(tmp_path: Path) -> Generator[ServerInProcess]:
    """A server on an empty SQLite file."""
    with a_server(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Generator[Database]:
    """One SQLite file for all examples of a module: each rolls back what it wrote."""
    with a_migrated_database(tmp_path_factory.mktemp("lasting")) as opened:
        yield opened


@pytest.fixture
def alice(server: ServerInProcess) -> PhoneByHand:
    """The phone of Alice, who drives rounds."""
    return server.add_phone(server.add_person("P001", Role.PRODUCER, Role.HELPER, name="Alice"))


@pytest.fixture
def bruno(server: ServerInProcess) -> PhoneByHand:
    """The phone of Bruno, who drives rounds."""
    return server.add_phone(server.add_person("P002", Role.PRODUCER, Role.HELPER, name="Bruno"))


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Generator[CoOp]:
    """A co-op on a PostgreSQL of its own, its network empty."""
    with a_database("postgresql") as url:
        made = a_coop(tmp_path, url)
        yield made
        made.runtime.database.close()
