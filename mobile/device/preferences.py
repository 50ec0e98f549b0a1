"""Small choices kept outside the facts: in the browser, or in the phone's own preferences."""

import asyncio
import logging
from typing import Protocol

import flet as ft

log = logging.getLogger(__name__)

ANSWER_TIMEOUT_S = 5.0


class KeptChoices(Protocol):
    """Texts kept under a name on this phone."""

    async def read(self, name: str) -> str | None:
        """What is kept; None where nothing is, or where the phone does not answer."""
        ...

    async def keep(self, name: str, value: str) -> None:
        """Keep it; a phone that does not answer is not an error."""
        ...


class DevicePreferences:
    """The client's own preferences; made once for each session, on its page."""

    def __init__(self) -> None:
        self._service = ft.SharedPreferences()

    async def read(self, name: str) -> str | None:
        """A call of Flet has no time limit of its own and may never return."""
        try:
            value = await asyncio.wait_for(self._service.get(name), ANSWER_TIMEOUT_S)
        except (RuntimeError, TimeoutError) as silent:
            log.info("the preferences did not answer: %s", silent)
            return None
        return value if isinstance(value, str) else None

    async def keep(self, name: str, value: str) -> None:
        """As above."""
        try:
            await asyncio.wait_for(self._service.set(name, value), ANSWER_TIMEOUT_S)
        except (RuntimeError, TimeoutError) as silent:
            log.info("the preferences did not answer: %s", silent)


class RememberedChoices:
    """Kept in memory only: for tests and rehearsals."""

    def __init__(self, **kept: str) -> None:
        self.kept = dict(kept)

    async def read(self, name: str) -> str | None:
        """What was kept."""
        return self.kept.get(name)

    async def keep(self, name: str, value: str) -> None:
        """Remember it."""
        self.kept[name] = value
