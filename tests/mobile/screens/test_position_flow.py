"""Position: off until chosen, read when something is recorded and then alone; no record waits for it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import flet_geolocator as fg
import pytest

from mobile.device.location import LocationByHand, fix_of
from mobile.store.consent import joins_position, keep_joining
from mobile.store.history import newest_facts
from shared.custody.events import Fact, Kind
from shared.custody.evidence import Piece, Position, names_in, read_position, unpack
from tests.builders_phone import FARM, FRIDAY_MORNING_MS, HUB, ROUND, a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

HERE = Position(471_234_567, -15_432_100, 12, FRIDAY_MORNING_MS)
SETTINGS, AT_THE_FARM = "/settings", f"/stop/{ROUND}/{FARM}"


def story(person: Person, route: str, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def log(person: Person) -> list[Fact]:
    """Oldest first."""
    facts = [logged.fact for logged in reversed(newest_facts(person.hands.store, 100))]
    return [fact for fact in facts if isinstance(fact, Fact)]


@pytest.fixture
def sharing(bruno: Person, eight: tuple[str, ...]) -> Person:
    """Bruno, with his round, who agreed to join his position."""
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.location.fix = HERE
    keep_joining(bruno.hands.store.folder, is_on=True)
    return bruno


def test_it_is_off_until_the_person_and_the_system_said_yes(bruno: Person):
    folder = bruno.hands.store.folder

    async def tell(app: HeadlessApp) -> None:
        assert app.find("position-off").selected
        bruno.location.is_allowed = False
        await app.tap("position-on")
        await app.settle()
        assert app.says("ne donne pas la position")
        assert not joins_position(folder)
        bruno.location.is_allowed = True
        await app.tap("position-on")
        await app.settle()
        assert app.find("position-on").selected
        assert joins_position(folder)
        await app.tap("position-off")
        assert not joins_position(folder)

    story(bruno, SETTINGS, tell)
    assert (bruno.location.asked, bruno.location.reads) == (2, 0)


def test_a_whole_round_reads_no_position_of_who_did_not_agree(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.location.fix = HERE
    story(bruno, AT_THE_FARM, drive_and_look_around)
    assert bruno.location.reads == 0
    assert all(fact.evidence.gps is None for fact in log(bruno))


async def drive_and_look_around(app: HeadlessApp) -> None:
    """Two records, an undo, and every screen looked at."""
    await app.tap("record-all")
    await app.settle()
    for route in ("/", "/outbox", "/commissions", SETTINGS, "/settings/access", "/settings/diagnostics"):
        await app.go(route)
    await app.go(f"/stop/{ROUND}/{HUB}")
    await app.tap("record-all")
    await app.settle()
    await app.tap("undo")
    await app.settle()


def test_no_position_is_read_or_leaves_outside_an_event(sharing: Person):
    story(sharing, AT_THE_FARM, drive_and_look_around)
    facts = log(sharing)
    # One reading for the pickup, one for the drop; none for looking, none for the undo.
    assert sharing.location.reads == 2
    kinds = [fact.kind for fact in facts]
    assert kinds == [Kind.PICKUP, Kind.CLOCK, Kind.DROP, Kind.CLOCK, Kind.VOID]
    positions = [fact for fact in facts if fact.evidence.gps]
    assert [fact.ref for fact in positions] == [facts[0].id, facts[2].id]
    with sharing.hands.store.reading() as connection:
        kept = dict(connection.exec_driver_sql("SELECT name, content FROM evidence").all())
    for fact in positions:
        (name,) = names_in(fact.evidence)
        piece = unpack(kept.pop(name))
        assert isinstance(piece, Piece)
        assert read_position(piece.content) == HERE
    assert kept == {}
    # Degrees stand in the erasable piece alone.
    assert all("47123" not in logged.body for logged in newest_facts(sharing.hands.store, 100))


def test_a_record_does_not_wait_for_the_satellites(sharing: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        sharing.location.holds = asyncio.Event()
        await app.tap(f"crate-{eight[0]}")
        await app.tap("reason-missing")
        await app.tap("record-all")
        assert app.says("Enregistré à")
        assert [fact.kind for fact in log(sharing)] == [Kind.PICKUP, Kind.INCIDENT]
        # What is recorded while the receiver is still looking shares its one answer.
        await app.go(f"/stop/{ROUND}/{HUB}")
        await app.tap("record-all")
        assert app.says("Enregistré à")
        sharing.location.holds.set()
        await app.settle()
        await app.settle()

    story(sharing, AT_THE_FARM, tell)
    facts = log(sharing)
    assert sharing.location.reads == 1
    assert [fact.ref for fact in facts if fact.kind is Kind.CLOCK] == [facts[0].id, facts[2].id]
    assert len({fact.evidence.gps for fact in facts if fact.kind is Kind.CLOCK}) == 1


def test_where_no_position_comes_nothing_is_missing(sharing: Person):
    sharing.location.fix = None

    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all")
        await app.settle()
        assert app.says("Enregistré à")

    story(sharing, AT_THE_FARM, tell)
    assert [fact.kind for fact in log(sharing)] == [Kind.PICKUP]


@pytest.mark.parametrize(
    ("clock_is_off_by_ms", "is_told"),
    [(0, False), (2_000, False), (-3 * 3_600_000, True), (3 * 3_600_000, True), (60_000, False)],
    ids=["right", "seconds", "three hours slow", "three hours fast", "perhaps an old fix"],
)
def test_only_a_time_that_cannot_be_the_phones_own_is_kept_as_the_satellites(
    sharing: Person, clock_is_off_by_ms: int, *, is_told: bool
):
    true_ms = sharing.clock.now_ms
    sharing.location.fix = Position(HERE.lat_e7, HERE.lon_e7, 12, true_ms)
    sharing.clock.now_ms += clock_is_off_by_ms
    sharing.clock.booted_ms += clock_is_off_by_ms

    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all")
        await app.settle()

    story(sharing, AT_THE_FARM, tell)
    (joined,) = [fact for fact in log(sharing) if fact.kind is Kind.CLOCK]
    assert (joined.data.get("gps_ms") == true_ms) is is_told


def test_nothing_is_read_while_practising(sharing: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("start-practice")
        await app.go("/stop/r_practice/F_practice_1")
        await app.tap("record-all")
        await app.settle()
        assert app.says("Enregistré à")

    story(sharing, "/settings/practice", tell)
    assert sharing.location.reads == 0


def test_what_the_client_tells_becomes_whole_numbers_and_a_mocked_place_is_none():
    found = fg.GeolocatorPosition(latitude=47.12345678, longitude=-1.5, accuracy=7.6, mocked=False)
    found.timestamp = datetime(2026, 11, 6, 6, 0, tzinfo=UTC)
    assert fix_of(found) == Position(471_234_568, -15_000_000, 8, 1_793_944_800_000)
    found.mocked = True
    assert fix_of(found) is None
    assert asyncio.run(LocationByHand(HERE).read()) == HERE
