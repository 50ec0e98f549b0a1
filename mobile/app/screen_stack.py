"""The screens open in one session, kept true to the store: each is read before it is shown."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

from mobile.actions.recording import new_intent_id
from mobile.app.alarms import Alarms
from mobile.app.gate import Gate
from mobile.app.household import Household
from mobile.app.pulse import Pulse, ScreenModel
from mobile.app.reading import Around, read_screen
from mobile.app.routes import Destination, stack_for
from mobile.screens.contract import Preferences
from mobile.screens.frame import ENROL, HOME, LOCK


class ScreenStack:
    """What lies on what, and the gate before it all."""

    def __init__(
        self,
        household: Household,
        preferences: Preferences,
        dispatch: Callable[[ScreenModel, object], None],
        on_change: Callable[[], None],
    ) -> None:
        self.household = household
        self.preferences = preferences
        self.is_syncing = False
        self.pulse = Pulse()
        self.gate = Gate(household.phone)
        self._alarms = Alarms(dispatch)
        self._on_change = on_change

    @property
    def route(self) -> str:
        """The address of the screen seen."""
        return self.pulse.stack[-1].destination.path if self.pulse.stack else ""

    def is_current(self, model: ScreenModel) -> bool:
        """Whether a screen belongs to who holds the phone now: what comes late from another's is let go."""
        return model.profile == self.household.phone.profile

    async def show(self, route: str) -> None:
        """This address, or what has to come first: enrolling, or the code."""
        if self.household.phone.store.enrolment is None:
            route = ENROL
        elif self.gate.is_shut and route != ENROL:
            route = LOCK
        elif route == LOCK:
            route = HOME
        await self._lay(stack_for(route))

    async def shut(self) -> None:
        """Ask for the code; what was open waits behind it, with what was begun there."""
        behind = self.pulse.stack
        if self.gate.shut(behind):
            await self._lay(stack_for(LOCK), keeps=behind)

    async def open(self) -> None:
        """The code was right: the screens that waited, or the first one."""
        behind = self.gate.open()
        if not behind:
            await self.show(HOME)
            return
        for gone in self.pulse.stack:
            self._alarms.set(gone, None)
        self._put(behind)
        await self.reload()

    async def hand_over(self) -> None:
        """Somebody else holds the phone: their screens, from the first."""
        for model in (*self.pulse.stack, *self.gate.behind):
            self._alarms.set(model, None)
        self.gate.hand_to(self.household.phone)
        self._put(())
        await self.show(HOME)

    async def reload(self) -> None:
        """The screen seen, read again."""
        if self.pulse.stack:
            await self._load(self.pulse.stack[-1])

    async def reload_all(self) -> None:
        """Every screen that lies open, read again."""
        for model in self.pulse.stack:
            await self._load(model)

    def fold(self, model: ScreenModel, news: object) -> None:
        """A gesture, or what came of an intent, into the screen's draft."""
        screen = model.destination.screen
        model.draft = screen.change(model.draft, news)
        self._alarms.set(model, screen.alarm(model.draft))

    def stop(self) -> None:
        """Nobody looks any more."""
        self._alarms.close()

    async def _lay(self, stack: tuple[Destination, ...], keeps: tuple[ScreenModel, ...] = ()) -> None:
        shown = {model.destination.path: model for model in self.pulse.stack}
        models = [shown.get(one.path) or self._new_model(one) for one in stack]
        if not keeps:
            self._tell_those_below(models)
        for model in models:
            if model is models[-1] or model.shown is None:
                await self._load(model)
        for gone in set(self.pulse.stack) - {*models, *keeps}:
            self._alarms.set(gone, None)
        for new in set(models) - set(self.pulse.stack):
            self._alarms.set(new, new.destination.screen.alarm(new.draft))
        if tuple(models) != self.pulse.stack:
            self._put(tuple(models))

    def _put(self, stack: tuple[ScreenModel, ...]) -> None:
        self._on_change()
        self.pulse.stack = stack

    def _tell_those_below(self, staying: list[ScreenModel]) -> None:
        """What was begun on a screen that is left goes on on the one it lay on."""
        for below, left in pairwise(self.pulse.stack):
            if below in staying and left not in staying and left.shown is not None:
                news = left.destination.screen.leave(left.shown.state, left.draft)
                if news is not None:
                    self.fold(below, news)

    def _new_model(self, destination: Destination) -> ScreenModel:
        phone = self.household.phone
        intent_id = new_intent_id(phone.clock, phone.randomness)
        return ScreenModel(destination, destination.screen.new_draft(intent_id), profile=phone.profile)

    async def _load(self, model: ScreenModel) -> None:
        around = Around(self.household, self.preferences, self.is_syncing)
        model.shown = await asyncio.to_thread(read_screen, around, model)
