"""The thread that syncs one store when the schedule says so, or at once when asked."""

import logging
import threading
from collections.abc import Callable

from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.sync.engine import sync_once
from mobile.sync.outcome import ContactCoordinator, NotEnrolled, SyncOutcome
from mobile.sync.peer import Peer
from mobile.sync.schedule import SyncSchedule, after_gesture, after_pass, after_record
from shared.errors import RelaisError

log = logging.getLogger(__name__)

Reschedule = Callable[[SyncSchedule, int], SyncSchedule]


class SyncWorker:
    """One for each store. `on_outcome` is called from the worker's own thread."""

    def __init__(
        self,
        store: Store,
        open_peer: Callable[[str], Peer],
        clock: Clock,
        randomness: Randomness,
        on_outcome: Callable[[SyncOutcome], None],
    ) -> None:
        self._store = store
        self._open_peer = open_peer
        self._clock = clock
        self._randomness = randomness
        self._on_outcome = on_outcome
        self._peer_url = ""
        self._peer: Peer | None = None
        self._schedule = SyncSchedule()
        # What was asked while a pass was in flight: it may have come too late for that pass.
        self._asked_meanwhile: Reschedule | None = None
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="sync", daemon=True)

    def start(self) -> None:
        """Begin, with a pass at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the pass in flight; what it had not sent is sent another time."""
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def join(self) -> None:
        """Wait until the pass in flight, if any, has ended."""
        self._thread.join()

    def something_recorded(self) -> None:
        """A fact was recorded: send it shortly."""
        self._ask(after_record)

    def sync_now(self) -> None:
        """Start, resume, network back or the button: send at once."""
        self._ask(after_gesture)

    def _ask(self, change: Reschedule) -> None:
        with self._wake:
            self._schedule = change(self._schedule, self._clock.boot_ms())
            self._asked_meanwhile = change
            self._wake.notify()

    def _work(self) -> None:
        while self._wait_until_due():
            self._end_pass(self._attempt())

    def _attempt(self) -> SyncOutcome:
        try:
            enrolment = self._store.enrolment
            if enrolment is None:
                return NotEnrolled()
            return sync_once(self._store, self._peer_at(enrolment.server_url), self._clock, self._randomness)
        except RelaisError:
            # A full disk or a damaged file: the screen that next touches the store tells the person.
            log.exception("the sync pass was given up")
            return ContactCoordinator("store")
        # A fault of the program. Were this thread to end over it, what is recorded would wait for ever.
        except Exception as fault:
            log.exception("the sync pass failed")
            return ContactCoordinator("bug", type(fault).__name__)

    def _peer_at(self, url: str) -> Peer:
        if self._peer is None or self._peer_url != url:
            self._peer_url, self._peer = url, self._open_peer(url)
        return self._peer

    def _end_pass(self, outcome: SyncOutcome) -> None:
        with self._wake:
            now_ms = self._clock.boot_ms()
            self._schedule = after_pass(self._schedule, outcome, now_ms, self._randomness)
            if self._asked_meanwhile is not None:
                self._schedule = self._asked_meanwhile(self._schedule, now_ms)
        try:
            self._on_outcome(outcome)
        except Exception:
            # Nor over a screen that cannot show it.
            log.exception("an outcome could not be told")

    def _wait_until_due(self) -> bool:
        """False once asked to stop."""
        with self._wake:
            while not self._stopping:
                due_at_ms = self._schedule.due_at_ms
                wait_ms = None if due_at_ms is None else due_at_ms - self._clock.boot_ms()
                if wait_ms is not None and wait_ms <= 0:
                    self._asked_meanwhile = None
                    return True
                self._wake.wait(None if wait_ms is None else wait_ms / 1000)
            return False
