"""What a door needs to answer a request: settings, database, clock and randomness."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from sync_server.config import Settings
from sync_server.db.session import Database


def wall_clock_ms() -> int:
    """Now, in ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Runtime:
    """Kept by the app as `app.state.runtime`; tests give their own clock and randomness."""

    settings: Settings
    database: Database
    now_ms: Callable[[], int] = wall_clock_ms
    random_bytes: Callable[[int], bytes] = os.urandom
