"""Virtual time: one true clock for the world, and phones whose own clocks jump, drift and start anew."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from mobile.device.clock import SatelliteTime

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
YEAR_MS = 365 * DAY_MS


@dataclass(slots=True)
class TrueTime:
    """What time it is in the world, in ms since 1970 UTC; the server's clock."""

    at_ms: int

    def __call__(self) -> int:
        return self.at_ms

    def forward(self, by_ms: int) -> None:
        """Lets time pass."""
        self.at_ms += by_ms

    def reach(self, at_ms: int) -> None:
        """Goes on to an instant; one already past changes nothing."""
        self.at_ms = max(self.at_ms, at_ms)


@dataclass(slots=True)
class PhoneClock:
    """A phone's clocks: the wall is `offset_ms` wrong, the boot clock runs `drift_ppm` too fast."""

    time: TrueTime
    name: str
    booted_ms: int
    offset_ms: int = 0
    drift_ppm: int = 0
    boots: int = 1
    sees_satellites: bool = False

    def wall_ms(self) -> int:
        """What the phone shows."""
        return self.time.at_ms + self.offset_ms

    def boot_ms(self) -> int:
        """Since this boot session began, as its crystal counts."""
        return (self.time.at_ms - self.booted_ms) * (1_000_000 + self.drift_ppm) // 1_000_000

    def boot_key(self) -> str:
        """Another one after each start of the phone."""
        return f"{self.name}-boot-{self.boots}"

    def satellite(self) -> SatelliteTime | None:
        """The true time, where satellites are in sight."""
        return SatelliteTime(self.time.at_ms, 0) if self.sees_satellites else None

    def jump(self, by_ms: int) -> None:
        """Somebody, or the network, sets the wall clock."""
        self.offset_ms += by_ms

    def reboot(self) -> None:
        """The phone starts anew: its boot clock begins at nothing."""
        self.boots += 1
        self.booted_ms = self.time.at_ms


def today_of(at_ms: int) -> date:
    """The day of an instant, in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()
