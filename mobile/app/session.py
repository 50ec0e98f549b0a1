"""One person in front of one screen: every intent passes here, one at a time."""

import asyncio
import logging

import flet as ft

from mobile.actions.enrol_phone import Enrolled
from mobile.actions.hold_phone import PinRight, forget_pin
from mobile.actions.recording import new_intent_id
from mobile.app.choices import keep_preferences, look_of, theme_mode_of
from mobile.app.client import move_client, phone_name, say
from mobile.app.client_files import answer_of
from mobile.app.errands import Answer, CameBack, Errand, PhoneNews, ShowRoute
from mobile.app.household import ChangesHolder, Household
from mobile.app.intents import UnknownIntent, carry_out
from mobile.app.own_labels import understood
from mobile.app.phones import News, Phone
from mobile.app.pulse import Pulse, ScreenModel
from mobile.app.screen_stack import ScreenStack
from mobile.app.witness import Located, Witness, joining
from mobile.components.caret import forget_caret, has_caret
from mobile.device.cues import Cue, Cues
from mobile.device.files import Files
from mobile.device.location import Location
from mobile.device.preferences import KeptChoices
from mobile.screens.contract import (
    AddPerson,
    AskPosition,
    Carried,
    ChoosePreferences,
    CodeRead,
    Gesture,
    GoTo,
    LeavePractice,
    LockNow,
    PickFile,
    Preferences,
    SaveFile,
    StartPractice,
    SwitchPerson,
    SyncNow,
)
from mobile.screens.frame import FIRST_CODE, HOME
from mobile.store.database import StoreDamagedError

log = logging.getLogger(__name__)


class Session:
    """Keeps the screens true to the store; nothing below it navigates, nothing above it writes."""

    def __init__(
        self,
        page: ft.Page,
        household: Household,
        kept: KeptChoices,
        files: Files,
        cues: Cues,
        location: Location,
        preferences: Preferences,
    ) -> None:
        self.page = page
        self._household = household
        self._kept = kept
        self._files = files
        self._cues = cues
        self._location = location
        self._dialog: asyncio.Task[None] | None = None
        self._errands: asyncio.Queue[object] = asyncio.Queue()
        self._screens = ScreenStack(household, preferences, self.dispatch, lambda: forget_caret(page))
        self._witness = Witness(location, self._errands.put_nowait)
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
        if self._dialog is not None:
            self._dialog.cancel()
        self._witness.close()
        self._screens.stop()

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
                await self._carry_out(model, intent)
            case Answer(model=model, intent=intent, outcome=outcome):
                await self._take_outcome(model, intent, outcome)
            case ShowRoute(route=route):
                await self._screens.show(route)
            case PhoneNews(news=news):
                if news is not None:
                    self._screens.is_syncing = False
                await self._screens.reload()
            case Located():
                await self._join(errand)
            case CameBack():
                if self._screens.gate.come_back():
                    await self._screens.shut()
            case _:
                log.error("an errand of an unknown kind: %r", errand)

    async def _carry_out(self, model: ScreenModel, intent: object) -> None:
        match intent:
            case GoTo(route=route):
                await self._go(route)
            case SyncNow():
                self._sync_now()
                await self._screens.reload()
            case ChoosePreferences(preferences=preferences):
                await self._choose(preferences)
            case SaveFile() | PickFile() | AskPosition():
                self._ask_client(model, intent)
            case CodeRead():
                await self._understand(model, intent)
            case LockNow():
                await self._screens.shut()
            case SwitchPerson() | AddPerson() | StartPractice() | LeavePractice():
                await self._hand_over(intent)
            case _:
                await self._record(model, intent)

    async def _go(self, route: str) -> None:
        await self._screens.show(route)
        await move_client(self.page, route)

    async def _hand_over(self, intent: ChangesHolder) -> None:
        """From here on another store: its own worker goes on sending what the one before left."""
        self._forget_phone()
        try:
            await asyncio.to_thread(self._household.change, intent)
        finally:
            self._forget_phone = self.phone.listen(self._hear_phone)
        await self._screens.hand_over()
        await move_client(self.page, HOME)

    async def _join(self, located: Located) -> None:
        """Where the phone has gone to somebody else meanwhile, the position is let go."""
        if located.profile == self.phone.profile:
            await asyncio.to_thread(self._act, joining(located, self.phone))
            await self._screens.reload()

    async def _understand(self, model: ScreenModel, code: CodeRead) -> None:
        """With the draft as it is now: of two codes read at once, the second builds on the first."""
        screen, shown = model.destination.screen, model.shown
        code = understood(code, self.phone.store)
        meant = screen.read(shown.state, model.draft, code) if shown is not None else None
        if isinstance(meant, Gesture):
            self._screens.fold(model, meant)
            self._let_hear(screen.cue(model.draft, meant))
        elif meant is not None:
            await self._carry_out(model, meant)

    def _let_hear(self, cue: Cue | None) -> None:
        if cue is not None:
            self._cues.give(cue)

    async def _record(self, model: ScreenModel, intent: object) -> None:
        outcome = await asyncio.to_thread(self._act, intent)
        if isinstance(outcome, UnknownIntent):
            log.error("no action carries out a %s", type(intent).__name__)
            return
        await self._take_outcome(model, intent, outcome)

    def _ask_client(self, model: ScreenModel, intent: SaveFile | PickFile | AskPosition) -> None:
        """A person may take minutes over a file: meanwhile everything else goes on."""

        async def ask() -> None:
            outcome = await answer_of(self._files, self._location, intent)
            self._errands.put_nowait(Answer(model, intent, outcome))

        self._dialog = asyncio.create_task(ask())

    async def _take_outcome(self, model: ScreenModel, intent: object, outcome: object) -> None:
        carried = Carried(
            intent,
            outcome,
            self.phone.clock.wall_ms(),
            new_intent_id(self.phone.clock, self.phone.randomness),
        )
        if isinstance(outcome, Enrolled):
            await self._welcome()
            return
        screen = model.destination.screen
        self._screens.fold(model, carried)
        self._let_hear(screen.cue(model.draft, carried))
        self._witness.note(self.phone, intent, outcome)
        if self.phone.worker is not None:
            self.phone.worker.something_recorded()
        following = screen.follow(model.draft, carried)
        if following is not None:
            await self._carry_out(model, following)
            return
        if isinstance(outcome, PinRight) and self._screens.gate.is_shut:
            await self._screens.open()
            return
        await self._screens.reload()
        self.phone.tell(None)
        field = screen.focus(model.draft, carried)
        # A caret that went on to another field meanwhile is where the person wants it.
        if field is not None and not has_caret(self.page):
            await field.focus()

    async def _welcome(self) -> None:
        """The coordinator has just seen who this is: a forgotten code goes, and a new one is offered."""
        await asyncio.to_thread(forget_pin, self.phone.store)
        self._screens.gate.open()
        self._sync_now()
        await self._go(FIRST_CODE)

    def _act(self, intent: object) -> object:
        try:
            return carry_out(intent, self.phone, phone_name(self.page))
        except StoreDamagedError:
            # Set the file aside and salvage its log; the person tries again on the new one.
            self.phone.reopen()
            raise

    def _sync_now(self) -> None:
        if self.phone.worker is not None:
            self._screens.is_syncing = True
            self.phone.worker.sync_now()

    async def _choose(self, preferences: Preferences) -> None:
        self._screens.preferences = preferences
        self.page.theme_mode = theme_mode_of(preferences)
        self.page.update()
        await self._screens.reload_all()
        await keep_preferences(self._kept, preferences)
