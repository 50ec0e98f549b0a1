"""A server in process, a network that can misbehave, and a phone on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.builders import ServerInProcess, a_server
from tests.builders_phone import HELPER
from tests.mobile.sync.bad_network import BadNetwork
from tests.mobile.sync.world import Phone, a_co_op, a_phone, phone_on


@dataclass
class Scene:
    """A co-op whose goods wait at the farm; phones reach its server over `network`."""

    server: ServerInProcess
    network: BadNetwork
    client: httpx.Client
    codes: tuple[str, ...]
    folder: Path

    def phone(self, name: str = "bruno", person_id: str = HELPER, seed: int = 7) -> Phone:
        """An enrolled phone, not synced yet."""
        enrolled = a_phone(self.server, self.folder / name, person_id, seed)
        return phone_on(enrolled.store, self.client, seed)

    def event_ids(self) -> list[str]:
        """The events the server holds, in the order it took them."""
        return [row[0] for row in self.server.rows_of("SELECT id FROM event ORDER BY pk")]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with a_server(tmp_path / "server", syncs_a_minute=100_000) as server:
        network = BadNetwork(server)
        with httpx.Client(transport=network) as client:
            yield Scene(server, network, client, a_co_op(server), tmp_path / "phones")
