"""A colleague's pictures read by the camera, in any order, again and again: what came, and what did not."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mobile.actions.rescue_make import Entrusted, Form, entrusted_now
from mobile.device.cues import Cue
from mobile.device.preferences import RememberedChoices
from mobile.store.carried import carried_packs
from mobile.store.enrolment import Enrolment
from tests.builders_labels import jpeg, label, picture_of, seen
from tests.builders_phone import FARM, a_person, a_small_round, an_enrolled_phone, crate_codes, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person


@pytest.fixture
def chloe(tmp_path: Path) -> Person:
    """Chloé's phone, beside Bruno's."""
    hands = an_enrolled_phone(tmp_path / "chloe" / "phone", [a_person("P004", "Chloé")], person_id="P004")
    hands.store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000002", "P004", "another token"))
    return Person(tmp_path / "chloe", hands, RememberedChoices())


@pytest.fixture
def pictures(bruno: Person) -> tuple[str, ...]:
    """What Bruno's phone shows: a pickup and some arrivals nobody has received."""
    give_rows(bruno.hands.store, a_small_round(crate_codes(8)))
    bruno.hands.pick_up(*crate_codes(8))
    for _ in range(10):
        bruno.hands.arrive(FARM)
    return frames_of(bruno)


def frames_of(person: Person) -> tuple[str, ...]:
    made = entrusted_now(person.hands.store, Form.PICTURES)
    assert isinstance(made, Entrusted)
    return made.frames


def on_the_screen(frame: str) -> bytes:
    """One picture as another phone's lens sees it."""
    return jpeg(seen([label(frame, module_pixels=8)], size=(720, 720)))


def story(person: Person, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    async def live() -> None:
        async with person.opens_the_app("/outbox") as app:
            await app.tap("read-pictures")
            await tell(app)

    asyncio.run(live())


async def shown(person: Person, app: HeadlessApp, *frames: str) -> None:
    for frame in frames:
        await person.camera.show(on_the_screen(frame))
        await app.settle()


def test_pictures_read_backwards_and_twice_are_carried(chloe: Person, pictures: tuple[str, ...]):
    assert len(pictures) > 2

    async def tell(app: HeadlessApp) -> None:
        await shown(chloe, app, *reversed(pictures[1:]))
        assert app.says(f"{len(pictures) - 1}/{len(pictures)}")
        chloe.clock.advance(10_000)
        await shown(chloe, app, *pictures[1:])
        assert app.says(f"{len(pictures) - 1}/{len(pictures)}")
        await shown(chloe, app, pictures[0])
        assert app.says("Vous portez 11 saisies de Bruno")
        assert not chloe.camera.is_watching
        await app.tap("carried")
        assert app.says("11 saisies, depuis")

    story(chloe, tell)
    assert [pack.facts for pack in carried_packs(chloe.hands.store)] == [11]
    assert chloe.cues.given == [Cue.EXPECTED]


def test_pictures_of_another_lot_are_told_and_one_begins_anew(
    bruno: Person, chloe: Person, pictures: tuple[str, ...]
):
    bruno.hands.arrive(FARM)
    later = frames_of(bruno)

    async def tell(app: HeadlessApp) -> None:
        await shown(chloe, app, pictures[0], later[1])
        assert app.says("Ces images sont d’un autre envoi")
        await app.tap("begin-anew")
        chloe.clock.advance(10_000)
        await shown(chloe, app, *later)
        assert app.says("Vous portez 12 saisies de Bruno")

    story(chloe, tell)


def test_a_crates_label_is_no_picture_and_stops_nothing(chloe: Person, pictures: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await shown(chloe, app, pictures[0])
        await chloe.camera.show(picture_of(crate_codes(1)[0]))
        await app.settle()
        assert app.says("Ce QR n’est pas une image de rescousse")
        await shown(chloe, app, *pictures[1:])
        assert app.says("Vous portez 11 saisies de Bruno")

    story(chloe, tell)


def test_ones_own_pictures_are_not_carried(bruno: Person, pictures: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await shown(bruno, app, *pictures)
        assert app.says("Ce sont vos propres saisies")
        await app.tap("begin-anew")
        assert bruno.camera.is_watching

    story(bruno, tell)
    assert carried_packs(bruno.hands.store) == ()
