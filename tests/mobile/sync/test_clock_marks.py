"""Clock marks date the round by the server's clock, however wrong the phone's own is."""

import pytest

from mobile.store.history import newest_facts
from mobile.sync.outcome import Synced
from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind
from tests.builders_phone import FRIDAY_MORNING_MS
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import Phone

HOUR_MS = 3_600_000
YEARS_MS = 10 * 365 * 24 * HOUR_MS


def marks(phone: Phone) -> int:
    facts = (logged.fact for logged in newest_facts(phone.store, 1000))
    return sum(fact is not None and fact.kind is Kind.CLOCK for fact in facts)


def test_a_boot_session_is_marked_once_an_hour(scene: Scene) -> None:
    bruno = scene.phone()
    counts: list[int] = []
    for _ in range(5):
        bruno.sync()
        counts.append(marks(bruno))
        bruno.clock.advance(HOUR_MS // 2)
    assert counts == [1, 1, 2, 2, 3]
    bruno.clock.key = "boot-2"
    bruno.sync()
    assert marks(bruno) == 4


def test_a_phone_set_ten_years_ahead_is_dated_by_the_server(scene: Scene) -> None:
    bruno = scene.phone()
    bruno.clock.now_ms += YEARS_MS
    bruno.clock.booted_ms += YEARS_MS
    bruno.sync()
    bruno.clock.advance(HOUR_MS)
    bruno.pick_up(*scene.codes)
    scene.server.clock.forward(s=3_700)
    bruno.sync()
    [(at_ms, source, body)] = scene.server.rows_of(
        "SELECT effective_ms, time_source, body FROM event WHERE kind = 'pickup'"
    )
    fact = read_body(body)
    assert isinstance(fact, Fact)
    assert fact.clock.wall_ms > FRIDAY_MORNING_MS + YEARS_MS
    assert source == "anchored"
    assert 0 <= at_ms - (FRIDAY_MORNING_MS + HOUR_MS) < 120_000


@pytest.mark.parametrize("server_time_ms", [-1, 10**15])
def test_an_absurd_server_clock_dates_nothing_and_stops_nothing(scene: Scene, server_time_ms: int) -> None:
    bruno = scene.phone()
    scene.server.clock.at_ms = server_time_ms
    bruno.sync()
    assert marks(bruno) == 0
    scene.server.clock.at_ms = FRIDAY_MORNING_MS
    assert isinstance(bruno.sync(), Synced)
    assert marks(bruno) == 1
