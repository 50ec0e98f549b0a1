"""Answers without looking: a sound and a vibration for each of the four answers to a scan."""

import asyncio
import logging
from collections.abc import Awaitable
from enum import StrEnum
from typing import Protocol

import flet as ft
import flet_audio as fa

log = logging.getLogger(__name__)

ANSWER_TIMEOUT_S = 5.0


class Cue(StrEnum):
    """What is heard and felt; each has a sound of its name under `assets/sounds`."""

    EXPECTED = "expected"
    UNKNOWN = "unknown"
    WRONG_STOP = "wrong_stop"
    ALREADY_DONE = "already_done"


class Cues(Protocol):
    """What a phone can do besides showing."""

    def give(self, cue: Cue) -> None:
        """Sound and vibration; returns at once, and a phone without them is not an error."""
        ...


class ClientCues:
    """The client's loudspeaker and motor; made once for each session, on its page."""

    def __init__(self) -> None:
        self._haptics = ft.HapticFeedback()
        self._sounds = {
            cue: fa.Audio(src=f"/sounds/{cue.value}.wav", release_mode=fa.ReleaseMode.STOP) for cue in Cue
        }
        self._under_way: set[asyncio.Task[None]] = set()

    def give(self, cue: Cue) -> None:
        """Both at once: gloves feel nothing, a cold hall hears nothing."""
        for call in (self._sounds[cue].play(), self._shake(cue)):
            task = asyncio.ensure_future(_in_time(call))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _shake(self, cue: Cue) -> None:
        match cue:
            case Cue.EXPECTED:
                await self._haptics.light_impact()
            case Cue.ALREADY_DONE:
                await self._haptics.medium_impact()
            case Cue.WRONG_STOP:
                await self._haptics.heavy_impact()
                await self._haptics.heavy_impact()
            case Cue.UNKNOWN:
                await self._haptics.vibrate()


class CuesByHand:
    """What tests hear."""

    def __init__(self) -> None:
        self.given: list[Cue] = []

    def give(self, cue: Cue) -> None:
        """Remember it."""
        self.given.append(cue)


async def _in_time(call: Awaitable[None]) -> None:
    try:
        await asyncio.wait_for(call, ANSWER_TIMEOUT_S)
    except (RuntimeError, TimeoutError) as silent:
        log.info("a sound or a vibration did not come: %s", silent)
