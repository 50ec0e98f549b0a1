"""A real socket: the server is stopped in the middle of a round, and comes back at the same address."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from mobile.actions.outcomes import Recorded
from mobile.device.clock import SeededRandomness, SystemClock
from mobile.store.database import Store
from mobile.store.outbox import outbox_counts
from mobile.store.rounds import round_plan
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import ContactCoordinator, NoNetwork, NotEnrolled, Synced, SyncOutcome
from mobile.sync.peer import NoNetworkReason, Peer
from mobile.sync.worker import SyncWorker
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import ROUND
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.world import a_co_op, a_phone, phone_on


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    with a_server(tmp_path / "server") as running:
        yield running


def test_a_round_driven_while_the_server_is_stopped_arrives_when_it_is_back(
    server: ServerInProcess, tmp_path: Path
) -> None:
    codes = a_co_op(server)
    with open_http_client() as client:
        bruno = phone_on(a_phone(server, tmp_path / "bruno").store, client)
        with over_loopback(server) as address:
            bruno.peer = HttpPeer(client, address)
            assert isinstance(bruno.sync(), Synced)
            assert isinstance(bruno.pick_up(*codes), Recorded)
        assert bruno.sync() == NoNetwork(NoNetworkReason.UNREACHABLE)
        assert isinstance(bruno.drop(*codes), Recorded)
        assert bruno.sync() == NoNetwork(NoNetworkReason.UNREACHABLE)
        shown = round_plan(bruno.store, ROUND)
        with over_loopback(server, port=int(address.rpartition(":")[2])):
            assert isinstance(bruno.sync(), Synced)
    assert outbox_counts(bruno.store).pending == 0
    assert round_plan(bruno.store, ROUND) == shown
    [(proven,)] = server.rows_of("SELECT count(*) FROM leg WHERE proven = 1")
    assert proven == len(codes)


class Outcomes:
    """What a worker told, waited for without a clock of its own."""

    def __init__(self) -> None:
        self.told: list[SyncOutcome] = []
        self._news = Event()

    def __call__(self, outcome: SyncOutcome) -> None:
        self.told.append(outcome)
        self._news.set()

    def next(self) -> SyncOutcome:
        assert self._news.wait(30), "the worker said nothing"
        self._news.clear()
        return self.told[-1]


def a_worker(store: Store, peer: Peer, outcomes: Outcomes) -> SyncWorker:
    return SyncWorker(store, lambda _url: peer, SystemClock(), SeededRandomness(3), outcomes)


def test_the_worker_syncs_at_its_start_and_on_a_gesture(server: ServerInProcess, tmp_path: Path) -> None:
    codes = a_co_op(server)
    with open_http_client() as client, over_loopback(server) as address:
        bruno = phone_on(a_phone(server, tmp_path / "bruno").store, client)
        outcomes = Outcomes()
        worker = a_worker(bruno.store, HttpPeer(client, address), outcomes)
        worker.start()
        assert isinstance(outcomes.next(), Synced)
        bruno.pick_up(*codes)
        worker.sync_now()
        assert isinstance(outcomes.next(), Synced)
        assert outbox_counts(bruno.store).pending == 0
        worker.stop()
        worker.join()


def test_a_worker_of_a_phone_that_is_nobodys_waits_for_the_enrolment(
    server: ServerInProcess, tmp_path: Path
) -> None:
    a_co_op(server)
    with open_http_client() as client, over_loopback(server) as address:
        store = a_phone(server, tmp_path / "bruno").store
        enrolment = store.enrolment
        store.save_enrolment(None)
        outcomes = Outcomes()
        worker = a_worker(store, HttpPeer(client, address), outcomes)
        worker.start()
        assert outcomes.next() == NotEnrolled()
        store.save_enrolment(enrolment)
        worker.sync_now()
        assert isinstance(outcomes.next(), Synced)
        worker.stop()
        worker.join()


def test_a_fault_of_the_program_ends_the_pass_and_never_the_worker(
    server: ServerInProcess, tmp_path: Path
) -> None:
    codes = a_co_op(server)
    with open_http_client() as client, over_loopback(server) as address:
        bruno = phone_on(a_phone(server, tmp_path / "bruno").store, client)
        outcomes = Outcomes()
        # The first attempt finds nothing to open.
        peers: dict[bool, Peer] = {True: HttpPeer(client, address)}

        def open_peer(_url: str) -> Peer:
            return peers[bool(outcomes.told)]

        def tell(outcome: SyncOutcome) -> None:
            outcomes(outcome)
            if isinstance(outcome, ContactCoordinator):
                raise RuntimeError("a screen that cannot show this")

        worker = SyncWorker(bruno.store, open_peer, SystemClock(), SeededRandomness(3), tell)
        worker.start()
        assert outcomes.next() == ContactCoordinator("bug", "KeyError")
        bruno.pick_up(*codes)
        worker.sync_now()
        assert isinstance(outcomes.next(), Synced)
        worker.stop()
        worker.join()
