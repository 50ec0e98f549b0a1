"""The box a camera looks through, as any screen holds it: here the enrolment's."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import flet as ft
import pytest

from mobile.device.camera import CameraByHand, CameraProblem, problem_of
from mobile.device.clock import SetClock
from mobile.device.preferences import RememberedChoices
from mobile.store.database import open_store
from tests.builders_labels import picture_of
from tests.builders_phone import FRIDAY_MORNING_MS, Hands, crate_codes
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

CRATE = picture_of(crate_codes(1)[0])
OTHER_CODE = "Ce QR n’est pas celui de l’inscription"


@pytest.fixture
def newcomer(tmp_path: Path) -> Person:
    """A phone just out of its box, in the valley."""
    hands = Hands(open_store(tmp_path / "phone"), SetClock(FRIDAY_MORNING_MS, 10**6))
    return Person(tmp_path, hands, RememberedChoices())


def story(person: Person, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    async def live() -> None:
        async with person.opens_the_app("/") as app:
            await app.tap("scan-offer")
            await tell(app)

    asyncio.run(live())


def test_the_camera_is_on_while_the_box_is_seen_and_off_with_it(newcomer: Person):
    async def tell(app: HeadlessApp) -> None:
        assert newcomer.camera.is_watching
        await app.tap("stop-scanning")
        assert not newcomer.camera.is_watching

    story(newcomer, tell)


def test_leaving_the_app_lets_the_camera_go_and_coming_back_opens_it(newcomer: Person):
    async def tell(app: HeadlessApp) -> None:
        for state, is_on in (("hide", False), ("show", True), ("pause", False), ("resume", True)):
            await app.page.session.dispatch_event(
                app.page._i, "app_lifecycle_state_change", {"state": ft.AppLifecycleState(state).value}
            )
            await app.settle()
            assert newcomer.camera.is_watching is is_on, state

    story(newcomer, tell)


def test_the_torch_goes_on_and_off(newcomer: Person):
    async def tell(app: HeadlessApp) -> None:
        await newcomer.camera.show(CRATE)
        await app.settle()
        await app.tap("torch")
        assert newcomer.camera.is_lit
        assert app.says("Éteindre")
        await app.tap("torch")
        assert not newcomer.camera.is_lit

    story(newcomer, tell)


def test_a_camera_without_a_torch_says_so_and_goes_on_reading(newcomer: Person):
    newcomer.camera = CameraByHand(has_torch=False)

    async def tell(app: HeadlessApp) -> None:
        await newcomer.camera.show(b"")
        await app.settle()
        await app.tap("torch")
        assert app.says("Pas de lampe")
        await newcomer.camera.show(CRATE)
        await app.settle()
        assert app.says(OTHER_CODE)

    story(newcomer, tell)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (CameraProblem.NO_CAMERA, "Cet appareil n’en a pas"),
        (CameraProblem.DENIED, "dans les réglages du téléphone"),
        (CameraProblem.SILENT, "Elle ne répond pas"),
    ],
)
def test_without_a_camera_the_box_says_why_and_typing_stays(
    newcomer: Person, problem: CameraProblem, said: str
):
    newcomer.camera = CameraByHand(problem)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("La caméra n’est pas disponible")
        assert app.says(said)
        assert "enrol-code" in app.identifiers()

    story(newcomer, tell)


def test_a_camera_allowed_meanwhile_is_one_tap_away(newcomer: Person):
    newcomer.camera = CameraByHand(CameraProblem.DENIED)

    async def tell(app: HeadlessApp) -> None:
        newcomer.camera.problem = None
        await app.tap("camera-again")
        await newcomer.camera.show(CRATE)
        await app.settle()
        assert app.says(OTHER_CODE)

    story(newcomer, tell)


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("CameraException(CameraAccessDenied, Access denied)", CameraProblem.DENIED),
        ("CameraException(cameraPermission, …)", CameraProblem.DENIED),
        ("NotAllowedError: Permission denied", CameraProblem.DENIED),
        ("CameraException(cameraNotFound, No camera found)", CameraProblem.NO_CAMERA),
        ("CameraException(cameraNotReadable, in use)", CameraProblem.SILENT),
        ("", CameraProblem.SILENT),
    ],
)
def test_what_a_client_says_of_its_camera_is_one_of_three_problems(message: str, problem: CameraProblem):
    assert problem_of(message) is problem
