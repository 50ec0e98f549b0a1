"""A co-op with a voted tariff, and what these tests are about: previewing and closing its periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.commission.tariff import PercentRates
from sync_server.db.migrate import migrate
from sync_server.db.session import Database, begin, open_database
from sync_server.settlement.blocking import NO_OVERRIDES, Overrides
from sync_server.settlement.closing import Closed, CloseRefused, CloseRequest, close
from sync_server.settlement.preview import Preview, preview
from tests.sync_server.money_world import World, a_tariff, noon_ms


@dataclass
class Coop:
    """The world, and what a coordinator does with it."""

    world: World
    data_dir: Path

    def preview(self, period: str = "2026-11", on: str = "2026-12-02") -> Preview:
        return preview(self.world.session, period, noon_ms(on))

    def try_to_close(
        self, period: str = "2026-11", on: str = "2026-12-02", overrides: Overrides = NO_OVERRIDES
    ) -> Closed | CloseRefused:
        request = CloseRequest(period, "C01", noon_ms(on), self.data_dir, overrides)
        return close(self.world.session, request)

    def close(self, period: str = "2026-11", on: str = "2026-12-02") -> Closed:
        outcome = self.try_to_close(period, on)
        assert isinstance(outcome, Closed), outcome
        return outcome


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def coop(database: Database, tmp_path: Path) -> Iterator[Coop]:
    with begin(database) as session:
        world = World(session)
        world.tariff(a_tariff(percent=PercentRates(direct=500, delivery=300)))
        yield Coop(world, tmp_path)
