"""What each screen asks to happen by itself after a while: at most one thing a screen."""

import asyncio
from collections.abc import Callable

from mobile.app.pulse import ScreenModel
from mobile.screens.contract import Alarm


class Alarms:
    """The running alarms of one session."""

    def __init__(self, dispatch: Callable[[ScreenModel, object], None]) -> None:
        self._dispatch = dispatch
        self._running: dict[ScreenModel, asyncio.Task[None]] = {}

    def set(self, model: ScreenModel, alarm: Alarm | None) -> None:
        """This one from now on; the same one again changes nothing."""
        if alarm == model.alarm:
            return
        running = self._running.pop(model, None)
        if running is not None:
            running.cancel()
        model.alarm = alarm
        if alarm is not None:
            self._running[model] = asyncio.create_task(self._ring(model, alarm))

    def close(self) -> None:
        """None rings any more."""
        for running in self._running.values():
            running.cancel()

    async def _ring(self, model: ScreenModel, alarm: Alarm) -> None:
        await asyncio.sleep(alarm.after_s)
        self._dispatch(model, alarm.intent)
