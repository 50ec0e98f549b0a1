"""« Tout sauf… » for breakage and the like: a photo is asked for, a word is the way out."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft
import pytest

from mobile.actions.keep_photo import photos_of_stop
from mobile.store.draft_photos import draft_photos
from mobile.store.history import newest_facts
from shared.custody.events import Fact, IncidentReason, Kind
from shared.custody.incident_proof import PHOTO_ASKED
from tests.builders_evidence import a_photo
from tests.builders_phone import FARM, HUB, ROUND
from tests.mobile.headless import HeadlessApp, controls_under
from tests.mobile.screens.conftest import Person

AT_THE_FARM = f"/stop/{ROUND}/{FARM}"


def story(person: Person, tell: Callable[[HeadlessApp], Awaitable[None]], route: str = AT_THE_FARM) -> None:
    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def recorded(person: Person, kind: Kind) -> list[Fact]:
    facts = [logged.fact for logged in reversed(newest_facts(person.hands.store, 50)) if logged.fact]
    return [fact for fact in facts if fact.kind is kind]


async def choose_photo(app: HeadlessApp, person: Person, seed: int = 0) -> None:
    person.files.chosen = a_photo(64, seed)
    await app.tap("choose-photo")
    await app.settle()


async def set_aside(app: HeadlessApp, code: str, reason: IncidentReason) -> None:
    await app.tap(f"crate-{code}")
    if f"reason-{reason.value}" not in app.identifiers():
        await app.tap("reason-more")
    await app.tap(f"reason-{reason.value}")


@pytest.mark.parametrize("reason", list(PHOTO_ASKED))
def test_the_photo_goes_with_the_exception_it_shows(
    at_work: Person, eight: tuple[str, ...], reason: IncidentReason
):
    async def tell(app: HeadlessApp) -> None:
        await set_aside(app, eight[0], reason)
        assert app.says("Photo demandée")
        assert f"crate-{eight[1]}" not in app.identifiers()
        await choose_photo(app, at_work)
        assert not app.says("Photo demandée")
        assert app.says("Prendre 7 caisses, sauf 1, avec 1 photo")
        await app.tap("record-all")
        assert app.says("7 caisses prises, 1 mise à part")
        assert f"crate-{eight[1]}" in app.identifiers()

    story(at_work, tell)
    [incident] = recorded(at_work, Kind.INCIDENT)
    assert (incident.crates, incident.data["reason"]) == ((eight[0],), reason.value)
    assert len(incident.evidence.photos) == 1
    assert "note" not in incident.data


def test_no_photo_and_no_word_is_asked_once_more_and_records_nothing(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await set_aside(app, eight[0], IncidentReason.BROKEN)
        await app.tap("record-all")
        assert app.says("Joignez une photo, ou écrivez un mot")
        assert recorded(at_work, Kind.PICKUP) == []
        await app.type_text("proof-note", "  fendue au fond, trop sombre pour une photo ")
        await app.tap("record-all")
        assert app.says("Enregistré à")

    story(at_work, tell)
    [incident] = recorded(at_work, Kind.INCIDENT)
    assert incident.data["note"] == "fendue au fond, trop sombre pour une photo"
    assert [len(fact.crates) for fact in recorded(at_work, Kind.PICKUP)] == [7]


def test_the_word_goes_with_what_asked_for_it_and_not_with_the_crate_that_is_missing(
    at_work: Person, eight: tuple[str, ...]
):
    async def tell(app: HeadlessApp) -> None:
        await set_aside(app, eight[0], IncidentReason.BROKEN)
        await app.tap("back-to-crates")
        await set_aside(app, eight[1], IncidentReason.MISSING)
        # Back at the crates the photo is asked for before anything is recorded.
        assert not app.says("Photo demandée")
        await app.tap("record-all")
        assert app.says("Photo demandée")
        await app.type_text("proof-note", "fendue")
        await app.tap("record-all")
        assert app.says("6 caisses prises, 2 mises à part")

    story(at_work, tell)
    noted = {fact.data["reason"]: fact.data.get("note") for fact in recorded(at_work, Kind.INCIDENT)}
    assert noted == {"broken": "fendue", "missing": None}


def test_the_next_exception_is_asked_for_its_own_word(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await set_aside(app, eight[0], IncidentReason.BROKEN)
        await app.type_text("proof-note", "fendue")
        await app.tap("record-all")
        await app.tap("undo")
        await set_aside(app, eight[1], IncidentReason.BROKEN)
        await app.tap("record-all")
        assert app.says("Joignez une photo, ou écrivez un mot")

    story(at_work, tell)


def test_a_crate_taken_back_asks_for_nothing(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await set_aside(app, eight[0], IncidentReason.BROKEN)
        await app.tap("back-to-crates")
        await app.tap(f"crate-{eight[0]}")
        await app.tap("record-all")
        assert app.says("8 caisses prises")

    story(at_work, tell)


def test_when_all_are_broken_undo_gives_the_photo_back(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        for code in eight:
            await app.tap(f"crate-{code}")
        await app.tap("reason-broken")
        await choose_photo(app, at_work)
        await app.tap("record-all")
        with at_work.hands.store.reading() as connection:
            assert draft_photos(connection, photos_of_stop(ROUND, FARM)) == ()
        await app.tap("undo")
        assert app.says("Prendre les 8 caisses, avec 1 photo")

    story(at_work, tell)
    assert recorded(at_work, Kind.PICKUP) == []


def test_a_refused_crate_at_the_drop_is_shown_on_its_own_event(bruno_loaded: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await set_aside(app, eight[0], IncidentReason.REFUSED)
        await choose_photo(app, bruno_loaded)
        await app.tap("record-all")
        assert app.says("7 caisses déposées, 1 mise à part")

    story(bruno_loaded, tell, f"/stop/{ROUND}/{HUB}")
    [incident] = recorded(bruno_loaded, Kind.INCIDENT)
    assert (incident.data["act"], len(incident.evidence.photos)) == ("drop", 1)


def test_a_crate_set_aside_at_the_scanner_is_photographed_there(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        # Never taken on this phone: the scanner asks why before it records its drop.
        await app.type_and_enter("crate-code", eight[0])
        await app.tap("record-scanned")
        await app.tap("reason-broken")
        assert app.says("Photo demandée")
        assert "crate-camera" not in app.identifiers()
        await app.tap("record-scanned")
        assert app.says("Joignez une photo, ou écrivez un mot")
        await choose_photo(app, at_work)
        await app.tap("record-scanned")
        assert not app.says("Photo")

    story(at_work, tell, f"/stop/{ROUND}/{HUB}/scan")
    [incident] = recorded(at_work, Kind.INCIDENT)
    assert (incident.crates, len(incident.evidence.photos)) == ((eight[0],), 1)


def test_the_photo_step_is_read_from_its_top_however_far_down_the_crate_was(
    at_work: Person, eight: tuple[str, ...]
):
    # The client scrolls on where it was as long as it is given the same list.
    async def tell(app: HeadlessApp) -> None:
        crates = the_list(app)
        await app.tap(f"crate-{eight[7]}")
        assert the_list(app).key == crates.key
        await app.tap("reason-broken")
        photo = the_list(app)
        assert photo.key != crates.key
        await app.tap("record-all")
        assert the_list(app).key == photo.key
        await app.tap("back-to-crates")
        assert the_list(app).key == crates.key

    story(at_work, tell)


def the_list(app: HeadlessApp) -> ft.ListView:
    [found] = [each for each in controls_under(app.top) if isinstance(each, ft.ListView)]
    return found
