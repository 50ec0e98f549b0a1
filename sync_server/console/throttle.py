"""Slows down guessing: after ten wrong passwords, or five codes, a quarter of an hour without evaluation."""

import threading
from collections import OrderedDict

TRIES_MAX = 10
CODE_TRIES_MAX = 5
WINDOW_MS = 15 * 60_000
SOURCES_MAX = 2_000


class SignInThrottle:
    """Failures of the last quarter of an hour by source (address and login, or account), in this process."""

    def __init__(self, tries_max: int = TRIES_MAX) -> None:
        self._tries_max = tries_max
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, list[int]] = OrderedDict()

    def is_closed(self, source: str, now_ms: int) -> bool:
        """Whether this source has failed too often to be heard now."""
        with self._lock:
            return len(self._recent(source, now_ms)) >= self._tries_max

    def note_failure(self, source: str, now_ms: int) -> None:
        """Counts one wrong password; the oldest sources are forgotten when there are too many."""
        with self._lock:
            self._failures[source] = [*self._recent(source, now_ms), now_ms]
            self._failures.move_to_end(source)
            while len(self._failures) > SOURCES_MAX:
                self._failures.popitem(last=False)

    def _recent(self, source: str, now_ms: int) -> list[int]:
        return [at_ms for at_ms in self._failures.get(source, []) if now_ms - at_ms < WINDOW_MS]
