"""How often one key may ask: the instants of the last minute, kept in memory by this process."""

import threading
from collections import deque
from dataclasses import dataclass, field

WINDOW_MS = 60_000


@dataclass(slots=True)
class Rate:
    """At most `limit` turns in any `window_ms`; keys are phones or addresses, so their number is bounded."""

    limit: int
    window_ms: int = WINDOW_MS
    keys_kept: int = 20_000
    _turns: dict[str, deque[int]] = field(default_factory=dict[str, deque[int]])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, key: str, now_ms: int) -> int:
        """Takes a turn and answers 0, or the whole seconds to wait before there is one."""
        with self._lock:
            if key not in self._turns and len(self._turns) >= self.keys_kept:
                self._forget_the_idle(now_ms)
            turns = self._turns.setdefault(key, deque())
            while turns and turns[0] <= now_ms - self.window_ms:
                turns.popleft()
            if len(turns) < self.limit:
                turns.append(now_ms)
                return 0
            return max(1, -(-(turns[0] + self.window_ms - now_ms) // 1000)) if turns else 1

    def give_back(self, key: str) -> None:
        """The last turn was well spent and is not counted."""
        with self._lock:
            if self._turns.get(key):
                self._turns[key].pop()

    def _forget_the_idle(self, now_ms: int) -> None:
        oldest = now_ms - self.window_ms
        self._turns = {key: turns for key, turns in self._turns.items() if turns and turns[-1] > oldest}
