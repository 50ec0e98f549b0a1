"""A photo at a stop: kept from the moment it is taken, taken along by the next record, given back by undo."""

import asyncio
from collections.abc import Awaitable, Callable

from mobile.actions.keep_photo import photos_of_stop
from mobile.device.camera import CameraProblem
from mobile.store.draft_photos import PHOTOS_AT_ONCE_MAX, draft_photos
from mobile.store.history import newest_facts
from shared.custody.events import Fact
from shared.custody.evidence import Piece, names_in, unpack
from tests.builders_evidence import a_photo
from tests.builders_phone import FARM, ROUND, a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

AT_THE_FARM = f"/stop/{ROUND}/{FARM}"


def story(person: Person, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    async def live() -> None:
        async with person.opens_the_app(AT_THE_FARM) as app:
            await tell(app)

    asyncio.run(live())


async def attach(app: HeadlessApp, person: Person, raw: bytes | None) -> None:
    """Choose this file in the phone's gallery."""
    person.files.chosen = raw
    await app.tap("choose-photo")
    await app.settle()


def waiting(person: Person) -> int:
    with person.hands.store.reading() as connection:
        return len(draft_photos(connection, photos_of_stop(ROUND, FARM)))


def photos_named(person: Person) -> list[tuple[str, int]]:
    """Kind of each fact, oldest first, and how many photos it names."""
    facts = [logged.fact for logged in reversed(newest_facts(person.hands.store, 20))]
    return [(fact.kind.value, len(fact.evidence.photos)) for fact in facts if isinstance(fact, Fact)]


def test_a_photo_is_kept_and_goes_with_the_crates(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        assert "remove-photo-1" not in app.identifiers()
        await attach(app, bruno, a_photo(300))
        assert bruno.files.asked_for_pictures
        assert waiting(bruno) == 1
        assert app.says("Gardée ici")
        assert app.says("Prendre les 8 caisses, avec 1 photo")
        await app.tap("record-all")
        assert app.says("Enregistré à")
        assert "remove-photo-1" not in app.identifiers()

    story(bruno, tell)
    assert photos_named(bruno) == [("pickup", 1)]
    assert waiting(bruno) == 0
    (logged,) = newest_facts(bruno.hands.store, 1)
    assert isinstance(logged.fact, Fact)
    with bruno.hands.store.reading() as connection:
        ((name, packed),) = connection.exec_driver_sql("SELECT name, content FROM evidence").all()
    assert names_in(logged.fact.evidence) == (name,)
    assert isinstance(unpack(packed), Piece)


def test_a_photo_is_there_again_when_the_app_comes_back(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def take(app: HeadlessApp) -> None:
        await attach(app, bruno, a_photo(300))

    async def come_back(app: HeadlessApp) -> None:
        assert "remove-photo-1" in app.identifiers()
        await app.tap("remove-photo-1")
        assert "remove-photo-1" not in app.identifiers()
        assert app.says("Prendre les 8 caisses")

    story(bruno, take)
    story(bruno, come_back)
    assert waiting(bruno) == 0
    assert photos_named(bruno) == []


def test_what_is_no_photo_is_said_and_the_crates_are_still_there(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await attach(app, bruno, b"%PDF-1.7")
        assert app.says("n’est pas une photo lisible")
        await attach(app, bruno, None)
        await attach(app, bruno, b"")
        assert app.says("n’est pas une photo lisible")
        await attach(app, bruno, a_photo(64)[:900])
        assert app.says("Cette photo est abîmée")
        await app.tap("record-all")
        assert app.says("Enregistré à")

    story(bruno, tell)
    assert photos_named(bruno) == [("pickup", 0)]


def test_there_is_room_for_six_and_then_the_button_goes(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        for seed in range(PHOTOS_AT_ONCE_MAX):
            await attach(app, bruno, a_photo(32, seed))
        assert "choose-photo" not in app.identifiers()
        assert app.says("avec 6 photos")
        await app.tap("remove-photo-3")
        assert "choose-photo" in app.identifiers()
        await app.tap("record-all")

    story(bruno, tell)
    assert photos_named(bruno) == [("pickup", 5)]


def test_undo_gives_the_photo_back_with_the_crates(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await attach(app, bruno, a_photo(300))
        await app.tap(f"crate-{eight[0]}")
        await app.tap("reason-broken")
        await app.tap("record-all")
        await app.tap("undo")
        assert app.says("Annulé")
        assert app.says("Prendre les 8 caisses, avec 1 photo")
        await app.tap("record-all")

    story(bruno, tell)
    assert photos_named(bruno) == [("pickup", 1), ("incident", 1), ("void", 0), ("void", 0), ("pickup", 1)]


def test_a_record_that_is_refused_leaves_the_photo_waiting(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.go(f"/stop/{ROUND}/R001")
        bruno.files.chosen = a_photo(300)
        await app.tap("choose-photo")
        await app.settle()
        # The crates were never taken on this phone: it asks before it records.
        await app.tap("record-all")
        assert "remove-photo-1" in app.identifiers()
        await app.tap("insist")
        assert "remove-photo-1" not in app.identifiers()

    story(bruno, tell)
    assert photos_named(bruno) == [("drop", 1)]


def test_a_photo_is_taken_with_the_camera_in_the_screen(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        assert not bruno.camera.is_watching
        await app.tap("take-photo")
        await bruno.camera.show(a_photo(300, 1))
        await bruno.camera.show(a_photo(300, 2))
        await app.settle()
        # Twice on one picture is one photo, the newest that was seen.
        await app.tap("shutter", settle=False)
        await app.tap("shutter", settle=False)
        await app.settle()
        assert not bruno.camera.is_watching
        assert waiting(bruno) == 1
        assert app.says("avec 1 photo")
        await app.tap("take-photo")
        await app.tap("close-lens")
        assert not bruno.camera.is_watching
        await app.tap("record-all")

    story(bruno, tell)
    assert photos_named(bruno) == [("pickup", 1)]


def test_without_a_camera_a_photo_may_still_be_chosen(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.camera.problem = CameraProblem.DENIED

    async def tell(app: HeadlessApp) -> None:
        await app.tap("take-photo")
        await app.settle()
        assert app.says("n’a pas le droit")
        assert app.says("choisissez une photo")
        await app.tap("close-lens")
        await attach(app, bruno, a_photo(64))
        assert waiting(bruno) == 1

    story(bruno, tell)
