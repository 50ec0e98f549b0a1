"""Kill -9 between taking a pack in and the end of the sync: each fact told taken in arrives once."""

import subprocess
import sys
from pathlib import Path

from mobile.store.carried import CarriedState, carried_packs
from mobile.store.database import open_store
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from shared.custody.events import Kind
from tests.builders import PhoneByHand, a_server
from tests.builders_phone import HELPER
from tests.mobile.crash_points import LOST, TOLD
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.world import CARRIER, a_co_op, a_phone, phone_on
from tests.sync_server.rescue.carrying import sealed

REPOSITORY = Path(__file__).parents[4]
CARRIERS = 50
# A prime beside the length of a pass, so that the deaths fall on every kind of statement.
STRIDE = "5"


def a_lost_phone(phone: PhoneByHand, folder: Path) -> list[str]:
    """Two facts that are nowhere but in the pack left in a carrier's folder; their ids."""
    ids = [phone.record(Kind.STOP_ARRIVED, place_id=place) for place in ("R001", "R002")]
    (folder / LOST).write_bytes(sealed(phone).raw)
    return ids


def test_what_was_told_taken_in_reaches_the_server_exactly_once(tmp_path: Path) -> None:
    with a_server(tmp_path / "server", syncs_a_minute=100_000) as server, over_loopback(server) as address:
        a_co_op(server, crates=1)
        folders = [tmp_path / "phones" / f"{number:03d}" for number in range(CARRIERS)]
        lost: list[list[str]] = []
        for number, folder in enumerate(folders):
            a_phone(server, folder, CARRIER, seed=number).store.close()
            lost.append(a_lost_phone(server.add_phone(HELPER), folder))
        program = [sys.executable, "-m", "tests.mobile.crash_points", "carry"]
        run = subprocess.run(
            [*program, str(tmp_path / "phones"), STRIDE, address],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        deaths = int(run.stdout)
        assert 10 < deaths < CARRIERS
        told = [number for number in range(deaths + 1) if (folders[number] / TOLD).exists()]
        with open_http_client() as client:
            for number in told:
                chloe = phone_on(open_store(folders[number]), client, seed=1_000 + number)
                chloe.peer = HttpPeer(client, address)
                assert isinstance(chloe.sync(), Synced)
                assert [pack.state for pack in carried_packs(chloe.store)] == [CarriedState.RECEIVED]
                chloe.store.close()
        held = [row[0] for row in server.rows_of("SELECT id FROM event WHERE kind = 'stop_arrived'")]
        assert len(told) > 5
        assert {fact for number in told for fact in lost[number]} <= set(held)
        assert len(held) == len(set(held))
