"""One person in front of one screen: what comes from anywhere passes here, one thing at a time."""

import asyncio
import importlib
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile.app.choices import look_of
from mobile.app.client import say
from mobile.app.errands import Answer, CameBack, Errand, Located, PhoneNews, ShowRoute
from mobile.app.household import Household
from mobile.app.phones import News, Phone
from mobile.app.pulse import Pulse, ScreenModel
from mobile.app.routes import WAYS
from mobile.app.screen_stack import ScreenStack
from mobile.app.senses import Senses
from mobile.components.caret import forget_caret
from mobile.screens.contract import CodeRead, Gesture, Preferences

if TYPE_CHECKING:
    from mobile.app.carrier import Carrier

log = logging.getLogger(__name__)


class Session:
    """Keeps the screens true to the store; nothing below it navigates, nothing above it writes."""

    def __init__(self, page: ft.Page, household: Household, senses: Senses, preferences: Preferences) -> None:
        self.page = page
        self._household = household
        self._senses = senses
        self._errands: asyncio.Queue[object] = asyncio.Queue()
        self._screens = ScreenStack(household, preferences, self.dispatch, lambda: forget_caret(page))
        self._made: Carrier | None = None
        self._readying: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._forget_phone = self.phone.listen(self._hear_phone)
        self._work = asyncio.create_task(self._work_through_errands())

    @property
    def phone(self) -> Phone:
        """The store, the clocks and the worker of who holds the phone now."""
        return self._household.phone

    @property
    def pulse(self) -> Pulse:
        """What the drawing follows."""
        return self._screens.pulse

    @property
    def route(self) -> str:
        """The address of the screen seen."""
        return self._screens.route

    def dispatch(self, model: ScreenModel, intent: object) -> None:
        """A gesture shows at once; anything else waits its turn, so that order is kept."""
        if isinstance(intent, Gesture):
            self._screens.fold(model, intent)
        else:
            self._errands.put_nowait(Errand(model, intent))

    def show(self, route: str) -> None:
        """The client's address changed: a link, the back button, a reload."""
        self._errands.put_nowait(ShowRoute(route))

    def get_ready(self) -> None:
        """Once what was asked for before is shown, import what the next touch may need."""

        async def ready() -> None:
            await self.settle()
            await asyncio.to_thread(import_the_rest)

        self._readying = asyncio.create_task(ready())

    def hear(self, code: CodeRead) -> None:
        """A reader at the phone read a code: it is for the screen seen."""
        if self.pulse.stack:
            self.dispatch(self.pulse.stack[-1], code)

    def refresh(self) -> None:
        """Read again what is shown: changes made while the client was away were not drawn."""
        self._errands.put_nowait(PhoneNews(None))

    def leave(self) -> None:
        """Another app is in front."""
        self._screens.gate.leave()

    def come_back(self) -> None:
        """The app is in front again."""
        self._errands.put_nowait(CameBack())
        if self.phone.worker is not None:
            self.phone.worker.sync_now()

    async def settle(self) -> None:
        """Wait until nothing is left to do."""
        await self._errands.join()

    def close(self) -> None:
        """Nobody looks any more."""
        self._forget_phone()
        self._work.cancel()
        if self._readying is not None:
            self._readying.cancel()
        if self._made is not None:
            self._made.close()
        self._screens.stop()

    async def between_phones(self, change: Callable[[], Awaitable[None]]) -> None:
        """While the phone goes to somebody else nobody is listened to; then whoever has it."""
        self._forget_phone()
        try:
            await change()
        finally:
            self._forget_phone = self.phone.listen(self._hear_phone)

    def _hear_phone(self, news: News) -> None:
        # Called from the sync worker's thread, or from another session's turn.
        self._loop.call_soon_threadsafe(self._errands.put_nowait, PhoneNews(news))

    async def _work_through_errands(self) -> None:
        while True:
            errand = await self._errands.get()
            try:
                await self._run(errand)
            except Exception:
                log.exception("an intent was not carried out")
                say(self.page, look_of(self._screens.preferences).texts.common.action_error)
            finally:
                self._errands.task_done()
                # A drawing that failed ends Flet's scheduler for good; this starts it again if so.
                self.page.session.start_updates_scheduler()

    async def _run(self, errand: object) -> None:
        match errand:
            case Errand(model=model) | Answer(model=model) if not self._screens.is_current(model):
                log.info("what came late from another person's screen was let go")
            case Errand(model=model, intent=intent):
                await (await self._carrier()).carry_out(model, intent)
            case Answer(model=model, intent=intent, outcome=outcome):
                await (await self._carrier()).take_outcome(model, intent, outcome)
            case ShowRoute(route=route):
                await self._screens.show(route)
            case PhoneNews(news=news):
                if news is not None:
                    self._screens.is_syncing = False
                await self._screens.reload()
            case Located():
                await (await self._carrier()).join(errand)
            case CameBack():
                if self._screens.gate.come_back():
                    await self._screens.shut()
            case _:
                log.error("an errand of an unknown kind: %r", errand)

    async def _carrier(self) -> "Carrier":
        """Made with the first intent: all actions hang on it, and the first screen needs none."""
        if self._made is None:
            room = await asyncio.to_thread(_carrier_room)
            desk = room.Desk(self._errands.put_nowait, self.between_phones, self._hear_phone)
            self._made = room.Carrier(self.page, self._household, self._senses, self._screens, desk)
        assert self._made is not None
        return self._made


def _carrier_room() -> Any:
    # Not before it is needed: with it come all actions, and what they import.
    return importlib.import_module("mobile.app.carrier")


def import_the_rest() -> None:
    """All that was left out at the start: a first touch should not wait for it."""
    _carrier_room()
    for way in WAYS:
        assert way.screen.path == way.path
