"""The phones of this process: each with its store and its sync worker, however many screens it has."""

import importlib
import logging
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from mobile.config import default_folder
from mobile.device.clock import Clock, Randomness, SystemClock, SystemRandomness
from mobile.store.database import Store, open_store
from mobile.sync.outcome import SyncOutcome
from mobile.sync.peer import Peer
from mobile.sync.worker import SyncWorker
from shared.errors import RelaisError

log = logging.getLogger(__name__)

OpenPeer = Callable[[str], Peer]
# None: something else than a sync changed what the screens show.
News = SyncOutcome | None
Listener = Callable[[News], None]

_PROFILE = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Longer than any name a browser may choose: nobody's own store ever bears it.
_PRACTICE = "--practice-and-nothing-else-than-practice"


def is_profile(name: str) -> bool:
    """Whether a name may be the folder of a phone: a browser must not choose any other path."""
    return _PROFILE.fullmatch(name) is not None


def practice_profile(base: str) -> str:
    """The folder of a phone's practice round."""
    return base + _PRACTICE


def http_peers() -> OpenPeer:
    """Peers over HTTP that share one client: opening one for each request costs sixty times as much.

    The library is imported by whoever first asks for a server: no round waits for it.
    """
    client: list[Any] = []
    lock = threading.Lock()

    def peer(base_url: str) -> Peer:
        http_peer = importlib.import_module("mobile.sync.http_peer")
        with lock:
            if not client:
                client.append(http_peer.open_http_client())
        return cast(Peer, http_peer.HttpPeer(client[0], base_url))

    return peer


class PracticeSendsNothingError(RelaisError):
    """Something asked for a server during a practice round."""

    code = "practice-sends-nothing"


@dataclass(slots=True, eq=False)
class Phone:
    """One phone: what is recorded on it, its clocks, and the worker that exchanges with the server."""

    store: Store
    clock: Clock
    randomness: Randomness
    open_peer: OpenPeer
    worker: SyncWorker | None = None
    profile: str = ""
    is_practice: bool = False
    _listeners: list[Listener] = field(default_factory=list[Listener])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` what happens, from whatever thread it happens in; the answer ends it."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._forget(listener)

    def tell(self, news: News, *, besides: Listener | None = None) -> None:
        """Let every screen on this phone know, but for the one that knows already."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            if listener != besides:
                listener(news)

    def reopen(self) -> None:
        """The file was found damaged while in use: set it aside, salvage its log, go on with a new one."""
        folder = self.store.folder
        self.store.close()
        self.store = open_store(folder)
        if self.worker is not None:
            self.worker.stop()
            self.start_worker()

    def start_over(self) -> None:
        """Throw a practice round away, file and all; nothing else is ever thrown away."""
        assert self.is_practice
        folder = self.store.folder
        self.store.close()
        shutil.rmtree(folder)
        self.store = open_store(folder)

    def start_worker(self) -> None:
        """Exchange with the server from now on."""
        self.worker = SyncWorker(self.store, self.open_peer, self.clock, self.randomness, self.tell)
        self.worker.start()

    def _forget(self, listener: Listener) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)


class Phones:
    """One phone per profile, opened at first use; on a real phone there is a single profile."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        randomness: Randomness,
        open_peer: OpenPeer,
        *,
        is_syncing: bool = True,
    ) -> None:
        self.folder = folder
        self._clock = clock
        self._randomness = randomness
        self._open_peer = open_peer
        self._is_syncing = is_syncing
        self._open: dict[str, Phone] = {}
        self._lock = threading.Lock()

    def open(self, profile: str) -> Phone:
        """The phone of a profile, the same for every screen; reading its file may take a moment."""
        assert is_profile(profile.removesuffix(_PRACTICE))
        with self._lock:
            if profile not in self._open:
                self._open[profile] = self._start(profile)
            return self._open[profile]

    def close(self) -> None:
        """Stop the workers and leave the files."""
        with self._lock:
            for phone in self._open.values():
                if phone.worker is not None:
                    phone.worker.stop()
                phone.store.close()
            self._open.clear()

    def _start(self, profile: str) -> Phone:
        store = open_store(self.folder / profile)
        if profile.endswith(_PRACTICE):
            # No worker, and no way to any server: what is practised has nowhere to go.
            return Phone(store, self._clock, self._randomness, _no_peer, profile=profile, is_practice=True)
        phone = Phone(store, self._clock, self._randomness, self._open_peer, profile=profile)
        if self._is_syncing:
            phone.start_worker()
        return phone


def _no_peer(base_url: str) -> Peer:
    raise PracticeSendsNothingError(server=base_url)


@lru_cache(maxsize=1)
def phones_of_this_process() -> Phones:
    """Android may keep the process and start the app again: the phones outlive the screens."""
    return Phones(default_folder(), SystemClock(), SystemRandomness(), http_peers())
