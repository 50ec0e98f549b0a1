"""One person in front of one screen: every intent passes here, one at a time."""

import asyncio
import logging
from itertools import pairwise

import flet as ft

from mobile.actions.enrol_phone import Enrolled
from mobile.actions.recording import new_intent_id
from mobile.app.alarms import Alarms
from mobile.app.choices import keep_preferences, look_of, theme_mode_of
from mobile.app.client_files import answer_of
from mobile.app.errands import Answer, Errand, PhoneNews, ShowRoute
from mobile.app.intents import UnknownIntent, carry_out
from mobile.app.phones import News, Phone
from mobile.app.pulse import Pulse, ScreenModel
from mobile.app.reading import read_screen
from mobile.app.routes import Destination, stack_for
from mobile.components.caret import forget_caret
from mobile.device.cues import Cue, Cues
from mobile.device.files import Files
from mobile.device.preferences import KeptChoices
from mobile.screens.contract import (
    Carried,
    ChoosePreferences,
    CodeRead,
    Gesture,
    GoTo,
    PickFile,
    Preferences,
    SaveFile,
    SyncNow,
)
from mobile.screens.frame import ENROL, HOME
from mobile.store.database import StoreDamagedError

log = logging.getLogger(__name__)

CLIENT_TIMEOUT_S = 5.0


