"""A colleague's phone takes what waits here, and hands it over: as the two people see it on their screens."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from mobile.actions.rescue_make import Entrusted, Form, entrusted_now
from mobile.actions.rescue_take import TakePacksIn, take_packs_in
from mobile.app.opening import app_on
from mobile.app.phones import Phones
from mobile.device.clock import SeededRandomness
from mobile.device.files import FilesByHand
from mobile.device.preferences import RememberedChoices
from mobile.store.carried import CarriedState, carried_packs, note_offered
from mobile.store.enrolment import Enrolment
from tests.builders_phone import FARM, Hands, a_person, a_small_round, an_enrolled_phone, give_rows
from tests.mobile.headless import HeadlessApp, headless
from tests.mobile.screens.conftest import Person, in_the_valley


def lived(tell: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A story told on the event loop, as a test."""

    @wraps(tell)
    def live(**given: Any) -> None:
        asyncio.run(tell(**given))

    return live


@asynccontextmanager
async def outbox_of(person: Person, files: FilesByHand) -> AsyncGenerator[HeadlessApp]:
    """« À envoyer » on a person's phone, with these files at hand."""
    phones = Phones(person.folder, person.clock, SeededRandomness(3), in_the_valley, is_syncing=False)
    async with headless(app_on(phones, lambda: person.choices, lambda _page: files), route="/outbox") as app:
        yield app
        assert app.client.crashes == []


@pytest.fixture
def files() -> FilesByHand:
    return FilesByHand()


@pytest.fixture
def waiting(bruno: Person, eight: tuple[str, ...]) -> Person:
    """Bruno's phone, with a pickup nobody has received."""
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.hands.pick_up(*eight)
    return bruno


@pytest.fixture
def chloe(tmp_path: Path) -> Person:
    """Chloé's phone, beside his."""
    hands = an_enrolled_phone(tmp_path / "chloe" / "phone", [a_person("P004", "Chloé")], person_id="P004")
    hands.store.save_enrolment(Enrolment("http://127.0.0.1:9", "d_0000000002", "P004", "another token"))
    return Person(tmp_path / "chloe", hands, RememberedChoices())


def file_of(hands: Hands) -> bytes:
    made = entrusted_now(hands.store, Form.FILE)
    assert isinstance(made, Entrusted)
    return made.raw


@lived
async def test_what_waits_is_saved_as_a_file_for_a_colleague(waiting: Person, files: FilesByHand):
    async with outbox_of(waiting, files) as app:
        assert app.says("Confier à un collègue")
        assert app.says("votre saisie")
        await app.tap("save-file")
        [(name, content)] = files.saved.items()
        assert name.startswith("relais-1-1-")
        assert name.endswith(".relais")
        assert content == file_of(waiting.hands)
        assert app.says(f"1 saisie dans le fichier « {name} »")


@lived
async def test_a_file_that_could_not_be_saved_is_no_loss(waiting: Person, files: FilesByHand):
    files.refuses = True
    async with outbox_of(waiting, files) as app:
        await app.tap("save-file")
        assert app.says("Le fichier n’a pas été enregistré. Vos saisies restent sur ce téléphone.")


@lived
async def test_where_nothing_waits_there_is_nothing_to_entrust(bruno: Person, files: FilesByHand):
    async with outbox_of(bruno, files) as app:
        assert "save-file" not in app.identifiers()
        assert app.says("Vous ne portez rien pour un collègue.")


@lived
async def test_a_colleagues_file_is_taken_in_once(waiting: Person, chloe: Person, files: FilesByHand):
    files.chosen = file_of(waiting.hands)
    async with outbox_of(chloe, files) as app:
        await app.tap("take-file")
        assert app.says("Vous portez 1 saisie de Bruno.")
        assert app.says("à remettre")
        await app.tap("take-file")
        assert app.says("Vous portiez déjà ces saisies de Bruno.")
        assert len(carried_packs(chloe.hands.store)) == 1


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (b"%PDF-1.7", "Ce fichier n’en est pas un de l’appli."),
        (b"", "Le fichier n’a pas pu être lu."),
    ],
)
@lived
async def test_another_file_is_refused_in_words(chloe: Person, files: FilesByHand, chosen: bytes, said: str):
    files.chosen = chosen
    async with outbox_of(chloe, files) as app:
        await app.tap("take-file")
        assert app.says(said)


@lived
async def test_a_choice_called_off_says_nothing(chloe: Person, files: FilesByHand):
    async with outbox_of(chloe, files) as app:
        before = app.texts()
        await app.tap("take-file")
        assert app.texts() == before


@lived
async def test_ones_own_file_and_a_damaged_one_are_refused_in_words(
    waiting: Person, chloe: Person, files: FilesByHand
):
    whole = file_of(waiting.hands)
    files.chosen = whole
    async with outbox_of(waiting, files) as app:
        await app.tap("take-file")
        assert app.says("Ce sont vos propres saisies")
    files.chosen = whole[:-1]
    async with outbox_of(chloe, files) as app:
        await app.tap("take-file")
        assert app.says("Ce fichier est abîmé.")


@lived
async def test_each_state_of_what_is_carried_has_its_words(
    waiting: Person, chloe: Person, files: FilesByHand
):
    hands = chloe.hands
    take_packs_in(TakePacksIn(file_of(waiting.hands)), hands.store, hands.clock, hands.randomness)
    [pack] = carried_packs(hands.store)
    for state, reason, said in (
        (CarriedState.GAP, None, "attend d’abord ce qui vient avant"),
        (CarriedState.RECEIVED, None, "Arrivé au serveur. Gardé ici jusqu’à sa sauvegarde."),
        (CarriedState.REFUSED, "broken-seal", "Le sceau ne s’ouvre pas"),
        (CarriedState.REFUSED, "what no app knows yet", "Le serveur ne peut pas le lire."),
        (CarriedState.SAFE, None, "plus rien à porter."),
    ):
        with hands.store.writing() as connection:
            note_offered(connection, pack.digest, state, reason, hands.clock.wall_ms())
        async with outbox_of(chloe, files) as app:
            assert app.says("1 saisie, depuis")
            assert app.says(said)


@lived
async def test_pictures_run_by_themselves_stop_and_turn_by_hand(waiting: Person, files: FilesByHand):
    for _ in range(5):
        waiting.hands.arrive(FARM)
    async with outbox_of(waiting, files) as app:
        await app.go("/outbox/entrust")
        made = entrusted_now(waiting.hands.store, Form.PICTURES)
        assert isinstance(made, Entrusted)
        total = len(made.frames)
        assert total > 1
        assert app.says(f"Image 1 sur {total}")
        await app.alarm_rings()
        assert app.says(f"Image 2 sur {total}")
        await app.tap("pause")
        await app.tap("next-picture")
        assert app.says(f"Image {2 % total + 1} sur {total}")
        await app.go_back()
        assert app.says("Confier à un collègue")


@lived
async def test_when_all_was_sent_meanwhile_there_are_no_pictures_left(bruno: Person, files: FilesByHand):
    async with outbox_of(bruno, files) as app:
        await app.go("/outbox/entrust")
        assert app.says("il n’y a plus rien à confier")
