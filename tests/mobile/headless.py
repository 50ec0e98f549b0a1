"""The whole app without a client: Flet's real session and page over a connection that only remembers.

Every message is packed with Flet's own codec, as on the wire: packing stores the snapshots the next
difference is taken from, so that without it the second drawing would not be Flet's.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

import flet as ft
import msgpack
from flet.components.component import Component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging import protocol
from flet.messaging.connection import Connection
from flet.messaging.protocol import Message, MessageAction
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

from mobile.app.session import Session as AppSession
from mobile.device.clock import SetClock

PageMain = Callable[[ft.Page], Awaitable[None]]
TURNS_OF_DRAWING = 10


class ClientThatRemembers(Connection):
    """Answers the calls a client answers: addresses, preferences; shows nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.get_running_loop()
        self.executor = ThreadPoolExecutor(1)
        self.pubsubhub = PubSubHub(loop=self.loop, executor=self.executor)
        self.page_url = "http://127.0.0.1/"
        self.session: Session | None = None
        self.preferences: dict[str, Any] = {}
        self.crashes: list[str] = []
        self._encode = cast(Any, protocol).configure_encode_object_for_msgpack(BaseControl)

    def send_message(self, message: Message) -> None:
        cast(Any, msgpack).packb([message.action, message.body], default=self._encode)
        if message.action is MessageAction.SESSION_CRASHED:
            self.crashes.append(message.body.message)
        if message.action is MessageAction.INVOKE_METHOD:
            self.loop.call_soon(self._answer, message.body)

    def register(self, page_patch: Any) -> None:
        """The answer to a client that has just come."""
        cast(Any, msgpack).packb(page_patch, default=self._encode)

    def _answer(self, call: Any) -> None:
        assert self.session is not None
        result = None
        match call.name:
            case "push_route":
                self._go(call.args["route"])
            case "get":
                result = self.preferences.get(call.args["key"])
            case "set":
                self.preferences[call.args["key"]] = call.args["value"]
                result = True
            case _:
                pass
        self.session.handle_invoke_method_results(call.control_id, call.call_id, result, None)

    def _go(self, route: str) -> None:
        assert self.session is not None
        page = self.session.page
        page.route = route
        self.loop.create_task(self.session.dispatch_event(page._i, "route_change", {"route": route}))


def _children(value: object) -> Iterator[object]:
    if isinstance(value, Component):
        yield value._b
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if not one.metadata.get("skip") and one.name != "_parent":
                yield getattr(value, one.name, None)
    elif isinstance(value, list | tuple):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()


