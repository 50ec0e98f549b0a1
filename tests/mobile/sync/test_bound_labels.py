"""A blank label from one phone to the next: bound by one, dropped by the other, both paid to the cent."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mobile.actions.bind_crate import BindCrate, bind_crate
from mobile.actions.outcomes import Recorded, RecordOutcome, RefusalReason, Refused
from mobile.store.stops import stop_plan
from mobile.sync.outcome import Synced
from shared.commission.tariff import PercentRates
from shared.commission.tariff_form import tariff_to_json
from sync_server.commission.tariffs import add_tariff
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import FARM, HUB, RELAY, ROUND, crate_codes
from tests.mobile.sync.world import CARRIER, CONSIGNMENT, DELIVERY, Phone, a_co_op, a_phone
from tests.sync_server.money_world import a_tariff

[BLANK] = crate_codes(1, start=700)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    with a_server(tmp_path / "server", syncs_a_minute=100_000) as running:
        tariff = a_tariff(percent=PercentRates(collection=200, delivery=300))
        with begin(running.runtime.database) as session:
            add_tariff(session, lock_feed(session), json.dumps(tariff_to_json(tariff)), 0)
        yield running


def bind(phone: Phone, code: str) -> RecordOutcome:
    intent = BindCrate(phone.intent(), code, CONSIGNMENT, ROUND, FARM)
    return bind_crate(intent, phone.store, phone.clock, phone.randomness)


def paid(phone: Phone) -> list[int]:
    """The cents of each line this phone shows."""
    with phone.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT d FROM pulled_row WHERE t = 'line'").all()
    return [json.loads(content)["amount_cents"] for (content,) in rows]


def test_bound_by_one_helper_it_is_due_from_the_next_and_pays_both(
    server: ServerInProcess, tmp_path: Path
) -> None:
    codes = a_co_op(server, crates=2)
    bruno, chloe = a_phone(server, tmp_path / "bruno"), a_phone(server, tmp_path / "chloe", CARRIER, seed=8)
    assert isinstance(bruno.sync(), Synced)
    assert isinstance(bind(bruno, BLANK), Recorded)
    # The second printed label is missing: the blank one is on its crate.
    bruno.pick_up(codes[0], BLANK)
    bruno.drop(codes[0], BLANK, at=HUB)
    shown = stop_plan(bruno.store, ROUND, HUB)
    assert isinstance(bruno.sync(), Synced)
    after = stop_plan(bruno.store, ROUND, HUB)
    assert shown is not None
    assert after is not None
    assert {task.code for task in after.drops} == {task.code for task in shown.drops} - {codes[1]}

    assert isinstance(chloe.sync(), Synced)
    due = stop_plan(chloe.store, DELIVERY, HUB)
    assert due is not None
    assert {task.code for task in due.pickups} == {codes[0], BLANK}
    assert bind(chloe, BLANK) == Refused(RefusalReason.ALREADY_DONE, (BLANK,))
    chloe.pick_up(codes[0], BLANK, at=HUB, round_id=DELIVERY)
    chloe.drop(codes[0], BLANK, at=RELAY, round_id=DELIVERY)
    for phone in (chloe, bruno, chloe):
        assert isinstance(phone.sync(), Synced)
    # 2 % and 3 % of 577.00, whole.
    assert [paid(phone) for phone in (bruno, chloe)] == [[1_154], [1_731]]
