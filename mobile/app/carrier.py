"""An intent carried out: which way each kind goes, and what its outcome changes on the screens."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import flet as ft

from mobile.actions.enrol_phone import Enrolled
from mobile.actions.hold_phone import PinRight, forget_pin
from mobile.actions.recording import new_intent_id
from mobile.app.choices import keep_preferences, theme_mode_of
from mobile.app.client import move_client, phone_name
from mobile.app.client_files import answer_of
from mobile.app.errands import Answer, Located
from mobile.app.household import ChangesHolder, Household
from mobile.app.intents import UnknownIntent, carry_out
from mobile.app.own_labels import understood
from mobile.app.phones import Listener, Phone
from mobile.app.pulse import ScreenModel
from mobile.app.screen_stack import ScreenStack
from mobile.app.senses import Senses
from mobile.app.witness import Witness, joining
from mobile.components.caret import has_caret
from mobile.device.cues import Cue
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


@dataclass(frozen=True, slots=True)
class Desk:
    """What a session lets its carrier do: post errands, change phones unheard, be left out of the news."""

    post: Callable[[object], None]
    between_phones: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]
    hears: Listener


class Carrier:
    """Carries out what a session hands it, one by one."""

    def __init__(
        self,
        page: ft.Page,
        household: Household,
        senses: Senses,
        screens: ScreenStack,
        desk: Desk,
    ) -> None:
        self._page = page
        self._household = household
        self._senses = senses
        self._screens = screens
        self._desk = desk
        self._dialog: asyncio.Task[None] | None = None
        self._witness = Witness(senses.location, desk.post)

    @property
    def _phone(self) -> Phone:
        return self._household.phone

    def close(self) -> None:
        """Nobody waits for an answer any more."""
        if self._dialog is not None:
            self._dialog.cancel()
        self._witness.close()

    async def carry_out(self, model: ScreenModel, intent: object) -> None:
        """Each kind of intent its own way."""
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
        await move_client(self._page, route)

    async def _hand_over(self, intent: ChangesHolder) -> None:
        """From here on another store: its own worker goes on sending what the one before left."""
        await self._desk.between_phones(lambda: asyncio.to_thread(self._household.change, intent))
        await self._screens.hand_over()
        await move_client(self._page, HOME)

    async def join(self, located: Located) -> None:
        """Where the phone has gone to somebody else meanwhile, the position is let go."""
        if located.profile == self._phone.profile:
            await asyncio.to_thread(self._act, joining(located, self._phone))
            await self._screens.reload()

    async def _understand(self, model: ScreenModel, code: CodeRead) -> None:
        """With the draft as it is now: of two codes read at once, the second builds on the first."""
        screen, shown = model.destination.screen, model.shown
        code = understood(code, self._phone.store)
        meant = screen.read(shown.state, model.draft, code) if shown is not None else None
        if isinstance(meant, Gesture):
            self._screens.fold(model, meant)
            self._let_hear(screen.cue(model.draft, meant))
        elif meant is not None:
            await self.carry_out(model, meant)

    def _let_hear(self, cue: Cue | None) -> None:
        if cue is not None:
            self._senses.cues.give(cue)

    async def _record(self, model: ScreenModel, intent: object) -> None:
        outcome = await asyncio.to_thread(self._act, intent)
        if isinstance(outcome, UnknownIntent):
            log.error("no action carries out a %s", type(intent).__name__)
            return
        await self.take_outcome(model, intent, outcome)

    def _ask_client(self, model: ScreenModel, intent: SaveFile | PickFile | AskPosition) -> None:
        """A person may take minutes over a file: meanwhile everything else goes on."""

        async def ask() -> None:
            outcome = await answer_of(self._senses.files, self._senses.location, intent)
            self._desk.post(Answer(model, intent, outcome))

        self._dialog = asyncio.create_task(ask())

    async def take_outcome(self, model: ScreenModel, intent: object, outcome: object) -> None:
        """Into the screen's draft; then what follows from it, or the screen read again."""
        carried = Carried(
            intent,
            outcome,
            self._phone.clock.wall_ms(),
            new_intent_id(self._phone.clock, self._phone.randomness),
        )
        if isinstance(outcome, Enrolled):
            await self._welcome()
            return
        screen = model.destination.screen
        self._screens.fold(model, carried)
        self._let_hear(screen.cue(model.draft, carried))
        self._witness.note(self._phone, intent, outcome)
        if self._phone.worker is not None:
            self._phone.worker.something_recorded()
        following = screen.follow(model.draft, carried)
        if following is not None:
            await self.carry_out(model, following)
            return
        if isinstance(outcome, PinRight) and self._screens.gate.is_shut:
            await self._screens.open()
            return
        await self._screens.reload()
        # The screen seen has just been read; reading it once more doubled what a tap costs.
        self._phone.tell(None, besides=self._desk.hears)
        field = screen.focus(model.draft, carried)
        # A caret that went on to another field meanwhile is where the person wants it.
        if field is not None and not has_caret(self._page):
            await field.focus()

    async def _welcome(self) -> None:
        """The coordinator has just seen who this is: a forgotten code goes, and a new one is offered."""
        await asyncio.to_thread(forget_pin, self._phone.store)
        self._screens.gate.open()
        self._sync_now()
        await self._go(FIRST_CODE)

    def _act(self, intent: object) -> object:
        try:
            return carry_out(intent, self._phone, phone_name(self._page))
        except StoreDamagedError:
            # Set the file aside and salvage its log; the person tries again on the new one.
            self._phone.reopen()
            raise

    def _sync_now(self) -> None:
        if self._phone.worker is not None:
            self._screens.is_syncing = True
            self._phone.worker.sync_now()

    async def _choose(self, preferences: Preferences) -> None:
        self._screens.preferences = preferences
        self._page.theme_mode = theme_mode_of(preferences)
        self._page.update()
        await self._screens.reload_all()
        await keep_preferences(self._senses.kept, preferences)
