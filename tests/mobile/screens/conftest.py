"""A phone with a small round, and the whole app headless on it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from mobile.app.opening import app_on
from mobile.app.phones import OpenPeer, Phones
from mobile.components.scan_box import Scanning
from mobile.device.camera import CameraByHand
from mobile.device.clock import SeededRandomness, SetClock
from mobile.device.cues import CuesByHand
from mobile.device.files import FilesByHand
from mobile.device.location import LocationByHand
from mobile.device.preferences import RememberedChoices
from mobile.store.enrolment import Enrolment
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.peer import Peer
from tests.builders_phone import (
    FARM,
    HUB,
    RELAY,
    Hands,
    a_person,
    a_place,
    a_round,
    a_small_round,
    an_enrolled_phone,
    crate_codes,
    give_rows,
)
from tests.mobile.headless import HeadlessApp, headless

CHLOE_S_ROUND = "r_2026-11-06_02"


class Valley(httpx.BaseTransport):
    """Nobody answers."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to the server", request=request)


def in_the_valley(base_url: str) -> Peer:
    """No server at any address."""
    return HttpPeer(open_http_client(Valley()), base_url)


@dataclass
class Person:
    """Someone whose phone may be opened on the app."""

    folder: Path
    hands: Hands
    choices: RememberedChoices
    open_peer: OpenPeer = in_the_valley
    camera: CameraByHand = field(default_factory=CameraByHand)
    cues: CuesByHand = field(default_factory=CuesByHand)
    files: FilesByHand = field(default_factory=FilesByHand)
    location: LocationByHand = field(default_factory=LocationByHand)

    @property
    def clock(self) -> SetClock:
        return self.hands.clock

    @property
    def scanning(self) -> Scanning:
        """His one camera, whichever box looks through it."""
        return Scanning(lambda: self.camera, now_ms=self.hands.clock.boot_ms)

    @asynccontextmanager
    async def opens_the_app(self, route: str = "/") -> AsyncGenerator[HeadlessApp]:
        """Start the app on a new page; the phone stays open as long as the page."""
        phones = Phones(self.folder, self.hands.clock, SeededRandomness(3), self.open_peer, is_syncing=False)
        main = app_on(
            phones,
            lambda: self.choices,
            lambda _page: self.files,
            scanning=lambda _page: self.scanning,
            cues=lambda: self.cues,
            location=lambda: self.location,
        )
        async with headless(main, route=route) as app:
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


@pytest.fixture
def at_work(bruno: Person, eight: tuple[str, ...]) -> Person:
    """Bruno with his round of eight crates."""
    give_rows(bruno.hands.store, a_small_round(eight))
    return bruno


@pytest.fixture
def bruno_loaded(bruno: Person, eight: tuple[str, ...]) -> Person:
    """Bruno has his eight crates aboard, and knows Chloé."""
    give_rows(bruno.hands.store, [*a_small_round(eight), a_person("P004", "Chloé")])
    bruno.hands.pick_up(*eight)
    return bruno


@pytest.fixture
def chloe(tmp_path: Path) -> Person:
    """Chloé drives a round of her own; her phone never heard of Bruno's crates."""
    rows = [
        a_place(FARM, "Ferme des Ajoncs", "farm"),
        a_place(HUB, "Plateforme de Nozay", "hub"),
        a_place(RELAY, "Épicerie du bourg", "relay"),
        a_person("P003", "Bruno"),
        a_person("P004", "Chloé"),
        a_round([HUB, RELAY], CHLOE_S_ROUND),
    ]
    round_of_hers = rows[-1].content
    assert round_of_hers is not None
    round_of_hers["helper"] = "P004"
    hands = an_enrolled_phone(tmp_path / "chloe" / "phone", rows, person_id="P004", seed=11)
    hands.store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000002", "P004", "another token"))
    hands.clock.advance(120_000)
    return Person(tmp_path / "chloe", hands, RememberedChoices())
