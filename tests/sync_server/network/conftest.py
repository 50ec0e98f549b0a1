"""A co-op on the demonstration network."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.sync_server.coop import CoOp, a_coop_with_its_network


@pytest.fixture
def coop(tmp_path: Path) -> Generator[CoOp]:
    """A co-op whose network is the demonstration's, without orders."""
    made = a_coop_with_its_network(tmp_path)
    yield made
    made.runtime.database.close()
