"""Where the phone is, as a port: asked for once, read for a moment, never watched."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any, Protocol

import flet as ft
import flet_geolocator as fg

from shared.custody.evidence import Position

log = logging.getLogger(__name__)

# A receiver that sees the sky needs seconds; in a hall it never answers.
READ_TIMEOUT_S = 20.0
# The person reads the system's question before answering it.
PERMISSION_TIMEOUT_S = 120.0
ALLOWED = (fg.GeolocatorPermissionStatus.WHILE_IN_USE, fg.GeolocatorPermissionStatus.ALWAYS)


class Location(Protocol):
    """The phone's receiver."""

    async def ask(self) -> bool:
        """Let the system ask the person, where it has not; whether the app may read positions."""
        ...

    async def read(self) -> Position | None:
        """One position, within a bounded time; None where it may not be read or none comes."""
        ...


class ClientLocation:
    """The client's receiver; its service is made at the first use: a phone that never shares has none."""

    def __init__(self) -> None:
        self._service: fg.Geolocator | None = None

    async def ask(self) -> bool:
        """A refusal is an answer like another."""
        try:
            status = await asyncio.wait_for(self._receiver().request_permission(), PERMISSION_TIMEOUT_S)
        except (RuntimeError, TimeoutError, ValueError, ft.FletUnsupportedPlatformException) as refused:
            log.info("positions may not be read: %s", refused)
            return False
        return status in ALLOWED

    async def read(self) -> Position | None:
        """High accuracy for one reading; the service stops by itself."""
        wanted = fg.GeolocatorConfiguration(accuracy=fg.GeolocatorPositionAccuracy.HIGH)
        try:
            found = await asyncio.wait_for(self._receiver().get_current_position(wanted), READ_TIMEOUT_S)
        except (RuntimeError, TimeoutError, ValueError, ft.FletUnsupportedPlatformException) as silent:
            log.info("no position came: %s", type(silent).__name__)
            return None
        return fix_of(found)

    def _receiver(self) -> fg.Geolocator:
        if self._service is None:
            self._service = fg.Geolocator()
        return self._service


def fix_of(found: fg.GeolocatorPosition) -> Position | None:
    """What the client told, as whole numbers; None where it lacks what makes a position."""
    read: Any = found
    if read.latitude is None or read.longitude is None or read.mocked:
        return None
    at: Any = read.timestamp
    at_ms = round(at.replace(tzinfo=at.tzinfo or UTC).timestamp() * 1000) if isinstance(at, datetime) else 0
    accuracy_m = max(0, round(read.accuracy or 0))
    return Position(round(read.latitude * 10**7), round(read.longitude * 10**7), accuracy_m, at_ms)


class LocationByHand:
    """What tests stand on: counts every reading."""

    def __init__(self, fix: Position | None = None, *, is_allowed: bool = True) -> None:
        self.fix = fix
        self.is_allowed = is_allowed
        self.asked = 0
        self.reads = 0
        self.holds: asyncio.Event | None = None

    async def ask(self) -> bool:
        """As laid ready."""
        self.asked += 1
        return self.is_allowed

    async def read(self) -> Position | None:
        """The fix laid ready; later, where it is held."""
        self.reads += 1
        if self.holds is not None:
            await self.holds.wait()
        return self.fix if self.is_allowed else None
