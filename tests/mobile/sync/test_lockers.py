"""Two real phones and the real server: one locker door claimed by both in the valley, codes lent and gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.store.lockers import bank_at, door_code
from mobile.sync.outcome import Synced
from shared.commission.local_time import local_date
from shared.custody.allocation import DoorState
from shared.network import PlaceRole
from sync_server.db.feed import lock_feed
from sync_server.network.doors import Door, door_seal, set_door_code
from sync_server.network.publish import publish_places
from sync_server.network.tables import Compartment, Place
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import FARM, HUB, RELAY, ROUND
from tests.mobile.sync.world import CARRIER, DELIVERY, Phone, a_co_op, a_phone

DAY_MS = 86_400_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    """A fresh server."""
    with a_server(tmp_path / "server") as started:
        yield started


@pytest.fixture
def codes(server: ServerInProcess) -> tuple[str, ...]:
    """The crates of a co-op whose relay point is a locker bank with two doors, one with a code."""
    codes = a_co_op(server)

    def write(session: Session) -> None:
        place = session.get(Place, RELAY)
        assert place is not None
        place.role = PlaceRole.LOCKER.value
        for door in ("A1", "A2"):
            session.add(Compartment(place_id=RELAY, id=door, size="M", cold=False))
        session.flush()
        feed = lock_feed(session)
        publish_places(session, feed)
        seal = door_seal(server.runtime.settings.data_dir, server.runtime.random_bytes)
        set_door_code(session, feed, seal, Door(RELAY, "A1"), "4821")

    server.change(write)
    return codes


def leaves(phone: Phone, crate: str, door: str, round_id: str) -> RecordOutcome:
    """Puts a crate behind a door, whatever was planned."""
    drop = RecordDrop(phone.intent(), round_id, RELAY, (crate,), compartment=door, even_if_odd=True)
    return record_drop(drop, phone.store, phone.clock, phone.randomness)


def state_of(phone: Phone, door: str) -> tuple[DoorState, tuple[str, ...]]:
    """What the phone knows of a door."""
    now_ms = phone.clock.wall_ms()
    bank = bank_at(phone.store, DELIVERY, RELAY, now_ms, local_date(now_ms))
    assert bank is not None
    [sight] = [each for each in bank.doors if each.compartment == door]
    return sight.door.state, sight.crates


def rows_with_codes(phone: Phone) -> int:
    """How many rows with codes the phone's file holds."""
    with phone.store.reading() as connection:
        question = "SELECT count(*) FROM pulled_row WHERE t = 'door' OR d LIKE '%4821%'"
        return int(connection.exec_driver_sql(question).scalar_one())


def test_two_helpers_behind_one_door_offline_are_one_open_item_and_each_is_told(
    server: ServerInProcess, tmp_path: Path, codes: tuple[str, ...]
):
    bruno = a_phone(server, tmp_path / "bruno")
    chloe = a_phone(server, tmp_path / "chloe", CARRIER, seed=8)
    assert isinstance(bruno.sync(), Synced)
    assert isinstance(chloe.sync(), Synced)
    assert isinstance(bruno.pick_up(codes[0], at=FARM, round_id=ROUND), Recorded)
    assert isinstance(leaves(bruno, codes[0], "A1", ROUND), Recorded)
    assert isinstance(chloe.pick_up(codes[1], at=HUB, round_id=DELIVERY, even_if_odd=True), Recorded)
    assert state_of(chloe, "A1") == (DoorState.FREE, ())
    assert isinstance(leaves(chloe, codes[1], "A1", DELIVERY), Recorded)
    assert state_of(chloe, "A1") == (DoorState.OCCUPIED, (codes[1],))

    bruno.sync()
    chloe.sync()
    chloe.sync()

    items = server.rows_of("SELECT status, crates FROM discrepancy WHERE kind = 'compartment_taken'")
    assert len(items) == 1
    assert items[0][0] == "open"
    assert all(code in items[0][1] for code in codes[:2])
    assert state_of(chloe, "A1")[0] is DoorState.OCCUPIED


def test_a_phone_holds_a_code_only_around_its_round(
    server: ServerInProcess, tmp_path: Path, codes: tuple[str, ...]
):
    chloe = a_phone(server, tmp_path / "chloe", CARRIER)
    other = a_phone(server, tmp_path / "bruno", seed=8)
    chloe.sync()
    other.sync()
    today = local_date(chloe.clock.wall_ms())
    assert codes
    assert door_code(chloe.store, DELIVERY, RELAY, "A1", today) == "4821"
    assert rows_with_codes(other) == 0
    server.clock.forward(days=3)
    chloe.clock.advance(3 * DAY_MS)
    chloe.sync()
    assert rows_with_codes(chloe) == 0
    assert door_code(chloe.store, DELIVERY, RELAY, "A1", today) is None
