"""Twelve pushers of overlapping stretches and four pullers at once, against a server in its own process."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Event

import httpx

from tests.builders import PhoneByHand
from tests.reliability.postgres.phones_at_work import pull, push

BACK_MAX = 25
STRETCH_MAX = 60
PUSHES_MAX = 1_000


@dataclass(slots=True)
class Onlooker:
    """A phone that pulls while others push, and what it holds."""

    phone: PhoneByHand
    held: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])


def push_all_at_once(
    address: str, phones: Sequence[PhoneByHand], onlookers: Sequence[Onlooker], seed: str
) -> int:
    """Two pushers a phone, neither knowing of the other; how many pushes it took."""
    done = Event()
    with ThreadPoolExecutor(2 * len(phones) + len(onlookers)) as pool:
        watching = [pool.submit(_watch, address, onlooker, done) for onlooker in onlookers]
        pushing = [
            pool.submit(_push, address, phone, Random(f"{seed}/{number}/{turn}"))
            for turn in range(2)
            for number, phone in enumerate(phones)
        ]
        try:
            pushes = sum(future.result() for future in pushing)
        finally:
            done.set()
        _end(watching)
    return pushes


def _push(address: str, phone: PhoneByHand, chance: Random) -> int:
    """Send stretches that overlap what was sent before, until the server has everything."""
    last, next_seq = len(phone.bodies), 1
    with httpx.Client(base_url=address, timeout=60) as client:
        for pushes in range(1, PUSHES_MAX):
            first = max(1, next_seq - chance.randint(0, BACK_MAX))
            reply = push(client, phone, first, min(last, first + chance.randint(0, STRETCH_MAX)))
            assert reply["status"] in ("ok", "gap"), reply
            next_seq = reply["next"]
            if next_seq > last:
                return pushes
    raise AssertionError("the server never has everything")


def _watch(address: str, onlooker: Onlooker, done: Event) -> None:
    """Pull until the pushers are done, and then until there is no more."""
    with httpx.Client(base_url=address, timeout=60) as client:
        while not done.is_set():
            pull(client, onlooker.phone, onlooker.held)
        while pull(client, onlooker.phone, onlooker.held):
            pass


def _end(futures: Sequence[Future[None]]) -> None:
    for future in futures:
        future.result()
