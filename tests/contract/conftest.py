"""The real application, and phones of a client that knows the contract alone."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from sync_server.accounts.people import Role
from tests.builders import ServerInProcess, a_server
from tests.contract.foreign_client import ForeignLog, ForeignPhone


@pytest.fixture
def server(tmp_path: Path) -> Generator[ServerInProcess]:
    """A server on an empty SQLite file that lets a phone ask as often as a test needs."""
    with a_server(tmp_path, syncs_a_minute=10_000) as running:
        yield running


@pytest.fixture
def new_phone(server: ServerInProcess) -> Callable[[], ForeignPhone]:
    """Another phone of the same helper each time."""
    person = server.add_person("P001", Role.PRODUCER, Role.HELPER, name="Alice")
    numbers = iter(range(1, 100))

    def made() -> ForeignPhone:
        let_in, number = server.add_phone(person), next(numbers)
        log = ForeignLog(number)
        return ForeignPhone(
            server.client, let_in.token, let_in.device_id, person, server.clock() + number * 10_000, log
        )

    return made


@pytest.fixture
def phone(new_phone: Callable[[], ForeignPhone]) -> ForeignPhone:
    """One of them."""
    return new_phone()
