"""A projection that fails in the middle: the facts are kept, and nothing of what was half computed is."""

import pytest

from shared.custody.events import Kind
from sync_server.backup.chains import ProvenContent, prove
from sync_server.db.session import read
from sync_server.upkeep import after_push
from sync_server.upkeep.after_push import project_again
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_network import CRATES, FARM, HUB, TO_THE_HUB, plan_a_consignment


@pytest.fixture
def bruno(server: ServerInProcess) -> PhoneByHand:
    plan_a_consignment(server)
    return server.add_phone("P002")


def test_a_projection_that_fails_half_way_leaves_nothing_of_itself(
    server: ServerInProcess, bruno: PhoneByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "SELECT t, k, d, stamp FROM pull_row WHERE t = 'crate' ORDER BY k"
    before = server.rows_of(rows)
    bruno.record(Kind.PICKUP, place_id=FARM, round_id=TO_THE_HUB, crates=CRATES)
    bruno.record(Kind.DROP, place_id=HUB, round_id=TO_THE_HUB, crates=CRATES)
    with monkeypatch.context() as broken:
        # The crates and their rows are written by then; the work items are not.
        broken.delattr(after_push, "open_or_close")
        assert bruno.push()["next"] == 3
    assert server.rows_of("SELECT * FROM leg") == []
    assert server.rows_of(rows) == before

    project_again(server.runtime, everything=False)
    assert len(server.rows_of("SELECT * FROM leg")) == len(CRATES)
    with read(server.runtime.database) as session:
        assert isinstance(prove(session.connection()), ProvenContent)
