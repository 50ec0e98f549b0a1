"""Inscription on the phone's screen against the real server, both in this process."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from mobile.actions.hold_phone import SetPin, set_pin
from mobile.device.clock import SetClock
from mobile.device.preferences import RememberedChoices
from mobile.store.database import open_store
from mobile.store.enrolment import Enrolment
from mobile.store.outbox import outbox_counts
from mobile.store.pin import has_pin
from mobile.sync.http_peer import HttpPeer
from sync_server.accounts.enrolment import (
    OpenedEnrolment,
    confirm_enrolment,
    find_enrolment,
    open_enrolment,
    refuse_enrolment,
)
from sync_server.accounts.people import Role
from sync_server.db.session import begin, read
from tests.builders import ServerInProcess, a_server
from tests.builders_labels import jpeg, label, picture_of, seen
from tests.builders_phone import FRIDAY_MORNING_MS, Hands, crate_codes
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

SERVER = "http://127.0.0.1"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    """The co-op's server."""
    with a_server(tmp_path / "server") as running:
        running.add_person("P003", Role.PRODUCER, Role.HELPER, name="Bruno")
        yield running


@pytest.fixture
def newcomer(tmp_path: Path, server: ServerInProcess) -> Person:
    """A phone just out of its box, with a network."""
    hands = Hands(open_store(tmp_path / "phone"), SetClock(FRIDAY_MORNING_MS, FRIDAY_MORNING_MS - 10**6))
    return Person(tmp_path, hands, RememberedChoices(), lambda url: HttpPeer(server.client, url))


@pytest.fixture
def offered(server: ServerInProcess) -> OpenedEnrolment:
    """« Ajouter un téléphone », for Bruno."""
    with begin(server.runtime.database) as session:
        return open_enrolment(session, "P003", "C01", server.clock(), server.runtime.random_bytes)


def story(person: Person, tell: Callable[[HeadlessApp], Awaitable[None]], route: str = "/") -> None:
    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def digits_on_the_server(server: ServerInProcess, offered: OpenedEnrolment) -> str:
    with read(server.runtime.database) as session:
        row = find_enrolment(session, offered.id)
        return (row.match_digits or "") if row else ""


def test_both_screens_show_the_same_digits_and_the_phone_opens_once_confirmed(
    newcomer: Person, server: ServerInProcess, offered: OpenedEnrolment
):
    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code={offered.code}")
        digits = digits_on_the_server(server, offered)
        assert len(digits) == 4
        assert app.find("match-digits").label == " ".join(digits)
        await app.alarm_rings()
        assert app.says("En attente de la confirmation")
        with begin(server.runtime.database) as session:
            assert confirm_enrolment(session, offered.id, digits, server.clock())
        await app.alarm_rings()
        assert app.says("Ce téléphone est inscrit")
        await app.tap("skip-code")
        assert app.says("Ma tournée")
        assert not has_pin(newcomer.hands.store.folder)

    story(newcomer, tell)
    enrolment = newcomer.hands.store.enrolment
    assert enrolment is not None
    assert (enrolment.person_id, enrolment.server_url) == ("P003", SERVER)