class Session:
    """Keeps the stack of screens true to the store; nothing below it navigates, nothing above it writes."""

    def __init__(
        self,
        page: ft.Page,
        phone: Phone,
        kept: KeptChoices,
        files: Files,
        cues: Cues,
        preferences: Preferences,
    ) -> None:
        self.page = page
        self.phone = phone
        self.pulse = Pulse()
        self._is_syncing = False
        self._kept = kept
        self._files = files
        self._cues = cues
        self._dialog: asyncio.Task[None] | None = None
        self._preferences = preferences
        self._errands: asyncio.Queue[object] = asyncio.Queue()
        self._alarms = Alarms(self.dispatch)
        self._loop = asyncio.get_running_loop()
        self._forget_phone = phone.listen(self._hear_phone)
        self._work = asyncio.create_task(self._work_through_errands())

    def dispatch(self, model: ScreenModel, intent: object) -> None:
        """A gesture shows at once; anything else waits its turn, so that order is kept."""
        if isinstance(intent, Gesture):
            self._fold(model, intent)
        else:
            self._errands.put_nowait(Errand(model, intent))

    def show(self, route: str) -> None:
        """The client's address changed: a link, the back button, a reload."""
        self._errands.put_nowait(ShowRoute(route))

    def hear(self, code: CodeRead) -> None:
        """A reader at the phone read a code: it is for the screen seen."""
        if self.pulse.stack:
            self.dispatch(self.pulse.stack[-1], code)

    @property
    def route(self) -> str:
        """The address of the screen seen."""
        return self.pulse.stack[-1].destination.path if self.pulse.stack else ""

    def refresh(self) -> None:
        """Read again what is shown: changes made while the client was away were not drawn."""
        self._errands.put_nowait(PhoneNews(None))

    async def settle(self) -> None:
        """Wait until nothing is left to do."""
        await self._errands.join()

    def close(self) -> None:
        """Nobody looks any more."""
        self._forget_phone()
        self._work.cancel()
        if self._dialog is not None:
            self._dialog.cancel()
        self._alarms.close()

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
                self._say(look_of(self._preferences).texts.common.action_error)
            finally:
                self._errands.task_done()
                # A drawing that failed ends Flet's scheduler for good; this starts it again if so.
                self.page.session.start_updates_scheduler()

    async def _run(self, errand: object) -> None:
        match errand:
            case Errand(model=model, intent=intent):
                await self._carry_out(model, intent)
            case Answer(model=model, intent=intent, outcome=outcome):
                await self._take_outcome(model, intent, outcome)
            case ShowRoute(route=route):
                await self._show(route)
            case PhoneNews(news=news):
                if news is not None:
                    self._is_syncing = False
                await self._reload()
            case _:
                log.error("an errand of an unknown kind: %r", errand)

    async def _carry_out(self, model: ScreenModel, intent: object) -> None:
        match intent:
            case GoTo(route=route):
                await self._show(route)
                await self._move_client(route)
            case SyncNow():
                self._sync_now()
                await self._reload()
            case ChoosePreferences(preferences=preferences):
                await self._choose(preferences)
            case SaveFile() | PickFile():
                self._ask_client(model, intent)
            case CodeRead():
                await self._understand(model, intent)
            case _:
                await self._record(model, intent)

    async def _understand(self, model: ScreenModel, code: CodeRead) -> None:
        """With the draft as it is now: of two codes read at once, the second builds on the first."""
        screen, shown = model.destination.screen, model.shown
        meant = screen.read(shown.state, model.draft, code) if shown is not None else None
        if isinstance(meant, Gesture):
            self._fold(model, meant)
            self._let_hear(screen.cue(model.draft, meant))
        elif meant is not None:
            await self._carry_out(model, meant)

    def _let_hear(self, cue: Cue | None) -> None:
        if cue is not None:
            self._cues.give(cue)

    async def _record(self, model: ScreenModel, intent: object) -> None:
        outcome = await asyncio.to_thread(self._act, intent)
        if isinstance(outcome, UnknownIntent):
            log.error("no action carries out %r", intent)
            return
        await self._take_outcome(model, intent, outcome)

    def _ask_client(self, model: ScreenModel, intent: SaveFile | PickFile) -> None:
        """A person may take minutes over a file: meanwhile everything else goes on."""

        async def ask() -> None:
            outcome = await answer_of(self._files, intent)
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
            self._sync_now()
            await self._show(HOME)
            await self._move_client(HOME)
            return
        screen = model.destination.screen
        self._fold(model, carried)
        self._let_hear(screen.cue(model.draft, carried))
        following = screen.follow(model.draft, carried)
        if following is not None:
            await self._carry_out(model, following)
            return
        if self.phone.worker is not None:
            self.phone.worker.something_recorded()
        await self._reload()
        self.phone.tell(None)
        field = screen.focus(model.draft, carried)
        if field is not None:
            await field.focus()

    def _act(self, intent: object) -> object:
        try:
            return carry_out(intent, self.phone, self._phone_name())
        except StoreDamagedError:
            # Set the file aside and salvage its log; the person tries again on the new one.
            self.phone.reopen()
            raise

    def _phone_name(self) -> str:
        platform = self.page.platform.value if self.page.platform else "?"
        return f"{'web' if self.page.web else 'app'} {platform}"

    def _sync_now(self) -> None:
        if self.phone.worker is not None:
            self._is_syncing = True
            self.phone.worker.sync_now()

    async def _choose(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self.page.theme_mode = theme_mode_of(preferences)
        self.page.update()
        for model in self.pulse.stack:
            await self._load(model)
        await keep_preferences(self._kept, preferences)

    async def _show(self, route: str) -> None:
        """Read the screen before showing it, so that nothing blinks."""
        stack = stack_for(route if self.phone.store.enrolment is not None else ENROL)
        shown = {model.destination.path: model for model in self.pulse.stack}
        models = [shown.get(one.path) or self._new_model(one) for one in stack]
        self._tell_those_below(models)
        for model in models:
            if model is models[-1] or model.shown is None:
                await self._load(model)
        for gone in set(self.pulse.stack) - set(models):
            self._alarms.set(gone, None)
        for new in set(models) - set(self.pulse.stack):
            self._alarms.set(new, new.destination.screen.alarm(new.draft))
        if tuple(models) != self.pulse.stack:
            forget_caret(self.page)
            self.pulse.stack = tuple(models)

    def _tell_those_below(self, staying: list[ScreenModel]) -> None:
        """What was begun on a screen that is left goes on on the one it lay on."""
        for below, left in pairwise(self.pulse.stack):
            if below in staying and left not in staying and left.shown is not None:
                news = left.destination.screen.leave(left.shown.state, left.draft)
                if news is not None:
                    self._fold(below, news)

    async def _move_client(self, route: str) -> None:
        if self.page.route == route:
            return
        try:
            await asyncio.wait_for(self.page.push_route(route), CLIENT_TIMEOUT_S)
        except (RuntimeError, TimeoutError) as silent:
            log.info("the client did not follow to %s: %s", route, silent)

    def _new_model(self, destination: Destination) -> ScreenModel:
        intent_id = new_intent_id(self.phone.clock, self.phone.randomness)
        return ScreenModel(destination, destination.screen.new_draft(intent_id))

    async def _reload(self) -> None:
        if self.pulse.stack:
            await self._load(self.pulse.stack[-1])

    async def _load(self, model: ScreenModel) -> None:
        model.shown = await asyncio.to_thread(
            read_screen, model, self.phone, self._preferences, is_syncing=self._is_syncing
        )

    def _fold(self, model: ScreenModel, news: object) -> None:
        screen = model.destination.screen
        model.draft = screen.change(model.draft, news)
        self._alarms.set(model, screen.alarm(model.draft))

    def _say(self, text: str) -> None:
        try:
            self.page.show_dialog(ft.SnackBar(ft.Text(text)))
        except RuntimeError as gone:
            log.info("nobody is there to be told: %s", gone)