def controls_under(root: object) -> Iterator[BaseControl]:
    """Every control of a tree, in drawing order."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if id(value) in seen or value is None or isinstance(value, str | int | float):
            continue
        seen.add(id(value))
        if isinstance(value, BaseControl):
            yield value
        waiting.extend(reversed(list(_children(value))))


@dataclass
class HeadlessApp:
    """A person in front of the app: reads what is on top, taps, types, goes back."""

    page: ft.Page
    client: ClientThatRemembers

    @property
    def top(self) -> object:
        """The screen seen."""
        drawn: Any = self.page.views
        while True:
            if isinstance(drawn, Component):
                drawn = drawn._b
            elif isinstance(drawn, list):
                drawn = cast("list[Any]", drawn)[-1]
            else:
                return drawn

    def texts(self) -> list[str]:
        """Every text on the screen seen, top to bottom."""
        return [control.value for control in controls_under(self.top) if isinstance(control, ft.Text)]

    def says(self, text: str) -> bool:
        """Whether a text on the screen contains this one; no-break spaces read as spaces."""
        return any(text in said.replace("\u00a0", " ").replace("\u202f", " ") for said in self.texts())

    def find(self, identifier: str) -> ft.Semantics:
        """What bears this name."""
        for control in controls_under(self.top):
            if isinstance(control, ft.Semantics) and control.identifier == identifier:
                return control
        raise AssertionError(f"nothing is named {identifier!r}; there is {self.identifiers()}")

    def identifiers(self) -> list[str]:
        """All the names on the screen seen."""
        return [
            control.identifier
            for control in controls_under(self.top)
            if isinstance(control, ft.Semantics) and control.identifier
        ]

    async def tap(self, identifier: str, *, settle: bool = True) -> None:
        """Touch it."""
        target = next(
            control
            for control in controls_under(self.find(identifier))
            if getattr(control, "on_click", None) is not None
        )
        await self._fire(target, "click")
        if settle:
            await self.settle()

    async def hold(self, identifier: str) -> None:
        """Put a thumb on it and keep it there."""
        await self._fire(self._holdable(identifier), "long_press_start")
        await self.settle()

    async def let_go(self, identifier: str) -> None:
        """Lift the thumb."""
        await self._fire(self._holdable(identifier), "long_press_end")
        await self.settle()

    def _holdable(self, identifier: str) -> BaseControl:
        return next(
            control
            for control in controls_under(self.find(identifier))
            if isinstance(control, ft.GestureDetector)
        )

    async def type_and_enter(self, identifier: str, text: str) -> None:
        """Type into a field, then the keyboard's OK."""
        field_ = await self.type_text(identifier, text)
        await self._fire(field_, "submit", text)
        await self.settle()

    async def type_text(self, identifier: str, text: str) -> BaseControl:
        """Type into a field."""
        field_ = next(
            control for control in controls_under(self.find(identifier)) if isinstance(control, ft.TextField)
        )
        self.page.session.apply_patch(field_._i, {"value": text})
        await self._fire(field_, "change", text)
        return field_

    def snack_bars(self) -> list[str]:
        """What was said in a word at the bottom."""
        bars = [control for control in controls_under(self.page) if isinstance(control, ft.SnackBar)]
        return [bar.content.value for bar in bars if isinstance(bar.content, ft.Text)]

    async def alarm_rings(self) -> None:
        """The time the screen was waiting for has passed."""
        model = self.conductor.pulse.stack[-1]
        assert model.alarm is not None
        self.conductor.dispatch(model, model.alarm.intent)
        await self.settle()

    async def go(self, route: str) -> None:
        """Open an address, as a link or the browser's bar does."""
        self.client._go(route)
        await self.settle()

    async def is_away_for(self, clock: SetClock, away_ms: int) -> None:
        """Another app is in front for a while."""
        for state in ("hide", "show", "resume"):
            if state == "show":
                clock.advance(away_ms)
            event = {"state": state}
            await self.page.session.dispatch_event(self.page._i, "app_lifecycle_state_change", event)
        await self.settle()

    async def go_back(self) -> None:
        """The phone's back button."""
        top = self.top
        assert isinstance(top, ft.View)
        await self.page.session.dispatch_event(self.page._i, "view_pop", {"route": top.route})
        await self.settle()

    async def settle(self) -> None:
        """Let everything under way come to rest."""
        await self.conductor.settle()
        for _ in range(TURNS_OF_DRAWING):
            await asyncio.sleep(0)
        await self.conductor.settle()
        for _ in range(TURNS_OF_DRAWING):
            await asyncio.sleep(0)

    @property
    def conductor(self) -> AppSession:
        """The session that carries out this person's intents."""
        root = self.page.views
        assert isinstance(root, Component)
        return root.args[0]

    async def _fire(self, control: BaseControl, event: str, data: object = None) -> None:
        await self.page.session.dispatch_event(control._i, event, data)


@asynccontextmanager
async def headless(main: PageMain, *, route: str = "/", web: bool = False) -> AsyncGenerator[HeadlessApp]:
    """Start the app on a page of its own, as Flet does."""
    client = ClientThatRemembers()
    session = Session(client)
    client.session = session
    page = session.page
    cast(Any, _context_page).set(page)
    session.apply_page_patch({"route": route, "web": web, "width": 390, "height": 844})
    client.register(session.get_page_patch())
    await main(page)
    app = HeadlessApp(page, client)
    await app.settle()
    try:
        yield app
    finally:
        session.close()
        await asyncio.sleep(0)
        client.executor.shutdown(wait=True)
