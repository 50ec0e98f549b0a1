"""Reporting an incident: fourteen reasons, a photo or a word where needed, undo, and what the stop shows."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mobile.store.history import newest_facts
from shared.custody.events import Fact, IncidentReason, Kind
from shared.custody.incident_proof import PHOTO_ASKED
from tests.builders_evidence import a_photo
from tests.builders_phone import FARM, ROUND, a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

AT_THE_FARM = f"/stop/{ROUND}/{FARM}"


Tell = Callable[[Callable[[HeadlessApp], Awaitable[None]], str], None]


@pytest.fixture
def tell(
    bruno: Person, eight: tuple[str, ...]
) -> Callable[[Callable[[HeadlessApp], Awaitable[None]], str], None]:
    """Bruno's round on his phone, and a story lived through on the app."""
    give_rows(bruno.hands.store, a_small_round(eight))

    def live_through(story: Callable[[HeadlessApp], Awaitable[None]], route: str) -> None:
        async def live() -> None:
            async with bruno.opens_the_app(route) as app:
                await story(app)

        asyncio.run(live())

    return live_through


def incidents(person: Person) -> list[Fact]:
    facts = [logged.fact for logged in reversed(newest_facts(person.hands.store, 50)) if logged.fact]
    return [fact for fact in facts if fact.kind is Kind.INCIDENT]


def test_all_fourteen_reasons_are_there_from_the_stop_and_from_the_round(tell: Tell):
    async def story(app: HeadlessApp) -> None:
        await app.tap("open-incident")
        shown = {name.removeprefix("reason-") for name in app.identifiers() if name.startswith("reason-")}
        assert shown == {reason.value for reason in IncidentReason}

    tell(story, AT_THE_FARM)
    tell(story, "/")


def test_a_word_is_enough_for_a_road_that_is_cut(tell: Tell, bruno: Person):
    async def story(app: HeadlessApp) -> None:
        await app.tap("open-incident")
        await app.tap("reason-road_cut")
        await app.type_text("incident-note", "Pont de Beslé barré")
        await app.tap("report")
        assert app.says("Enregistré à")
        await app.tap("back-up")

    tell(story, "/")
    [fact] = incidents(bruno)
    assert (fact.data["reason"], fact.data["note"], fact.place_id) == (
        "road_cut",
        "Pont de Beslé barré",
        None,
    )
    assert fact.round_id == ROUND


@pytest.mark.parametrize("reason", list(PHOTO_ASKED))
def test_damage_and_the_like_need_a_photo_or_a_word(tell: Tell, bruno: Person, reason: IncidentReason):
    async def story(app: HeadlessApp) -> None:
        await app.tap(f"reason-{reason.value}")
        assert app.says("Photo demandée")
        await app.tap("report")
        assert app.says("Joignez une photo, ou écrivez un mot")
        bruno.files.chosen = a_photo()
        await app.tap("choose-photo")
        await app.settle()
        assert not app.says("Photo demandée")
        await app.tap("report")
        assert app.says("Enregistré à")

    tell(story, f"{AT_THE_FARM}/incident")
    [fact] = incidents(bruno)
    assert len(fact.evidence.photos) == 1


def test_a_broken_crate_is_set_aside_and_a_warm_one_is_still_to_be_taken(
    tell: Tell, bruno: Person, eight: tuple[str, ...]
):
    async def story(app: HeadlessApp) -> None:
        for reason, code in (("broken", eight[0]), ("too_warm", eight[1])):
            await app.go(f"{AT_THE_FARM}/incident")
            await app.tap(f"reason-{reason}")
            await app.tap(f"crate-{code}")
            assert app.says("1 caisse concernée")
            await app.type_text("incident-note", "vu au chargement")
            await app.tap("report")
            await app.tap("back-up")
        assert app.says("Prendre les 7 caisses")
        assert app.says("Incident · casse")
        assert app.says("Incident · trop chaud")

    tell(story, AT_THE_FARM)
    broken, warm = incidents(bruno)
    assert (broken.crates, broken.data["act"]) == ((eight[0],), "pickup")
    assert (warm.crates, "act" in warm.data) == ((eight[1],), False)


def test_an_incident_undone_stays_on_the_stop_struck_through_with_its_word(tell: Tell, bruno: Person):
    async def story(app: HeadlessApp) -> None:
        await app.tap("reason-absent")
        await app.tap("report")
        await app.tap("undo")
        assert app.says("Annulé")
        await app.go(AT_THE_FARM)
        assert app.says("Incident · absent")
        assert app.says("annulé")

    tell(story, f"{AT_THE_FARM}/incident")


def test_everything_recorded_at_a_stop_is_listed_the_withdrawn_too(
    tell: Tell, bruno: Person, eight: tuple[str, ...]
):
    for code in eight[:3]:
        bruno.hands.undo(bruno.hands.pick_up(code))
    bruno.hands.pick_up(*eight)

    async def story(app: HeadlessApp) -> None:
        assert app.says("Noté à cet arrêt")
        assert [name for name in app.identifiers() if name.startswith("record-")]
        # Four acts: three withdrawn, one that stands.
        assert sum(text == "annulé" for text in app.texts()) == 3
        assert "all-records" not in app.identifiers()

    tell(story, AT_THE_FARM)
    bruno.hands.arrive(FARM)

    async def longer(app: HeadlessApp) -> None:
        await app.tap("all-records")
        assert sum(name.startswith("record-") for name in app.identifiers()) == 5

    tell(longer, AT_THE_FARM)
