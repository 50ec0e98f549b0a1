"""One life of a phone in a process of its own: it records and syncs without end, until it is killed."""

import os
import select
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mobile.actions.outcomes import Recorded
from mobile.device.clock import SeededRandomness, SetClock
from mobile.store.database import Store, open_store
from mobile.store.outbox import outbox_counts, start_new_log
from mobile.store.rounds import round_plan
from mobile.sync.engine import sync_once
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from tests.builders_phone import FARM, HUB, Hands, crate_codes

# Enough that no crate gets a history no crate ever has.
CODES = crate_codes(100)
TOLD = "told.txt"
RECORDED, SYNCED, NOT_SYNCED = b"r", b"s", b"n"
SHARE_OF_SYNCS = 0.4
SHARE_OF_NEW_NAMES = 0.01
PASSES_MAX = 20
PAUSE_S = 0.3


@dataclass(frozen=True, slots=True)
class Start:
    """How a life begins: where the phone keeps its things, which server, whose round, which chance."""

    folder: Path
    server: str
    round_id: str
    seed: str
    at_ms: int


def live(start: Start, progress: int) -> None:
    """Record and sync for ever; a letter into `progress` after each act."""
    chance = Random(start.seed)
    with open_http_client() as client:
        hands, peer = _hands(start), HttpPeer(client, start.server)
        told = os.open(start.folder / TOLD, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        has_plan = round_plan(hands.store, start.round_id) is not None
        while True:
            if chance.random() < SHARE_OF_SYNCS or not has_plan:
                is_synced = _sync(hands, peer)
                has_plan = round_plan(hands.store, start.round_id) is not None
                os.write(progress, SYNCED if is_synced else NOT_SYNCED)
                if not is_synced:
                    # As the app does: it leaves a server that does not answer alone for a moment.
                    select.select([], [], [], PAUSE_S)
            elif chance.random() < SHARE_OF_NEW_NAMES:
                start_new_log(hands.store, hands.randomness.random_bytes)
            else:
                os.write(told, _record(hands, start.round_id, chance).encode())
                os.write(progress, RECORDED)


def heal(start: Start) -> None:
    """Sync until nothing is pending. Raises AssertionError where that takes too many passes."""
    with open_http_client() as client:
        hands, peer = _hands(start), HttpPeer(client, start.server)
        for _ in range(PASSES_MAX):
            if _sync(hands, peer) and outbox_counts(hands.store).pending == 0:
                hands.store.close()
                return
    raise AssertionError(f"{start.folder} is not healed: {outbox_counts(hands.store)}")


def in_a_child(life: Callable[[], None]) -> int:
    """Fork a life; its process id. Its end by itself is status 0, or 1 with a traceback on stderr."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        life()
        status = 0
    finally:
        # Neither the parent's handlers nor its buffers are the child's to end.
        if status:
            traceback.print_exc()
        os._exit(status)


def _hands(start: Start) -> Hands:
    randomness = SeededRandomness(start.seed)
    store: Store = open_store(start.folder, randomness.random_bytes)
    return Hands(store, SetClock(start.at_ms, start.at_ms - 10**7, key=start.seed), randomness)


def _sync(hands: Hands, peer: HttpPeer) -> bool:
    hands.clock.advance(1_000)
    return isinstance(sync_once(hands.store, peer, hands.clock, hands.randomness), Synced)


def _record(hands: Hands, round_id: str, chance: Random) -> str:
    codes = chance.sample(CODES, chance.randint(1, 3))
    if chance.random() < 0.5:
        outcome = hands.pick_up(*codes, at=FARM, round_id=round_id, even_if_odd=True)
    else:
        outcome = hands.drop(*codes, at=HUB, round_id=round_id, even_if_odd=True)
    assert isinstance(outcome, Recorded), outcome
    if chance.random() < 0.1:
        undone = hands.undo(outcome)
        assert isinstance(undone, Recorded), undone
        return "".join(f"{fact_id}\n" for fact_id in (*outcome.ids, *undone.ids))
    return "".join(f"{fact_id}\n" for fact_id in outcome.ids)
