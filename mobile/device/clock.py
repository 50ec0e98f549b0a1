"""Time and randomness as ports: the phone's own, and twins that tests and the rehearsal set by hand."""

import hashlib
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shared.custody.events import LAST_INSTANT_MS, ClockMark

BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")
BOOT_KEY_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class SatelliteTime:
    """A satellite's time and how long ago it was read, in ms."""

    gps_ms: int
    age_ms: int


class Clock(Protocol):
    """The phone's clocks, in ms. The boot clock never jumps; its key names the boot session."""

    def wall_ms(self) -> int:
        """Ms since 1970 UTC, as the phone believes it."""
        ...

    def boot_ms(self) -> int:
        """Ms since this boot session began."""
        ...

    def boot_key(self) -> str:
        """Names the boot session: two equal keys mean that boot clocks may be compared."""
        ...

    def satellite(self) -> SatelliteTime | None:
        """The last satellite time read, where there is one."""
        ...


class Randomness(Protocol):
    """Where identifiers, nonces and back-off get their chance from."""

    def random_bytes(self, count: int) -> bytes:
        """`count` unpredictable bytes."""
        ...


def read_mark(clock: Clock) -> ClockMark:
    """All clocks at once, as a fact carries them.

    A wall clock set before 1970, or beyond what a body may name, must not stop a person from recording.
    """
    wall_ms = min(max(clock.wall_ms(), 0), LAST_INSTANT_MS)
    return ClockMark(wall_ms, max(clock.boot_ms(), 0), clock.boot_key())


class SystemClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self._boot_key = _boot_key()
        self._satellite: tuple[int, int] | None = None

    def wall_ms(self) -> int:
        """The wall clock."""
        return time.time_ns() // 1_000_000

    def boot_ms(self) -> int:
        """The clock that also counts while the phone sleeps, where the system has one."""
        boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
        if boot_clock is None:
            return time.monotonic_ns() // 1_000_000
        return time.clock_gettime_ns(boot_clock) // 1_000_000

    def boot_key(self) -> str:
        """The boot session's key, the same for every run of the app until the phone restarts."""
        return self._boot_key

    def note_satellite(self, gps_ms: int) -> None:
        """Remember a satellite's time read now."""
        self._satellite = (gps_ms, self.boot_ms())

    def satellite(self) -> SatelliteTime | None:
        """The last time noted, with its age."""
        if self._satellite is None:
            return None
        gps_ms, read_at_ms = self._satellite
        return SatelliteTime(gps_ms, self.boot_ms() - read_at_ms)


class SystemRandomness:
    """The system's unpredictable bytes."""

    def random_bytes(self, count: int) -> bytes:
        """`count` bytes of the system."""
        return os.urandom(count)


@dataclass(slots=True)
class SetClock:
    """A clock that stands still until it is moved: for tests, the rehearsal and the simulator."""

    now_ms: int
    booted_ms: int = 0
    key: str = "boot-1"
    sees_satellites: bool = False

    def wall_ms(self) -> int:
        """The instant it was set to."""
        return self.now_ms

    def boot_ms(self) -> int:
        """Ms since `booted_ms`."""
        return self.now_ms - self.booted_ms

    def boot_key(self) -> str:
        """The key it was given."""
        return self.key

    def satellite(self) -> SatelliteTime | None:
        """The set instant as satellites would tell it, where it sees them."""
        return SatelliteTime(self.now_ms, 0) if self.sees_satellites else None

    def advance(self, by_ms: int) -> None:
        """Move on by `by_ms`."""
        self.now_ms += by_ms


class SeededRandomness:
    """The same bytes again for the same seed."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def random_bytes(self, count: int) -> bytes:
        """The next `count` bytes of the sequence."""
        return self._random.randbytes(count)


def _boot_key() -> str:
    """Hashed, since a machine's own boot id is nobody else's business.

    Where the system hides it, each run of the app is its own session: fewer anchors, never a wrong one.
    """
    try:
        seed = BOOT_ID_FILE.read_bytes()
    except OSError:
        seed = os.urandom(16)
    return hashlib.sha256(seed).hexdigest()[:BOOT_KEY_CHARACTERS]