def test_a_code_chosen_at_the_end_of_the_enrolment_is_asked_for_when_the_app_opens_again(
    newcomer: Person, server: ServerInProcess, offered: OpenedEnrolment
):
    async def enrols(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code={offered.code}")
        with begin(server.runtime.database) as session:
            assert confirm_enrolment(
                session, offered.id, digits_on_the_server(server, offered), server.clock()
            )
        await app.alarm_rings()
        await app.tap("set-code")
        # Thinking better of it leads back to the offer, and from there to the round as well.
        await app.tap("leave-code")
        await app.tap("set-code")
        # Too easy; then not the same twice; then right.
        for typed in ("123456", "271828", "271829", "271828", "271828"):
            for digit in typed:
                await app.tap(f"pin-{digit}")
            await app.settle()
        assert app.says("C’est fait : ce code sera demandé")
        await app.tap("open-app")
        assert app.says("Ma tournée")

    async def comes_back(app: HeadlessApp) -> None:
        assert app.says("Tapez votre code")

    story(newcomer, enrols)
    story(newcomer, comes_back)


def test_a_wrong_code_says_so_and_keeps_what_was_typed(newcomer: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code=aaaa-bbbb")
        assert app.says("Ce code n’est pas le bon")

    story(newcomer, tell)


def test_an_expired_code_says_so(newcomer: Person, server: ServerInProcess, offered: OpenedEnrolment):
    server.clock.forward(s=601)

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code={offered.code}")
        assert app.says("Ce code a plus de 10 minutes")

    story(newcomer, tell)


def test_a_code_claimed_by_another_phone_is_dead_for_both(
    newcomer: Person, server: ServerInProcess, offered: OpenedEnrolment
):
    claim = {"code": offered.code, "device": "un autre", "nonce": "n1"}
    assert server.client.post("/v1/enrol", json=claim).status_code == 200

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code={offered.code}")
        assert app.says("Ce code a déjà servi")

    story(newcomer, tell)


def test_a_refused_phone_may_start_again(newcomer: Person, server: ServerInProcess, offered: OpenedEnrolment):
    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code={offered.code}")
        with begin(server.runtime.database) as session:
            assert refuse_enrolment(session, offered.id)
        await app.alarm_rings()
        assert app.says("La coordination a refusé ce téléphone")

    story(newcomer, tell)


def test_a_bare_code_asks_for_the_address_it_lacks(newcomer: Person):
    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", "abcd-efgh")
        assert app.says("Il manque l’adresse du serveur")
        assert "enrol-server" in app.identifiers()

    story(newcomer, tell)


def test_nothing_else_can_be_opened_before(newcomer: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("Inscription du téléphone")

    story(newcomer, tell, route="/commissions")


def test_without_a_network_the_enrolment_waits_for_one(bruno: Person):
    bruno.hands.store.save_enrolment(None)

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code=abcd-efgh")
        assert app.says("Le serveur ne répond pas")

    story(bruno, tell)


def test_the_coordinators_qr_is_read_by_the_camera(
    newcomer: Person, server: ServerInProcess, offered: OpenedEnrolment
):
    qr = jpeg(seen([label(f"{SERVER}/enrol#{offered.code}", module_pixels=8)]))

    async def tell(app: HeadlessApp) -> None:
        assert not newcomer.camera.is_watching
        await app.tap("scan-offer")
        await newcomer.camera.show(picture_of(crate_codes(1)[0]))
        await app.settle()
        assert app.says("Ce QR n’est pas celui de l’inscription")
        await newcomer.camera.show(qr)
        await app.settle()
        assert app.find("match-digits").label == " ".join(digits_on_the_server(server, offered))
        assert not newcomer.camera.is_watching

    story(newcomer, tell)


def test_who_forgot_the_code_is_let_in_again_by_the_coordinator_and_keeps_every_fact(
    newcomer: Person, server: ServerInProcess, offered: OpenedEnrolment
):
    store = newcomer.hands.store
    store.save_enrolment(Enrolment(SERVER, "d_00000000aa", "P003", "token"))
    set_pin(SetPin("271828"), store, newcomer.clock, newcomer.hands.randomness)
    newcomer.hands.arrive("F001")
    facts = outbox_counts(store).head

    async def tell(app: HeadlessApp) -> None:
        await app.tap("pin-forgotten")
        await app.tap("enrol-again")
        await app.type_and_enter("enrol-code", f"{SERVER}/enrol#code={offered.code}")
        with begin(server.runtime.database) as session:
            assert confirm_enrolment(
                session, offered.id, digits_on_the_server(server, offered), server.clock()
            )
        await app.alarm_rings()
        assert app.says("Un code secret ?")
        await app.go_back()
        assert app.says("Ma tournée")
        assert not has_pin(store.folder)

    story(newcomer, tell)
    assert outbox_counts(store).head == facts
