"""Kill -9 between a record and the end of a sync: the server ends with each fact once."""

import subprocess
import sys
from pathlib import Path

from mobile.store.database import open_store
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from tests.builders import a_server
from tests.mobile.crash_points import CODES, TOLD
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.world import a_co_op, a_phone, phone_on

REPOSITORY = Path(__file__).parents[3]
PHONES = 60
# A prime beside the length of a pass, so that the deaths fall on every kind of statement.
STRIDE = "5"


def test_every_fact_told_recorded_reaches_the_server_exactly_once(tmp_path: Path) -> None:
    with a_server(tmp_path / "server", syncs_a_minute=100_000) as server, over_loopback(server) as address:
        assert a_co_op(server) == CODES
        folders = [tmp_path / "phones" / f"{number:03d}" for number in range(PHONES)]
        for number, folder in enumerate(folders):
            a_phone(server, folder, seed=number).store.close()
        program = [sys.executable, "-m", "tests.mobile.crash_points"]
        run = subprocess.run(
            [*program, "record_and_sync", str(tmp_path / "phones"), STRIDE, address],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        deaths = int(run.stdout)
        assert 20 < deaths < PHONES
        lived = [folder for folder in folders[: deaths + 1] if (folder / TOLD).exists()]
        told = [fact_id for folder in lived for fact_id in (folder / TOLD).read_text().split()]
        with open_http_client() as client:
            for number, folder in enumerate(folders[: deaths + 1]):
                phone = phone_on(open_store(folder), client, seed=1_000 + number)
                phone.peer = HttpPeer(client, address)
                assert isinstance(phone.sync(), Synced)
                phone.store.close()
        held = [row[0] for row in server.rows_of("SELECT id FROM event")]
        assert len(told) > 10
        assert set(told) <= set(held)
        assert len(held) == len(set(held))
        assert server.rows_of("SELECT seq FROM log_entry WHERE quarantine_reason IS NOT NULL") == []
