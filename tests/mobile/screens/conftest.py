"""A phone with a small round, and the whole app headless on it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mobile.app.opening import app_on
from mobile.app.phones import OpenPeer, Phones
from mobile.device.clock import SeededRandomness, SetClock
from mobile.device.preferences import RememberedChoices
from mobile.sync.peer import NoNetworkReason, Peer, Unreachable
from shared.sync.protocol import EnrolRequest, PollRequest, SyncRequest
from tests.builders_phone import Hands, an_enrolled_phone, crate_codes
from tests.mobile.headless import HeadlessApp, headless


class NoNetworkHere(Peer):
    """The valley: nobody answers."""

    def exchange(self, token: str, request: SyncRequest) -> Unreachable:
        return Unreachable(NoNetworkReason.UNREACHABLE)

    def claim(self, request: EnrolRequest) -> Unreachable:
        return Unreachable(NoNetworkReason.UNREACHABLE)

    def poll(self, request: PollRequest) -> Unreachable:
        return Unreachable(NoNetworkReason.UNREACHABLE)


def in_the_valley(_base_url: str) -> Peer:
    """No server at any address."""
    return NoNetworkHere()


@dataclass
class Person:
    """Someone whose phone may be opened on the app."""

    folder: Path
    hands: Hands
    choices: RememberedChoices
    open_peer: OpenPeer = in_the_valley

    @property
    def clock(self) -> SetClock:
        return self.hands.clock

    @asynccontextmanager
    async def opens_the_app(self, route: str = "/") -> AsyncGenerator[HeadlessApp]:
        """Start the app on a new page; the phone stays open as long as the page."""
        phones = Phones(self.folder, self.hands.clock, SeededRandomness(3), self.open_peer, is_syncing=False)
        async with headless(app_on(phones, lambda: self.choices), route=route) as app:
            yield app
            assert app.client.crashes == []


@pytest.fixture
def bruno(tmp_path: Path) -> Person:
    """Bruno the helper: his phone is enrolled."""
    return Person(tmp_path, an_enrolled_phone(tmp_path / "phone"), RememberedChoices())


OpensTheApp = Callable[[str], AbstractAsyncContextManager[HeadlessApp]]


@pytest.fixture
def eight() -> tuple[str, ...]:
    """Eight crate codes."""
    return crate_codes(8)
